import { expect, test } from "vitest";
import { builtProgram } from "../../src/base/process/built-program.js";
import { startEngine } from "../../src/engines/adapter/child-engine.js";
import { replayTrace } from "../../src/engines/replay/replay-trace.js";
import type { TraceEvent } from "../../src/machine/trace/schema.js";
import { slice } from "../slice.js";
import { walkEvents, walkTrace } from "./walk.js";

const walk = { events: 60_000 };
/** The most events that may be held at a time. */
const FEW = 20_000;

test.each(slice(["one by one", "at once"], 2))(
  "of a long stream of events (%s) a few are held at a time",
  async (how) => {
    const engine = await startEngine([
      process.execPath,
      builtProgram("src/engines/reference/main.ts"),
    ]);
    const decidedAt = new Map<number, number>();
    let produced = 0;
    let mostHeld = 0;
    function* events(): Generator<TraceEvent> {
      for (const event of walkEvents(walk)) {
        produced++;
        if (event.event === "decide") decidedAt.set(event.shows.nmi, produced);
        yield event;
      }
    }
    async function* oneByOne(): AsyncGenerator<TraceEvent> {
      yield* events();
    }
    const behaviour = {
      ...walkTrace({ events: 0 }),
      events: how === "at once" ? events() : oneByOne(),
    };
    const result = await replayTrace(behaviour, engine, ({ model }) => {
      mostHeld = Math.max(mostHeld, produced - (decidedAt.get(model.nmi) ?? 0));
    });
    await engine.close();
    expect(result.verdict).toBe("agrees");
    expect(produced).toBeGreaterThanOrEqual(walk.events);
    expect(mostHeld).toBeGreaterThan(0);
    expect(mostHeld).toBeLessThan(FEW);
  },
);
