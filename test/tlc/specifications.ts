import { join } from "node:path";
import { packageRoot } from "../../src/base/package/root.js";
import type { TlcTask } from "../../src/checkers/tlc/command-line.js";

const usual = {
  workers: 1,
  fingerprintIndex: 0,
  checkDeadlock: false,
  tuning: "short",
} as const satisfies Partial<TlcTask>;

/** A task for a module of `test/tlc/specs`, `Counter` unless told, with one of its configurations. */
export function specTask(config: string, module = "Counter"): TlcTask {
  const specs = join(packageRoot, "test", "tlc", "specs");
  return { ...usual, module: join(specs, `${module}.tla`), config: join(specs, `${config}.cfg`) };
}

/** A task for the specification of NMI dispatch that was written by hand. */
export function handWrittenTask(): TlcTask {
  const folder = join(packageRoot, "bench", "tla");
  return {
    ...usual,
    module: join(folder, "MCNmiByHand.tla"),
    config: join(folder, "MCNmiByHand.cfg"),
  };
}
