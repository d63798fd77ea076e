import type { Axes } from "../../spec/path/axes.js";
import type { Platform } from "../../spec/platforms.js";
import { type MachineModel, machineModel } from "../explore/machine-model.js";
import type { Model } from "../ir/model.js";
import { irOf, pathIrOf } from "../policy/ir-cache.js";
import type { CompiledModule } from "../policy/module.js";
import type { TraceOrigin } from "../trace/build.js";
import type { Subject } from "./result.js";

/** The model of a subject, executed as the TypeScript of `spec/`. */
export function modelOf({ policy, platform, axes }: Subject): MachineModel {
  return machineModel({ policy: policy.policy, platform, axes: axes?.machine });
}

/** The constants of a subject's model. */
export type Constants = Pick<Platform, "chain" | "rips" | "sticky" | "shadow"> & Partial<Axes>;

/** The values of the constants of a subject's model. */
export function constantsOf({ platform, axes }: Subject): Constants {
  const { chain, rips, sticky, shadow } = platform;
  return { chain, rips, sticky, shadow, ...axes?.machine };
}

/** Whether the machine of a subject may come to an end: after a panic nothing happens any more. */
export function mayEnd({ axes }: Pick<Subject, "axes">): boolean {
  return axes !== undefined && axes.machine.panic !== "never";
}

/** The IR of a subject's model. */
export function irOfSubject({ policy, axes }: Pick<Subject, "policy" | "axes">): Promise<Model> {
  return axes === undefined ? irOf(policy) : pathIrOf(policy);
}

/** A subject's model, compiled to TLA+. */
export function compiledOf({
  policy,
  axes,
}: Pick<Subject, "policy" | "axes">): Promise<CompiledModule> {
  return axes === undefined ? policy.compile() : policy.compilePath();
}

/** What the traces of a subject say of themselves; the property is each one's own. */
export async function traceOriginOf(
  { policy, platform, axes }: Subject,
  nmicheck: string,
): Promise<Omit<TraceOrigin, "property">> {
  return {
    nmicheck,
    model: axes === undefined ? policy.model : await policy.pathModel(),
    policy: { name: policy.name, builtIn: policy.origin.kind === "builtIn" },
    platform,
    ...(axes === undefined ? {} : { wider: { axes, policy: policy.policy } }),
  };
}

/** The machine of a subject as a person names it: `ideal`, `ideal with lvtpc=late`. */
export function machineText({ platform, axes }: Pick<Subject, "platform" | "axes">): string {
  if (axes === undefined) return platform.name;
  const isBare = Object.keys(axes.names).length === 0;
  return `${platform.name} with ${isBare ? "every axis off" : axesText(axes.names)}`;
}

/** `lvtpc=late, touch=yes`. */
export function axesText(names: Readonly<Record<string, string>>): string {
  return Object.entries(names)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}
