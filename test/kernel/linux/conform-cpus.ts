import { startEngine } from "../../../src/engines/adapter/child-engine.js";
import {
  conformOnCpus,
  type SmpConfiguration,
  type SmpConformance,
} from "../../../src/engines/conform/cpus/conform.js";
import { namedPlatform } from "../../../src/machine/configuration/platform.js";

/** The machine of each CPU: one handler with one slot. */
export const platform = namedPlatform("ideal", [1], 1);

/** What comes of machines of several CPUs on an engine, up to the first difference. */
export async function held(
  command: Parameters<typeof startEngine>[0],
  configurations: readonly SmpConfiguration[],
): Promise<SmpConformance> {
  const engine = await startEngine(command);
  try {
    return await conformOnCpus(engine, { configurations, mostDivergences: 1 });
  } finally {
    await engine.close().catch(() => {});
  }
}
