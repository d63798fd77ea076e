import type { Platform } from "../../spec/platforms.js";
import { nameTable } from "../../src/checkers/agree/agreement.js";
import { printConfiguration } from "../../src/compiler/tla/configuration.js";
import { compiledPolicy } from "../agree/nmi-configurations.js";
import { valueReader, withDump } from "../agree/tlc-graph.js";
import { writtenSources } from "../tlc/written-sources.js";
import { configuration } from "./nmi.js";
import { StreamedGraph } from "./streamed-graph.js";

/** Gives `use` the graph of mainline as TLC has it. */
export async function withMainline<Result>(
  platform: Platform,
  use: (graph: StreamedGraph) => Promise<Result>,
): Promise<Result> {
  const { model, module } = compiledPolicy("mainline");
  const { chain, rips, sticky, shadow } = platform;
  const made = printConfiguration(
    model,
    module,
    { chain, rips, sticky, shadow },
    { kind: "invariants", names: [] },
    "A comparison of graphs.",
  );
  const { compiled } = configuration("mainline", platform);
  return withDump(writtenSources([module], made), async (_, again) =>
    use(await StreamedGraph.read(again, compiled, nameTable(model, module), await valueReader())),
  );
}
