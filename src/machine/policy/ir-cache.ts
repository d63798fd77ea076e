import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type PolicyName, policyNames } from "../../../spec/policies/all.js";
import { packageRoot } from "../../base/package/root.js";
import type { Model } from "../../compiler/ir/model.js";
import { axesKey, bareAxes, type NamedAxes } from "../configuration/named-axes.js";
import { isStateProperty } from "../model/property-names.js";
import type { LoadedPolicy } from "./load.js";
import { sha256, sourcesDigest } from "./sources-digest.js";
import { specialisedTo } from "./specialised.js";

/**
 * The IR of the built-in policies as the build leaves it in `dist/assets`, so that the compiler need
 * not be loaded: a first line that says what it was made from, and the model as JSON. A file that
 * does not fit its first line or today's sources is not used.
 */
const FORMAT = "nmicheck-ir/1";

/** Which model a file holds: the machine with all axes off, or that with every axis, of one CPU or several. */
export type ModelKind = "core" | "whole" | "board";

/** The name of the file for a built-in policy. */
export function irFileName(policy: PolicyName, kind: ModelKind = "core"): string {
  return kind === "core" ? `${policy}.ir.json` : `${policy}.${kind}.ir.json`;
}

/** Everything of a model but the places in its sources, which are for diagnostics alone. */
type StoredModel = Omit<Model, "places">;

/** The text of the file for `model`. */
export async function irFileText(model: Model): Promise<string> {
  const { places: _, ...stored } = model;
  const json = JSON.stringify(stored satisfies StoredModel);
  return `${FORMAT} ${await sourcesDigest()} ${sha256(json)}\n${json}\n`;
}

/** The model in the text of such a file; null if it is broken, or was made from other sources. */
export async function readIrFile(text: string): Promise<Model | null> {
  const [head, json, ...rest] = text.split("\n");
  if (head === undefined || json === undefined || rest.join("") !== "") return null;
  if (head !== `${FORMAT} ${await sourcesDigest()} ${sha256(json)}`) return null;
  const stored: StoredModel = JSON.parse(json);
  return { ...stored, places: new Map() };
}

const builtIn = new Map<string, Promise<Model | null>>();

/** What the build left for a built-in policy; null where it cannot be used. Read once. */
function builtInIr(name: PolicyName, kind: ModelKind): Promise<Model | null> {
  const file = irFileName(name, kind);
  const known = builtIn.get(file);
  if (known !== undefined) return known;
  const read = readFile(join(packageRoot, "dist", "assets", file), "utf8").then(
    readIrFile,
    () => null,
  );
  builtIn.set(file, read);
  return read;
}

/**
 * The IR of a machine under a policy, from the build where that is right, else compiled; without axes
 * all of them are off.
 *
 * @param asked properties that are asked though nothing on this machine could violate them
 */
export async function irOf(
  policy: Pick<LoadedPolicy, "origin" | "compiled" | "compiledBoard">,
  axes: NamedAxes = bareAxes,
  asked: readonly string[] = [],
): Promise<Model> {
  const { origin } = policy;
  if (origin.kind === "builtIn" && axesKey(axes) === axesKey(bareAxes)) {
    const core = asked.every(isStateProperty) ? await builtInIr(origin.name, "core") : null;
    if (core !== null) return core;
  }
  const { name, whole } = await wholeModelFor(policy, axes);
  return specialisedTo(whole, name, axes, asked);
}

/**
 * The model with every axis under a policy, of as many CPUs as the machine has: from the build where
 * that is right, else compiled.
 */
export async function wholeModelFor(
  policy: Pick<LoadedPolicy, "origin" | "compiled" | "compiledBoard">,
  { board }: NamedAxes,
): Promise<{ readonly name: string; readonly whole: Model }> {
  const { origin } = policy;
  if (origin.kind === "builtIn") {
    const whole = await builtInIr(origin.name, board === null ? "whole" : "board");
    if (whole !== null) return { name: origin.name, whole };
  }
  return board === null ? policy.compiled() : policy.compiledBoard();
}

/**
 * The files of all built-in policies, by their names: what the build writes. The module of the core
 * under each is among them, by which a policy is known.
 */
export async function irFiles(): Promise<ReadonlyMap<string, string>> {
  const { builtInPolicyFile, compileBoard, compiledBuiltIn, compiledModule } = await import(
    "./module.js"
  );
  const files = new Map<string, string>();
  for (const name of policyNames) {
    const { whole } = compiledBuiltIn(name);
    const { module } = compiledModule({ name, whole });
    files.set(`${module.name}.tla`, module.text);
    files.set(irFileName(name), await irFileText(specialisedTo(whole, name)));
    files.set(irFileName(name, "whole"), await irFileText(whole));
    const board = compileBoard(builtInPolicyFile(name)).whole;
    files.set(irFileName(name, "board"), await irFileText(board));
  }
  return files;
}
