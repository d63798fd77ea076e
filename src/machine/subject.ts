import type { Platform } from "../../spec/platforms.js";
import type { Model } from "../compiler/ir/model.js";
import { machineName } from "./configuration/axes-text.js";
import type { NamedAxes } from "./configuration/named-axes.js";
import type { NamedPlatform } from "./configuration/platform.js";
import { oneCpuOnly } from "./diagnostics.js";
import { type MachineModel, machineModel } from "./model/machine-model.js";
import { type NmiModel, nmiModel } from "./model/nmi-model.js";
import type { NmiProperty } from "./model/property-names.js";
import { irOf } from "./policy/ir-cache.js";
import type { LoadedPolicy } from "./policy/load.js";
import type { CompiledModule } from "./policy/module.js";
import type { TraceOrigin } from "./trace/build.js";

/** A policy on a machine: a platform, and its axes. */
export interface Subject {
  readonly policy: LoadedPolicy;
  readonly platform: NamedPlatform;
  /** What is not off of the machine's axes; without, all of them are off. */
  readonly axes?: NamedAxes | undefined;
}

/** A machine: a platform, and its axes. */
export type Machine = Pick<Subject, "platform" | "axes">;

/** The model of a subject, executed as the TypeScript of `spec/`. */
export function modelOf({ policy, platform, axes }: Subject): MachineModel {
  const { machine, board } = axes ?? {};
  return machineModel({ policy: policy.policy, platform, axes: machine, board });
}

/**
 * The model of a subject with one CPU, for what is defined for one alone.
 *
 * @param what is asked, to stand before "is defined for machines with one CPU"
 * @throws Diagnostic `machine/one-cpu`
 */
export function oneCpuModelOf(subject: Subject, what: string): NmiModel<unknown> {
  const { policy, platform, axes } = subject;
  if (axes !== undefined && axes.board !== null) throw oneCpuOnly(what, axes.board.cpus);
  return nmiModel({ policy: policy.policy, platform, axes: axes?.machine });
}

/** The constants of a subject's model. */
export type Constants = Pick<Platform, "chain" | "rips" | "sticky" | "shadow"> & {
  /** Where there are several. */
  readonly cpus?: number;
};

/** The values of the constants of a subject's model: its axes are no constants, the model is specialised to them. */
export function constantsOf({
  platform,
  axes,
}: Pick<Subject, "axes"> & { readonly platform: Platform }): Constants {
  const { chain, rips, sticky, shadow } = platform;
  const board = axes?.board ?? null;
  return { chain, rips, sticky, shadow, ...(board === null ? {} : { cpus: board.cpus }) };
}

/** Whether the machine of a subject may come to an end: after a panic nothing happens any more. */
export function mayEnd({ axes }: Pick<Subject, "axes">): boolean {
  return axes !== undefined && axes.machine.panic !== "never";
}

/** The IR of a subject's model, which has the properties that are asked. */
export function irOfSubject(
  { policy, axes }: Pick<Subject, "policy" | "axes">,
  properties: readonly NmiProperty[] = [],
): Promise<Model> {
  return irOf(policy, axes, properties);
}

/** A subject's model, compiled to TLA+, which has the properties that are asked. */
export function compiledOf(
  { policy, axes }: Pick<Subject, "policy" | "axes">,
  properties: readonly NmiProperty[],
): Promise<CompiledModule> {
  return policy.compile(axes, properties);
}

/** What the traces of a subject say of themselves; the property is each one's own. */
export async function traceOriginOf(
  { policy, platform, axes }: Subject,
  nmicheck: string,
): Promise<Omit<TraceOrigin, "property">> {
  return {
    nmicheck,
    model: axes === undefined ? policy.model : await policy.modelFor(axes),
    policy: { name: policy.name, builtIn: policy.origin.kind === "builtIn" },
    platform,
    ...(axes === undefined ? {} : { wider: { axes, policy: policy.policy } }),
  };
}

/** The machine of a subject as a user names it: `ideal`, `ideal with lvtpc=late`. */
export function machineText({ platform, axes }: Pick<Subject, "platform" | "axes">): string {
  return machineName({ platform, axes: axes?.names });
}
