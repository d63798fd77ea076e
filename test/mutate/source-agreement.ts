import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileModel } from "../../src/lang/compile.js";
import { compareGraphs } from "../../src/mutate/equivalence.js";
import { mutate } from "../../src/mutate/mutants.js";
import { changeText, type Mutation } from "../../src/mutate/mutation.js";
import { compileMutant } from "../../src/mutate/observation.js";
import { packageRoot } from "../../src/package/root.js";
import { moduleName } from "../../src/policy/identity.js";
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

/** Makes the same change in a copy of the typed model, and compares the whole graphs. */
export async function sourceAgreement(policy: string, mutation: Mutation): Promise<Agreement> {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-mutants-"));
  try {
    const spec = join(folder, "spec");
    await cp(join(packageRoot, "spec"), spec, { recursive: true });
    const file = join(folder, mutation.place.file);
    const changed = changedText(await readFile(file, "utf8"), mutation);
    if (changed === null) return "described";
    await writeFile(file, changed);
    const result = compileModel({
      root: join(spec, "cpu", "nmi.ts"),
      vocabulary: spec,
      bundles: { Policy: join(spec, "policies", `${policy}.ts`) },
      name: (root, [name]) => moduleName(name ?? root),
    });
    if (result.kind === "refused") return "refused";
    const mutant = mutate(builtInModel(policy), mutation);
    if (mutant === null) return { differs: "the IR has no such place" };
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
        compileMutant(mutant, constants),
        compileMutant(result.model, constants),
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
