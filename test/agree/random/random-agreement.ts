import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Diagnostic } from "../../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../../src/base/diagnostic/render.js";
import { packageRoot } from "../../../src/base/package/root.js";
import {
  type Agreement,
  compareGraphs,
  differenceText,
} from "../../../src/checkers/agree/agreement.js";
import type { ExecutableModel } from "../../../src/checkers/explore/executable-model.js";
import { compileModel } from "../../../src/compiler/lang/compile.js";
import { printModule } from "../../../src/compiler/tla/module.js";
import { valueReader, withDump } from "../tlc-graph.js";
import { type ExecutedEvent, executeSource } from "./executed-source.js";
import { type RandomModel, randomModel } from "./random-model.js";
import { type BatchItem, batchNames, batchSources, splitDump, streamed } from "./tlc-batch.js";

/** Models of few and of many decisions; a shorter sequence or a smaller number is a simpler model. */
const decisions = fc.noBias(
  fc.array(fc.nat({ max: 9_999 }), { minLength: 1_500, maxLength: 3_000, size: "max" }),
);

/** How many models share a run of TLC. */
const BATCH = 20;

interface Prepared extends BatchItem {
  readonly executable: ExecutableModel<object, ExecutedEvent, string>;
}

/** What was compared. */
export interface Compared {
  readonly models: number;
  readonly states: number;
  readonly edges: number;
}

/**
 * Makes `count` models from the seed, and compares their graphs. Throws an error with the seed and
 * the source of the smallest model found that fails, if one does.
 */
export async function expectAgreement(seed: number, count: number): Promise<Compared> {
  const models = fc.sample(decisions, { seed, numRuns: count }).map(randomModel);
  const agreed = new Set<string>();
  const total = { models: 0, states: 0, edges: 0 };
  for (let start = 0; start < models.length; start += BATCH) {
    const batch = models.slice(start, start + BATCH);
    // A batch fails as a whole where a module does not parse: then each model is tried alone.
    const found = await compareBatch(batch, start).catch(() => null);
    for (const [index, result] of (found ?? []).entries()) {
      if (result.kind === "different") continue;
      agreed.add(batch[index]?.source ?? "");
      total.models++;
      total.states += result.states;
      total.edges += result.edges;
    }
  }
  if (total.models < models.length) await shrink(seed, count, agreed);
  return total;
}

/** Finds a small model that fails, starting from those of the seed that have not agreed. */
async function shrink(seed: number, count: number, agreed: ReadonlySet<string>): Promise<void> {
  const property = fc.asyncProperty(decisions.map(randomModel), async (model) => {
    if (agreed.has(model.source)) return;
    const [found] = await compareBatch([model], 0);
    if (found?.kind === "different") throw new Error(differenceText(found.difference));
  });
  const run = await fc.check(property, {
    seed,
    numRuns: count,
    interruptAfterTimeLimit: 120_000,
    markInterruptAsFailure: false,
  });
  const [model] = run.counterexample ?? [];
  const cause = run.errorInstance;
  const why = cause instanceof Diagnostic ? renderDiagnostic(cause) : String(cause);
  throw new Error(
    `seed ${seed}, ${count} models: one that fails is\n${model?.source ?? "(not found alone)"}\nwith ${JSON.stringify(model?.parameters)}\n${why}`,
    { cause },
  );
}

async function compareBatch(
  models: readonly RandomModel[],
  start: number,
): Promise<readonly Agreement[]> {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-random-"));
  try {
    await copyFile(join(packageRoot, "spec", "language.ts"), join(folder, "language.ts"));
    const items: Prepared[] = [];
    for (const [index, model] of models.entries()) {
      items.push(await prepare(model, folder, start + index));
    }
    const parts = await withDump(batchSources(items), (dump) => splitDump(dump, items));
    const reader = await valueReader();
    return await Promise.all(
      items.map((item, number) =>
        compareGraphs(
          item.executable,
          streamed(parts[number] ?? []),
          batchNames(item, number),
          reader,
        ),
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(model: RandomModel, folder: string, number: number): Promise<Prepared> {
  const own = await mkdtemp(join(folder, "model-"));
  await writeFile(join(own, "model.ts"), model.source);
  await copyFile(join(folder, "language.ts"), join(own, "language.ts"));
  const result = compileModel({
    root: join(own, "model.ts"),
    vocabulary: own,
    name: () => `Random${number}`,
  });
  if (result.kind === "refused") {
    throw new Error(
      `a random model was refused: ${result.diagnostics.map(renderDiagnostic).join("\n")}`,
    );
  }
  const { size, on, table } = model.parameters;
  return {
    model: result.model,
    module: printModule(result.model),
    constants: { size, on, table },
    executable: await executeSource(model, own),
  };
}
