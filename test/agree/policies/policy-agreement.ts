import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { noAxes } from "../../../spec/cpu/no-axes.js";
import type { Config } from "../../../spec/cpu/state.js";
import type { Policy } from "../../../spec/policy.js";
import { TYPE_OK, withTypeOk } from "../../../src/analyses/check/type-ok.js";
import { renderDiagnostic } from "../../../src/base/diagnostic/render.js";
import { packageRoot } from "../../../src/base/package/root.js";
import { compareGraphs, differenceText } from "../../../src/checkers/agree/agreement.js";
import { explore } from "../../../src/checkers/explore/breadth-first.js";
import type { ExecutableModel } from "../../../src/checkers/explore/executable-model.js";
import type { Answer } from "../../../src/checkers/explore/exploration.js";
import { compileForExploration } from "../../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../../src/checkers/packed/explore-packed.js";
import { printConfiguration } from "../../../src/compiler/tla/configuration.js";
import { namedPlatform } from "../../../src/machine/configuration/platform.js";
import { type NmiEvent, nmiModel } from "../../../src/machine/model/nmi-model.js";
import { nmiProperties } from "../../../src/machine/model/property-names.js";
import { compilePolicy } from "../../../src/machine/policy/compile-policy.js";
import { executableModule } from "../../../src/machine/policy/executable-text.js";
import { type CompiledModule, compiledModule } from "../../../src/machine/policy/module.js";
import { outcomeOn, writtenSources } from "../../tlc/written-sources.js";
import { observed } from "../observed.js";
import {
  type BatchItem,
  batchNames,
  batchSources,
  splitDump,
  streamed,
} from "../random/tlc-batch.js";
import { valueReader, withDump } from "../tlc-graph.js";

/** How many policies that do not fail share a run of TLC. One that fails ends its run. */
const BATCH = 25;

/** A policy as the executed model and the explorer answer about it, and they agree. */
interface Prepared extends BatchItem {
  readonly source: string;
  readonly policy: Policy<unknown>;
  readonly config: Config<unknown>;
  readonly fails: boolean;
}

/** What the three checkers were asked. */
export interface Compared {
  /** Policies that all three answered alike. */
  readonly agreed: number;
  /** How many of these fail: they throw, or leave a range. */
  readonly failing: number;
  /** Policies that the compiler refuses: there is nothing to compare. */
  readonly refused: number;
  readonly states: number;
  /** A sentence and the source for each policy that they did not answer alike. */
  readonly differences: readonly string[];
}

/**
 * Asks the executed model, the explorer and TLC about each policy: whether the model fails, and
 * where it does not, all of its graph, and with it every verdict, length and count.
 */
