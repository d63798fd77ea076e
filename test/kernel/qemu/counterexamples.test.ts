import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Outcome, State } from "../../../spec/cpu/state.js";
import type { Platform } from "../../../spec/platforms.js";
import { mainline } from "../../../spec/policies/mainline.js";
import { explore } from "../../../src/checkers/explore/breadth-first.js";
import type { Path } from "../../../src/checkers/explore/executable-model.js";
import { type QemuEngine, startQemuEngine } from "../../../src/engines/qemu/engine.js";
import { namedKernel } from "../../../src/engines/qemu/named-kernel.js";
import {
  type NmiPair,
  type ReplayResult,
  replayTrace,
} from "../../../src/engines/replay/replay-trace.js";
import { type NmiEvent, nmiModel } from "../../../src/machine/model/nmi-model.js";
import type { NmiProperty } from "../../../src/machine/model/property-names.js";
import { buildTrace } from "../../../src/machine/trace/build.js";
import type { CpuTrace } from "../../../src/machine/trace/schema.js";
import { kernels } from "../kernels.js";

type NmiPath = Path<State<unknown>, NmiEvent>;

const execute = (place: number): NmiEvent => ({ name: "execute", parameters: { place } });

const ideal = (chain: Platform["chain"], rips: number): Platform => {
  return { chain, rips, sticky: false, shadow: false };
};

function traceOf(platform: Platform, property: NmiProperty | null, path: NmiPath): CpuTrace {
  const origin = {
    nmicheck: "0.0.0",
    model: { name: "Nmi", sha256: "0".repeat(64) },
    policy: { name: "mainline", builtIn: true },
    platform,
    property,
  };
  return buildTrace(origin, path);
}

/** The behaviour of the model in which these events happen. */
function pathOf(platform: Platform, events: readonly NmiEvent[]): NmiPath {
  const model = nmiModel({ policy: mainline, platform });
  const initial = model.initial();
  let state = initial;
  const steps = events.map((event) => {
    const next = model.apply(event, state);
    if (next === null) throw new Error(`${event.name} cannot happen`);
    state = next;
    return { event, state };
  });
  return { initial, steps };
}

interface Counterexample {
  readonly platform: Platform;
  readonly property: NmiProperty;
  readonly path: NmiPath;
}

/** The shortest counterexample of every property that mainline does not have on a platform. */
async function counterexamplesOn(platform: Platform): Promise<readonly Counterexample[]> {
  const { answers } = await explore(nmiModel({ policy: mainline, platform }));
  return [...answers].flatMap(([property, answer]) =>
    answer.answer === "violated" ? [{ platform, property, path: answer.path }] : [],
  );
}

const platforms = ([[1], [1, 1], [2], [2, 1]] as const).flatMap((chain) => [
  ideal(chain, 1),
  ideal(chain, 2),
]);
const counterexamples = (await Promise.all(platforms.map(counterexamplesOn))).flat();

const outcomeOf = (path: NmiPath): Outcome | null => path.steps.at(-1)?.state.outcome ?? null;

const external: NmiEvent = { name: "external", parameters: {} };

/** The same events, but the CPU moves on before the unknown edge comes. */
function elsewhere({ platform, path }: Counterexample): NmiPath {
  const events = path.steps.map(({ event }) => event).filter(({ name }) => name !== "external");
  const armed = events.findIndex(({ name }) => name === "decide") + 1;
  return pathOf(platform, events.toSpliced(armed, 0, execute(2), external));
}

/** The same events, but the unknown edge comes when the NMI of the others has been dealt with. */
function later({ platform, path }: Counterexample): NmiPath {
  const events = path.steps.map(({ event }) => event);
  const edge = events.findLastIndex((event) => event.name === "external");
  const nmi = events.slice(events.findLastIndex((event) => event.name === "deliver"));
  return pathOf(platform, [...events.toSpliced(edge, 1), external, ...nmi]);
}

