import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { packageRoot } from "../../src/base/package/root.js";
import { type Instance, instantiate } from "../../src/compiler/ir/instance.js";
import { compileModel } from "../../src/compiler/lang/compile.js";
import { type RandomModel, randomModel } from "../agree/random/random-model.js";

/** Smaller models than those that go through TLC: a solver is asked about each of their steps. */
const decisions = fc.noBias(
  fc.array(fc.nat({ max: 9_999 }), { minLength: 600, maxLength: 1_500, size: "max" }),
);

/** The first `count` random models of the compiler's tests from a seed, compiled. */
export async function randomInstances(seed: number, count: number): Promise<readonly Instance[]> {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-random-"));
  try {
    await copyFile(join(packageRoot, "spec", "language.ts"), join(folder, "language.ts"));
    const models = fc.sample(decisions, { seed, numRuns: count }).map(randomModel);
    const instances: Instance[] = [];
    for (const [index, model] of models.entries()) {
      instances.push(await instanceOf(model, join(folder, `model${index}.ts`), folder));
    }
    return instances;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function instanceOf(model: RandomModel, root: string, folder: string): Promise<Instance> {
  await writeFile(root, model.source);
  const result = compileModel({ root, vocabulary: folder });
  if (result.kind === "refused") throw new Error(`a random model was refused: ${model.source}`);
  const { size, on, table } = model.parameters;
  return instantiate(result.model, { size, on, table });
}
