import { startEngine } from "../../../src/engines/adapter/child-engine.js";
import {
  type Conformance,
  type ConformOptions,
  conform,
} from "../../../src/engines/conform/conform.js";

const origin: ConformOptions["origin"] = {
  nmicheck: "0.0.0",
  modelOf: ({ policy }) => ({ name: policy, sha256: "0".repeat(64) }),
};

/** Holds the engine that `command` starts against the model, by default on the test matrix. */
export async function conformLinux(
  command: readonly [string, ...string[]],
  options: Omit<ConformOptions, "origin"> = {},
): Promise<Conformance> {
  const engine = await startEngine(command);
  try {
    return await conform(engine, { origin, ...options });
  } finally {
    await engine.close().catch(() => {});
  }
}
