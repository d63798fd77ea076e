import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Platform } from "../../../spec/platforms.js";
import type { Answer, EngineCall } from "../../../src/engines/engine.js";
import { requestSchema } from "../../../src/engines/protocol.js";
import { type QemuEngine, startQemuEngine } from "../../../src/engines/qemu/engine.js";
import type { GuestKernel } from "../../../src/engines/qemu/kernel.js";
import { namedKernel } from "../../../src/engines/qemu/named-kernel.js";
import { kernels } from "../kernels.js";
import { walkModel } from "../linux/model-walk.js";
import { runningMachines } from "./fixtures/machines.js";

const chains = [[1], [1, 1], [2], [2, 1], [1, 2, 1], [3, 2, 1]] as const;

const platforms: fc.Arbitrary<Platform> = fc.record({
  chain: fc.constantFrom(...chains),
  rips: fc.constantFrom(1, 2, 3),
  sticky: fc.boolean(),
  shadow: fc.boolean(),
});

const behaviours = fc.array(
  fc.record({
    platform: platforms,
    numbers: fc.array(fc.nat(), { minLength: 1, maxLength: 150, size: "max" }),
  }),
  { minLength: 1, maxLength: 25, size: "max" },
);

/** What a booted kernel must answer: as the model, but it does not show what it keeps. */
interface Wanted {
  readonly call: EngineCall;
  readonly answer: Readonly<Record<string, unknown>>;
}

function wantedOf(request: Readonly<Record<string, unknown>>, reply: object): Wanted {
  const { id: _, ...call } = requestSchema.parse({ id: 1, ...request });
  if (call.op === "hello" || call.op === "bye" || call.op === "state") throw new Error(call.op);
  const { claimed, outcome } = { claimed: undefined, outcome: undefined, ...reply };
  const answer = call.op === "nmi" ? { kind: "nmi", claimed, outcome } : { kind: "done" };
  return { call, answer };
}

function wantedFrom(platform: Platform, numbers: readonly number[]): readonly Wanted[] {
  const setup = { op: "setup", policy: "mainline", ...platform, cpus: 1 };
  return [
    wantedOf(setup, {}),
    ...walkModel("mainline", platform, numbers)
      .filter(({ request }) => request.op !== "state")
      .map(({ request, reply }) => wantedOf(request, reply)),
  ];
}

function withoutImitations(answer: Answer): Answer {
  if (answer.kind !== "nmi") return answer;
  const { imitated: _, ...rest } = answer;
  return rest;
}

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

describe.each(kernels)("a booted Linux %s and the typed model agree", (version) => {
  let kernel: GuestKernel;
  let engine: QemuEngine;
  beforeAll(async () => {
    kernel = await namedKernel(version);
    engine = await startQemuEngine(kernel);
  });
  afterAll(() => engine?.close());

  test("on every NMI of many behaviours, on all platforms", async () => {
    let nmis = 0;
    await fc.assert(
      fc.asyncProperty(behaviours, async (chosen) => {
        const wanted = chosen.flatMap(({ platform, numbers }) => wantedFrom(platform, numbers));
        const answers = await engine.ask(wanted.map(({ call }) => call));
        expect(answers.map(withoutImitations)).toEqual(wanted.map(({ answer }) => answer));
        nmis += wanted.filter(({ call }) => call.op === "nmi").length;
      }),
      { numRuns: process.env.SLICES === "all" ? 100 : 40, seed: 2011, endOnFailure: true },
    );
    expect(nmis).toBeGreaterThan(1_500);
  });

  test("and each of them was brought about", () => {
    const reasons = engine.outcomes.flatMap((outcome) =>
      outcome.kind === "notArranged" ? [outcome.reason] : [],
    );
    expect(reasons).toEqual([]);
    expect(engine.outcomes.length).toBeGreaterThan(300);
  });

  // Processor time and not the clock's, for the tests share the computer with others. On an idle one
  // there are some thousands of traces a second.
  test("and it does at least 200 traces a second", async () => {
    await engine.ask([setup]);
    const others = engine.outcomes.length;
    const before = await cpuSecondsOf(kernel.image);
    await engine.ask(Array.from({ length: TRACES }, () => trace).flat());
    const seconds = (await cpuSecondsOf(kernel.image)) - before;
    const outcomes = engine.outcomes.slice(others);
    expect(outcomes).toHaveLength(TRACES);
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["seen"]));
    expect(TRACES / seconds).toBeGreaterThan(200);
  });
});
