import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareGraphs } from "../../src/analyses/mutate/equivalence.js";
import { machineOf, withParts } from "../../src/analyses/mutate/machine.js";
import { mutate } from "../../src/analyses/mutate/mutants.js";
import { changeText, type Mutation } from "../../src/analyses/mutate/mutation.js";
import { compileMutant } from "../../src/analyses/mutate/observation.js";
import { packageRoot } from "../../src/base/package/root.js";
import { compileModel } from "../../src/compiler/lang/compile.js";
import { moduleName } from "../../src/machine/policy/identity.js";
import { builtInModel } from "./models.js";

/** How a mutant of the IR compares with what the changed source compiles to. */
export type Agreement =
  | "agrees"
  /** The changed source is no TypeScript that can be compiled; the IR is not so strict. */
  | "refused"
  /** The change is not one of text at its place alone. */
  | "described"
  | { readonly differs: string };

/** The text of a file after the mutation; null where it cannot be said as a change of text. */
export function changedText(text: string, { offset, before, change }: Mutation): string | null {
  const rest = text.slice(offset + before.length);
  if (!text.startsWith(before, offset)) throw new Error(`\`${before}\` is not at ${offset}`);
  switch (change.kind) {
    case "replaced":
      return text.slice(0, offset) + change.after + rest;
    case "dropped":
      return text.slice(0, offset) + rest.replace(/^\s*,/, "");
    case "described":
      return null;
  }
}

/** Makes the same change in a copy of the typed model, and compares the whole graphs of the core. */
export async function sourceAgreement(policy: string, mutation: Mutation): Promise<Agreement> {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-mutants-"));
  try {
    const spec = join(folder, "spec");
    await cp(join(packageRoot, "spec"), spec, { recursive: true });
    const file = join(folder, mutation.place.file);
    const text = changedText(await readFile(file, "utf8"), mutation);
    if (text === null) return "described";
    await writeFile(file, text);
    const result = compileModel({
      root: join(spec, "cpu", "nmi.ts"),
      vocabulary: spec,
      bundles: { Policy: join(spec, "policies", `${policy}.ts`) },
      narrow: true,
      name: (root, [name]) => moduleName(name ?? root),
    });
    if (result.kind === "refused") return "refused";
    const mutant = mutate(builtInModel(policy), mutation);
    if (mutant === null) return { differs: "the IR has no such place" };
    const sources = [mutant, result.model].map((whole) => ({ policy, whole }));
    const parts = new Set(sources.flatMap((source) => [...machineOf(source).parts]));
    const [changed, compiled] = sources.map((source) => withParts(source, parts).model);
    if (changed === undefined || compiled === undefined) throw new Error("two sources, two models");
    for (const [sticky, shadow] of [
      [false, false],
      [true, true],
    ]) {
      const constants = {
        chain: [2, 1],
        rips: 2,
        sticky: sticky === true,
        shadow: shadow === true,
      };
      const [ours, theirs] = [
        compileMutant(changed, constants),
        compileMutant(compiled, constants),
      ];
      if (ours.kind !== theirs.kind) return { differs: "one of them has no initial state" };
      if (ours.kind !== "compiled" || theirs.kind !== "compiled") continue;
      if (compareGraphs(ours.model, theirs.model).graphs === "different") {
        return { differs: `${mutation.place.line}: ${mutation.before} => ${changeText(mutation)}` };
      }
    }
    return "agrees";
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
