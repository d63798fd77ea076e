import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type PolicyName, policyNames } from "../../spec/policies/all.js";
import type { Model } from "../ir/model.js";
import { packageRoot } from "../package/root.js";
import type { LoadedPolicy } from "./load.js";
import { sha256, sourcesDigest } from "./sources-digest.js";

/**
 * The IR of the built-in policies as the build leaves it in `dist/assets`, so that the compiler need
 * not be loaded: a first line that says what it was made from, and the model as JSON. A file that
 * does not fit its first line or today's sources is not used.
 */
const FORMAT = "nmicheck-ir/1";

/** Which model a policy is in: the core, or the whole path. */
export type ModelKind = "core" | "path";

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

/** The IR of the NMI model under a policy, from the build where that is right, else compiled. */
export async function irOf(policy: Pick<LoadedPolicy, "origin" | "compile">): Promise<Model> {
  const { origin } = policy;
  const stored = origin.kind === "builtIn" ? await builtInIr(origin.name, "core") : null;
  return stored ?? (await policy.compile()).model;
}

/** The IR of the whole path under a policy, from the build where that is right, else compiled. */
export async function pathIrOf(
  policy: Pick<LoadedPolicy, "origin" | "compilePath">,
): Promise<Model> {
  const { origin } = policy;
  const stored = origin.kind === "builtIn" ? await builtInIr(origin.name, "path") : null;
  return stored ?? (await policy.compilePath()).model;
}

/** The files of all built-in policies, by their names: what the build writes. */
export async function irFiles(): Promise<ReadonlyMap<string, string>> {
  const { builtInPolicyFile, compilePolicy } = await import("./module.js");
  const { widerModelOf } = await import("./wider-module.js");
  const files = new Map<string, string>();
  for (const name of policyNames) {
    const result = compilePolicy(builtInPolicyFile(name));
    if (result.kind === "refused") throw result.faults[0] ?? new Error(`${name} does not compile`);
    files.set(irFileName(name), await irFileText(result.policy.model));
    files.set(irFileName(name, "path"), await irFileText(widerModelOf("path", name)));
  }
  return files;
}