test("mainline has two kinds of counterexample on the ideal platform", () => {
  expect(new Set(counterexamples.map(({ property }) => property))).toEqual(
    new Set(["NoFalseSwallow", "NoMasked"]),
  );
  const longest = counterexamples.filter(
    ({ platform }) => platform.chain.length === 2 && platform.chain[0] === 2 && platform.rips === 2,
  );
  expect(longest.map(({ property, path }) => [property, path.steps.length + 1])).toEqual([
    ["NoFalseSwallow", 14],
    ["NoMasked", 8],
  ]);
});

describe.each(kernels)("on a booted Linux %s", (version) => {
  let engine: QemuEngine;
  beforeAll(async () => {
    engine = await startQemuEngine(await namedKernel(version));
  });
  afterAll(() => engine?.close());

  /** Replays a trace; returns the result, and the last NMI on both sides. */
  async function replay(
    trace: CpuTrace,
  ): Promise<{ readonly result: ReplayResult; readonly last: NmiPair | undefined }> {
    let last: NmiPair | undefined;
    const result = await replayTrace(trace, engine, (pair) => {
      last = pair;
    });
    return { result, last };
  }

  const cases = counterexamples.map((counterexample) => {
    const { platform, property } = counterexample;
    return [property, platform.chain.join(","), platform.rips, counterexample] as const;
  });

  test.each(cases)("%s is violated with the chain [%s], R=%i", async (property, _c, _r, found) => {
    const { result, last } = await replay(traceOf(found.platform, property, found.path));
    expect(result).toMatchObject({ verdict: "agrees", compared: "outcomes" });
    // The user never hears of the unknown edge.
    expect(last?.engine).toMatchObject({
      outcome: property === "NoFalseSwallow" ? "swallowed" : "handled",
    });
    expect(engine.outcomes.at(-1)).toMatchObject({ kind: "seen", unknown: 0, printed: 0 });
  });

  const swallows = cases.filter(([property, , rips]) => property === "NoFalseSwallow" && rips > 1);
  test.each(swallows)(
    "control: %s holds with the chain [%s], R=%i when the CPU has moved",
    async (_p, _c, _r, found) => {
      const path = elsewhere(found);
      expect(outcomeOf(path)).toBe("reported");
      const { result, last } = await replay(traceOf(found.platform, null, path));
      expect(result).toMatchObject({ verdict: "agrees" });
      expect(last?.engine).toMatchObject({ outcome: "unknown" });
      expect(engine.outcomes.at(-1)).toMatchObject({ kind: "seen", unknown: 1 });
    },
  );

  const masks = cases.filter(([property]) => property === "NoMasked");
  test.each(masks)(
    "control: %s holds with the chain [%s], R=%i when the edge comes later",
    async (_p, _c, _r, found) => {
      const path = later(found);
      expect(outcomeOf(path)).toBe("reported");
      const { result, last } = await replay(traceOf(found.platform, null, path));
      expect(result).toMatchObject({ verdict: "agrees" });
      expect(last?.engine).toMatchObject({ outcome: "unknown" });
      expect(engine.outcomes.at(-1)).toMatchObject({ kind: "seen", unknown: 1 });
    },
  );

  test("the kernel printed what it said to the NMI_UNKNOWN chain", () => {
    const seen = engine.outcomes.filter((outcome) => outcome.kind === "seen");
    const printed = seen.reduce((sum, outcome) => sum + outcome.printed, 0);
    const unknown = seen.reduce((sum, outcome) => sum + outcome.unknown, 0);
    expect(unknown).toBe(swallows.length + masks.length);
    // 6.12 prints "Uhhuh" ten times in five seconds, and no more.
    expect(printed).toBeGreaterThanOrEqual(Math.min(10, unknown));
    expect(printed).toBeLessThanOrEqual(unknown);
  });

  test("a trace that the model has wrong is told from the kernel", async () => {
    const [found] = swallows;
    if (found === undefined) throw new Error("there is no false swallow");
    const trace = traceOf(found[3].platform, null, elsewhere(found[3]));
    const wrong = {
      ...trace,
      events: trace.events.map((event) =>
        event.event === "decide" && event.shows.outcome === "unknown"
          ? { ...event, shows: { ...event.shows, outcome: "swallowed" as const } }
          : event,
      ),
    };
    const { result } = await replay(wrong);
    expect(result).toMatchObject({ verdict: "diverges", divergence: { nmi: 2 } });
  });
});
