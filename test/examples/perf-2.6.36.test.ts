import { join } from "node:path";
import { expect, test } from "vitest";
import { perf2636 } from "../../examples/policies/perf-2.6.36.js";
import { packageRoot } from "../../src/base/package/root.js";
import { loadPolicy } from "../../src/machine/policy/load.js";

/**
 * `perf_event_nmi_handler` of Linux 2.6.36 by its changelog, with the counts that it really keeps:
 * `irq_stat.__nmi_count`, and `struct pmu_nmi_state { marked; handled; }`.
 */
class Perf {
  #nmiCount = 0;
  #pmuNmi = { marked: 0, handled: 0 };

  /** What the kernel says of an NMI in which perf's counters gave `handled`. */
  nmi(handled: number): "handled" | "unknown" | "swallowed" {
    const thisNmi = ++this.#nmiCount;
    const { marked, handled: before } = this.#pmuNmi;
    if (handled === 0) return thisNmi === marked ? "swallowed" : "unknown";
    if (handled > 1 || (marked === thisNmi && before > 1)) {
      this.#pmuNmi = { marked: thisNmi + 1, handled };
    }
    return "handled";
  }
}

/** What the policy says of the same NMI; where the CPU stands must not matter. */
function play(counts: readonly number[], backToBack: boolean): readonly string[] {
  let memory = perf2636.initial;
  return counts.map((count) => {
    const handled = Math.min(count, 2);
    memory = perf2636.enter(memory, { backToBack, handled: 0 });
    memory = perf2636.proceed(memory, { backToBack, handled }).memory;
    const decision = perf2636.finish(memory, { backToBack, handled });
    memory = decision.memory;
    if (handled > 0) return "handled";
    return decision.unclaimed === "swallow" ? "swallowed" : "unknown";
  });
}

test("the policy is the handler of 2.6.36 in every run of eight NMIs", () => {
  const outcomes = new Set<string>();
  for (let run = 0; run < 3 ** 8; run++) {
    const counts = Array.from({ length: 8 }, (_, nmi) => Math.floor(run / 3 ** nmi) % 3);
    const perf = new Perf();
    const said = counts.map((handled) => perf.nmi(handled));
    for (const outcome of said) outcomes.add(outcome);
    expect(play(counts, false), counts.join()).toEqual(said);
    expect(play(counts, true), counts.join()).toEqual(said);
  }
  expect(outcomes).toEqual(new Set(["handled", "unknown", "swallowed"]));
});

test("the notifier chain stops at the first handler that claims something", () => {
  const { initial } = perf2636;
  const walk = (handled: number) => perf2636.proceed(initial, { backToBack: true, handled }).walk;
  expect([walk(0), walk(1), walk(2)]).toEqual(["on", "stop", "stop"]);
});

test("the file is a policy that the compiler takes", async () => {
  const file = join(packageRoot, "examples", "policies", "perf-2.6.36.ts");
  expect((await loadPolicy(file)).kind).toBe("loaded");
});
