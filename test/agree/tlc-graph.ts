import pLimit from "p-limit";
import {
  type Agreement,
  compareGraphs,
  differenceText,
  type NameTable,
  nameTable,
} from "../../src/checkers/agree/agreement.js";
import type { ExecutableModel, ModelEvent } from "../../src/checkers/explore/executable-model.js";
import { readDump } from "../../src/checkers/tlc/dump.js";
import type { Model } from "../../src/compiler/ir/model.js";
import type { BundleModule } from "../../src/compiler/tla/bundle-module.js";
import {
  type ConstantValue,
  printConfiguration,
  type Reduced,
} from "../../src/compiler/tla/configuration.js";
import type { TlaModule } from "../../src/compiler/tla/module.js";
import { TlaValueReader } from "../../src/compiler/tla/value/reader.js";
import { type TlcSources, withDumpOf, writtenSources } from "../tlc/written-sources.js";
import { observed } from "./observed.js";

let loadedReader: Promise<TlaValueReader> | undefined;

/** The reader of TLA+ values, whose grammar is loaded once for all tests of a file. */
export function valueReader(): Promise<TlaValueReader> {
  loadedReader ??= TlaValueReader.load();
  return loadedReader;
}

/** How many runs of TLC a file of tests has at a time. */
const runs = pLimit(2);

/** Runs TLC on the sources, and gives the graph that it dumped to `use`, as often as it wants. */
export async function withDump<Result>(
  sources: TlcSources,
  use: (
    dump: ReturnType<typeof readDump>,
    again: () => ReturnType<typeof readDump>,
  ) => Promise<Result>,
): Promise<Result> {
  return await runs(() =>
    withDumpOf(sources, async (outcome, dump) => {
      if (outcome.kind === "failed") throw outcome.diagnostic;
      if (outcome.kind !== "success") throw new Error(`TLC found the model ${outcome.kind}`);
      const again = (): ReturnType<typeof readDump> => readDump(dump);
      return await use(again(), again);
    }),
  );
}

/** A model in its three forms, and the values of its constants. */
export interface Compared<State extends object, Event extends ModelEvent> {
  readonly executable: ExecutableModel<State, Event, string>;
  readonly model: Model;
  readonly module: TlaModule;
  /** The bundle that the module leaves open, if it does. */
  readonly bundle?: BundleModule;
  readonly constants: Readonly<Record<string, ConstantValue>>;
  /** Where TLC does not tell all states apart: how, and the one form of those that it takes for one. */
  readonly reduced?: Reduced;
  readonly normal?: NameTable["normal"];
}

/** Whether TLC, run on the module, finds the graph of the executed model. */
export async function agreement<State extends object, Event extends ModelEvent>({
  executable,
  model,
  module,
  bundle,
  constants,
  reduced,
  normal,
}: Compared<State, Event>): Promise<Agreement> {
  const configuration = printConfiguration(
    model,
    module,
    constants,
    { kind: "invariants", names: [] },
    "A comparison of graphs.",
    reduced,
    bundle,
  );
  const modules = bundle === undefined ? [module] : [module, bundle.module];
  const reader = await valueReader();
  return await withDump(writtenSources(modules, configuration), (dump) =>
    compareGraphs(
      observed(executable, model),
      dump,
      { ...nameTable(model, module), ...(normal === undefined ? {} : { normal }) },
      reader,
    ),
  );
}

/** The size of the graph that both have; fails with the first difference where they differ. */
export function agreedSize(found: Agreement): { readonly states: number; readonly edges: number } {
  if (found.kind === "different") throw new Error(differenceText(found.difference));
  return { states: found.states, edges: found.edges };
}