export async function comparePolicies(sources: readonly string[]): Promise<Compared> {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-policies-"));
  const differences: string[] = [];
  const total = { agreed: 0, failing: 0, refused: 0, states: 0 };
  const attempt = async <Result>(
    source: string,
    part: () => Promise<Result>,
  ): Promise<Result | null> => {
    try {
      return await part();
    } catch (error) {
      differences.push(`${error instanceof Error ? error.message : String(error)}\n${source}`);
      return null;
    }
  };
  const compareAll = async (items: readonly Prepared[]): Promise<void> => {
    const found = await compareGraphsOf(items).catch((error: unknown) => {
      if (items.length === 1) throw error;
      return null;
    });
    if (found !== null) {
      total.agreed += items.length;
      total.states += found;
      return;
    }
    // One of them fails where it should not: each is tried alone.
    for (const item of items) await attempt(item.source, () => compareAll([item]));
  };
  try {
    let batch: Prepared[] = [];
    for (const [number, source] of sources.entries()) {
      const own = join(folder, String(number));
      await mkdir(own);
      const prepared = await attempt(source, () => prepare(source, own, number));
      if (prepared === "refused") total.refused++;
      if (prepared === null || prepared === "refused") continue;
      if (!prepared.fails) {
        batch.push(prepared);
        if (batch.length === BATCH) {
          await compareAll(batch);
          batch = [];
        }
        continue;
      }
      const isAlike = await attempt(source, async () => {
        await expectFailure(prepared);
        return true;
      });
      if (isAlike === null) continue;
      total.agreed++;
      total.failing++;
    }
    if (batch.length > 0) await attempt(batch[0]?.source ?? "", () => compareAll(batch));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { ...total, differences };
}

async function prepare(
  source: string,
  folder: string,
  number: number,
): Promise<Prepared | "refused"> {
  const file = join(folder, "policy.ts");
  await writeFile(file, source);
  const result = compilePolicy(file);
  if (result.kind === "refused") return "refused";
  const policy = await executed(source, folder);
  // Two events of one handler count as "more"; two places make a second NMI that is not back-to-back.
  const [slots, rips] = [
    [1, 1],
    [1, 2],
    [1, 1],
    [2, 1],
  ][number % 4] ?? [1, 1];
  const platform = namedPlatform("ideal", [slots ?? 1], rips ?? 1);
  const { chain, sticky, shadow } = platform;
  const config = { platform, policy, axes: noAxes };
  const compiled = compiledModule(result.policy);
  const constants = { chain, rips: platform.rips, sticky, shadow };
  const fails = await expectSameAnswers(compiled, config, constants);
  const { model, module } = renamed(compiled, number);
  return { source, policy, config, model, module, constants, fails };
}

/** Modules of one batch need names of their own. */
function renamed(
  { model, module }: CompiledModule,
  number: number,
): Pick<BatchItem, "model" | "module"> {
  const name = `Policy${number}`;
  const text = module.text.replace(`MODULE ${module.name} `, `MODULE ${name} `);
  return { model: { ...model, name }, module: { ...module, name, text } };
}

const moduleSchema = z.object({ random: z.custom<Policy<unknown>>() });

/** The policy, run as its TypeScript stands. */
async function executed(source: string, folder: string): Promise<Policy<unknown>> {
  const vocabulary = pathToFileURL(join(packageRoot, "dist", "spec", "policy.js")).href;
  const file = join(folder, "policy.mjs");
  await writeFile(file, executableModule(source).text.replaceAll("nmicheck/policy", vocabulary));
  const loaded: unknown = await import(pathToFileURL(file).href);
  return moduleSchema.parse({ ...Object(loaded) }).random;
}

/** Whether the model fails, for the executed model as for the explorer, which answer alike. */
async function expectSameAnswers(
  { model }: CompiledModule,
  config: Config<unknown>,
  constants: BatchItem["constants"],
): Promise<boolean> {
  const compiled = compileForExploration(model, constants, { reductions: [] });
  const plain = nmiModel(config);
  const typed = withTypeOk(plain, compiled.instance.domains);
  const one = await explore(typed, { essential: TYPE_OK, properties: [...nmiProperties, TYPE_OK] });
  const other = await explorePacked(compiled, plain, {
    properties: nmiProperties,
  });
  const isTyped = one.answers.get(TYPE_OK)?.answer === "holds";
  const fails = !isTyped || [...one.answers.values()].some(({ answer }) => answer === "failed");
  const otherFails = [...other.answers.values()].some(({ answer }) => answer === "failed");
  const said = (isFailing: boolean): string => (isFailing ? "fails" : "does not fail");
  if (fails !== otherFails) {
    throw new Error(
      `executed it ${said(fails)}, and the explorer says that it ${said(otherFails)}`,
    );
  }
  if (fails) return true;
  const summary = (exploration: {
    readonly answers: ReadonlyMap<string, Answer<unknown, unknown>>;
    readonly distinct: number;
  }): string =>
    JSON.stringify([
      exploration.distinct,
      ...nmiProperties.map((name) => {
        const answer = exploration.answers.get(name);
        return [name, answer?.answer === "violated" ? answer.path.steps.length : answer?.answer];
      }),
    ]);
  if (summary(one) !== summary(other)) {
    throw new Error(`executed: ${summary(one)}\nexplorer: ${summary(other)}`);
  }
  return false;
}

/** TLC alone, which must not come to the end of the states. */
async function expectFailure({ model, module, constants }: Prepared): Promise<void> {
  const title = "A policy that fails.";
  const checked = { kind: "invariants", names: [] } as const;
  const configuration = printConfiguration(model, module, constants, checked, title);
  const outcome = await outcomeOn(writtenSources([module], configuration));
  if (outcome.kind === "violated" && outcome.invariant === TYPE_OK) return;
  if (outcome.kind === "failed" && outcome.diagnostic.code === "tlc/evaluation-error") return;
  const why = outcome.kind === "failed" ? renderDiagnostic(outcome.diagnostic) : "";
  throw new Error(`it fails, and TLC says ${outcome.kind} ${why}`);
}

/** Compares the graphs of policies that do not fail; the number of their states. */
async function compareGraphsOf(items: readonly Prepared[]): Promise<number> {
  const parts = await withDump(batchSources(items), (dump) => splitDump(dump, items));
  const reader = await valueReader();
  let states = 0;
  for (const [number, item] of items.entries()) {
    const dump = streamed(parts[number] ?? []);
    const names = batchNames(item, number);
    const found = await compareGraphs(questioned(item), dump, names, reader);
    if (found.kind === "different") throw new Error(differenceText(found.difference));
    states += found.states;
  }
  return states;
}

type Question = { readonly name: string; readonly parameters: Readonly<Record<string, never>> };

/** Whether a property holds in a state is a step to the same state: so it is compared, too. */
function questioned({
  config,
  model: compiled,
}: Prepared): ExecutableModel<object, NmiEvent | Question, string> {
  const model = observed(nmiModel(config), compiled);
  const questions = new Map<string, { event: Question; holds(state: object): boolean }>(
    model.invariants
      .filter(({ name }) => nmiProperties.some((own) => own === name))
      .map(({ name, holds }) => [name, { event: { name, parameters: {} }, holds }]),
  );
  const isQuestion = (event: NmiEvent | Question): event is Question => questions.has(event.name);
  return {
    initial: () => model.initial(),
    events: [...model.events, ...[...questions.values()].map(({ event }) => event)],
    apply: (event, state) => {
      if (!isQuestion(event)) return model.apply(event, state);
      return questions.get(event.name)?.holds(state) === true ? state : null;
    },
    invariants: [],
  };
}
