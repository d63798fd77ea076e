import { readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { type PolicyName, policyNames } from "../../../spec/policies/all.js";
import { placeAt } from "../../base/diagnostic/place.js";
import { packageRoot } from "../../base/package/root.js";
import type { Model, Written } from "../../compiler/ir/model.js";
import { displayPath } from "../../compiler/lang/display-path.js";
import { axesValueKey, bareAxes, type NamedAxes } from "../configuration/named-axes.js";
import { isStateProperty } from "../model/property-names.js";
import type { LoadedPolicy } from "./load.js";
import type { CompiledPolicy } from "./module.js";
import { sha256, sourcesDigest } from "./sources-digest.js";
import { specialisedTo } from "./specialised.js";
import { restoreModel, type StoredModel, storeModel } from "./stored-model.js";

/**
 * The built-in policies, compiled, as the build leaves them in `dist/assets`, so that the compiler
 * need not be loaded: a first line that says what a file was made from, and the rest as JSON. A file
 * that does not fit its first line or today's sources is not used.
 */
const FORMAT = "nmicheck-ir/2";

/** Which model a file holds: the machine with all axes off, or that with every axis, of one CPU or several. */
export type ModelKind = "core" | "whole" | "board";

/** The name of the file for a built-in policy. */
export function irFileName(policy: PolicyName, kind: ModelKind = "core"): string {
  return kind === "core" ? `${policy}.ir.json` : `${policy}.${kind}.ir.json`;
}

/** Where a part of the typed model was written; what stands there is in the package's file. */
interface Span extends Pick<Written, "file" | "offset" | "alternatives"> {
  readonly length: number;
}

/** A compiled policy as data. Its files, and those of places, are named as the package has them. */
interface StoredPolicy extends StoredModel<Span> {
  readonly name: string;
  readonly exportName: string;
  readonly files: readonly string[];
  readonly digests: readonly string[];
}

/** A file that is called so where the command runs, as the package has it. */
function inPackage(file: string): string {
  return relative(packageRoot, resolve(file)).split(sep).join("/");
}

function spanOf({ file, offset, text, alternatives }: Written): Span {
  const span = { file: inPackage(file), offset, length: text.length };
  return alternatives === undefined ? span : { ...span, alternatives };
}

/** What stands in the package's files, which places call as the command does that runs. */
async function readerOf({ places }: StoredPolicy): Promise<(span: Span) => Written> {
  const texts = new Map<string, { readonly name: string; readonly text: string }>();
  for (const file of new Set(places.map(([, span]) => span.file))) {
    const path = join(packageRoot, file);
    texts.set(file, { name: displayPath(path), text: await readFile(path, "utf8") });
  }
  return ({ file, offset, length, ...others }) => {
    const { name, text } = at(texts, file);
    const end = offset + length;
    return { ...placeAt(name, text, offset), offset, text: text.slice(offset, end), ...others };
  };
}

function at<Value>(texts: ReadonlyMap<string, Value>, file: string): Value {
  const known = texts.get(file);
  if (known === undefined) throw new Error(`${file} was not read`);
  return known;
}

/** The text of the file for a policy. */
export async function irFileText({ whole, ...policy }: CompiledPolicy): Promise<string> {
  const stored: StoredPolicy = {
    ...policy,
    files: policy.files.map(inPackage),
    ...storeModel(whole, spanOf),
  };
  const json = JSON.stringify(stored);
  return `${FORMAT} ${await sourcesDigest()} ${sha256(json)}\n${json}\n`;
}

/** The policy in the text of such a file; null if it is broken, or was made from other sources. */
export async function readIrFile(text: string): Promise<CompiledPolicy | null> {
  const [head, json, ...rest] = text.split("\n");
  if (head === undefined || json === undefined || rest.join("") !== "") return null;
  if (head !== `${FORMAT} ${await sourcesDigest()} ${sha256(json)}`) return null;
  const stored: StoredPolicy = JSON.parse(json);
  const { name, exportName, digests } = stored;
  return {
    name,
    exportName,
    digests,
    files: stored.files.map((file) => join(packageRoot, file)),
    whole: restoreModel(stored, await readerOf(stored)),
  };
}

const builtIn = new Map<string, Promise<CompiledPolicy | null>>();

/**
 * What the build left for a built-in policy; null where it cannot be used. Read once.
 *
 * @returns the policy, in whose `whole` is the model of this kind
 */
export function builtInPolicy(name: PolicyName, kind: ModelKind): Promise<CompiledPolicy | null> {
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
  policy: Pick<LoadedPolicy, "origin" | "compiled" | "compiledBoard" | "known">,
  axes: NamedAxes = bareAxes,
  asked: readonly string[] = [],
): Promise<Model> {
  const known = await policy.known?.(axes, asked);
  if (known !== undefined) return known.model;
  const { origin } = policy;
  if (origin.kind === "builtIn" && axesValueKey(axes) === axesValueKey(bareAxes)) {
    const core = asked.every(isStateProperty) ? await builtInPolicy(origin.name, "core") : null;
    if (core !== null) return core.whole;
  }
  const { name, whole } = await wholeModelFor(policy, axes);
  return recently(whole, [name, axesValueKey(axes), ...asked].join("\n"), () =>
    specialisedTo(whole, name, axes, asked),
  );
}

/** The models that a whole one was specialised to last: who asks of a machine asks on each platform. */
const recent = new WeakMap<Model, Map<string, Model>>();

const MOST_RECENT = 4;

function recently(whole: Model, key: string, make: () => Model): Model {
  const kept = recent.get(whole) ?? new Map<string, Model>();
  recent.set(whole, kept);
  const model = kept.get(key) ?? make();
  // What was asked for last is the last to go.
  kept.delete(key);
  kept.set(key, model);
  const [oldest] = kept.keys();
  if (kept.size > MOST_RECENT && oldest !== undefined) kept.delete(oldest);
  return model;
}

/** The model with every axis under a policy, of as many CPUs as the machine has. */
export async function wholeModelFor(
  policy: Pick<LoadedPolicy, "compiled" | "compiledBoard">,
  { board }: NamedAxes,
): Promise<{ readonly name: string; readonly whole: Model }> {
  return board === null ? policy.compiled() : policy.compiledBoard();
}

/**
 * The files of all built-in policies, by their names: what the build writes. The module of the core
 * under each is among them, by which a policy is known, and the digests of the well-typed models.
 */
export async function irFiles(): Promise<ReadonlyMap<string, string>> {
  const { compiledBuiltIn, compiledBuiltInBoard, WELL_TYPED } = await import("./compile-policy.js");
  const { wellTypedModels } = await import("../../compiler/lang/type-errors.js");
  const { compiledModule } = await import("./module.js");
  const files = new Map<string, string>();
  for (const name of policyNames) {
    const compiled = compiledBuiltIn(name);
    const { module } = compiledModule(compiled);
    files.set(`${module.name}.tla`, module.text);
    const models = {
      core: specialisedTo(compiled.whole, name),
      whole: compiled.whole,
      board: compiledBuiltInBoard(name).whole,
    };
    for (const kind of ["core", "whole", "board"] as const) {
      files.set(irFileName(name, kind), await irFileText({ ...compiled, whole: models[kind] }));
    }
  }
  files.set(WELL_TYPED, `${JSON.stringify(wellTypedModels())}\n`);
  return files;
}
