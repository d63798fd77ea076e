import { expect, test } from "vitest";
import type { EngineCall } from "../../../src/engines/engine.js";
import { startQemuEngine } from "../../../src/engines/qemu/engine.js";
import { namedKernel } from "../../../src/engines/qemu/named-kernel.js";
import { kernels } from "../kernels.js";
import { runningMachines } from "./fixtures/machines.js";

const setup: EngineCall = {
  op: "setup",
  policy: "mainline",
  chain: [2, 1],
  rips: 2,
  sticky: false,
  shadow: false,
  cpus: 1,
};

/** A false swallow: two NMIs, three edges. */
const trace: readonly EngineCall[] = [
  { op: "reset" },
  { op: "raise", cpu: 0, handler: 0, slot: 0 },
  { op: "raise", cpu: 0, handler: 0, slot: 1 },
  { op: "nmi", cpu: 0, arrivals: [{ before: 0, event: "external" }] },
  { op: "nmi", cpu: 0, arrivals: [] },
];

const TRACES = 1_000;

/** Processor time used by the machine that this process has booted with an image. */
async function cpuSecondsOf(image: string): Promise<number> {
  const machine = (await runningMachines()).find(
    ({ parent, command }) => parent === process.pid && command.includes(image),
  );
  if (machine === undefined) throw new Error("the machine does not run");
  return machine.cpuSeconds;
}

// Processor time and not the clock's, for the tests share the computer with others. On an idle one
// there are some thousands of traces a second.
test.each(kernels)("Linux %s does at least 200 traces a second in one boot", async (name) => {
  const kernel = await namedKernel(name);
  const engine = await startQemuEngine(kernel);
  try {
    await engine.ask([setup]);
    const before = await cpuSecondsOf(kernel.image);
    await engine.ask(Array.from({ length: TRACES }, () => trace).flat());
    const seconds = (await cpuSecondsOf(kernel.image)) - before;
    expect(engine.outcomes).toHaveLength(TRACES);
    expect(new Set(engine.outcomes.map(({ kind }) => kind))).toEqual(new Set(["seen"]));
    expect(TRACES / seconds).toBeGreaterThan(200);
  } finally {
    await engine.close();
  }
});
