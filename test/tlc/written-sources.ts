import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TlcOutcome } from "../../src/checkers/tlc/outcome.js";
import { runTlc } from "../../src/checkers/tlc/run.js";
import type { Configuration } from "../../src/compiler/tla/configuration.js";
import { provisioned } from "./provisioned.js";

/** TLA+ files by their names, and which of them TLC is started with. */
export interface TlcSources {
  readonly files: Readonly<Record<string, string>>;
  readonly module: string;
  readonly config: string;
}

/** The files of the modules, and of the configuration that TLC is started with. */
export function writtenSources(
  modules: readonly { readonly name: string; readonly text: string }[],
  configuration: Configuration,
): TlcSources {
  const module = `${configuration.moduleName}.tla`;
  const config = "MC.cfg";
  const files = Object.fromEntries(modules.map(({ name, text }) => [`${name}.tla`, text]));
  return {
    files: { ...files, [module]: configuration.module, [config]: configuration.cfg },
    module,
    config,
  };
}

/** In what a run differs from the next one; without anything it stops at no deadlock. */
export interface RunOptions {
  readonly checkDeadlock?: boolean;
  readonly temporal?: boolean;
}

/** How one run of TLC on the sources ends. */
export async function outcomeOn(
  sources: TlcSources,
  options: RunOptions = {},
): Promise<TlcOutcome> {
  return await inFolder(sources, options, null, async (outcome) => outcome);
}

/** Has TLC dump the graph of the sources, and gives the outcome and the path of the dump to `use`. */
export async function withDumpOf<Result>(
  sources: TlcSources,
  use: (outcome: TlcOutcome, dump: string) => Promise<Result>,
): Promise<Result> {
  return await inFolder(sources, {}, "graph.dot", use);
}

async function inFolder<Result>(
  { files, module, config }: TlcSources,
  options: RunOptions,
  dump: string | null,
  use: (outcome: TlcOutcome, dump: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-sources-"));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const { outcome } = await runTlc({
      ...(await provisioned()),
      module: join(folder, module),
      config: join(folder, config),
      workers: 1,
      fingerprintIndex: 0,
      checkDeadlock: false,
      tuning: "short",
      ...options,
      ...(dump === null ? {} : { dump: join(folder, dump) }),
    });
    return await use(outcome, join(folder, dump ?? ""));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
