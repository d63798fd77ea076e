import { expect } from "vitest";
import { policyOf } from "../../src/analyses/limits/best-policy.js";
import { hardwareOf } from "../../src/analyses/limits/hardware.js";
import { DEFAULT_OBSERVATION } from "../../src/analyses/limits/observation.js";
import { bestOf } from "../../src/analyses/limits/synthesis.js";
import { walks } from "../../src/analyses/limits/walk.js";
import type { NamedPlatform } from "../../src/machine/configuration/platform.js";
import { plainMachine } from "./agreement.js";
import { decisionsAfter, type Here, type Knowledge, keyOf, setOf } from "./brute-force.js";

type Action = "report" | "swallow";

/** All that policies of one kind can have done along one sequence of observations. */
interface Kept {
  readonly known: Knowledge;
  readonly reports: number;
}

interface Along {
  readonly kept: readonly Kept[];
  /** The policy that is said to be the best, with its memory. */
  readonly best: Kept & { readonly memory: unknown };
}

/** Every state must be rightly reported, or reported in place of an edge that is owed. */
const isRight = (all: readonly Here[]): boolean =>
  all.every(({ state }) => state.carriesUnknown || state.owed);

const mayBeUnknown = (all: readonly Here[]): boolean =>
  all.some(({ state }) => state.carriesUnknown);

/**
 * Expects the synthesised policies to be best among all that keep the same promise, on every
 * sequence of so many NMIs: all of them are tried, with every choice that the promise leaves.
 */
export function expectBest(platform: NamedPlatform, nmis: number): void {
  const observer = { platform, walk: "chain", observation: DEFAULT_OBSERVATION } as const;
  const machine = plainMachine(observer);
  const hardware = hardwareOf({ platform }, walks.chain, DEFAULT_OBSERVATION);
  const ends = new Map<string, ReturnType<typeof decisionsAfter>>();
  const endsOf = (known: Knowledge): ReturnType<typeof decisionsAfter> => {
    const key = keyOf(known);
    const found = ends.get(key) ?? decisionsAfter(machine, known);
    ends.set(key, found);
    return found;
  };
  for (const promise of ["NoSpurious", "NoFalseSwallow"] as const) {
    const synthesised = bestOf(hardware, promise).machine;
    if (synthesised === null) throw new Error("a policy file can see enough for it");
    const policy = policyOf(synthesised, "chain");
    const allowed = (all: readonly Here[]): readonly Action[] =>
      promise === "NoSpurious"
        ? isRight(all)
          ? ["report", "swallow"]
          : ["swallow"]
        : mayBeUnknown(all)
          ? ["report"]
          : ["report", "swallow"];
    const start = { known: setOf([machine.start()]), reports: 0 };
    let layer: readonly Along[] = [{ kept: [start], best: { ...start, memory: policy.initial } }];
    for (let nmi = 0; nmi < nmis; nmi++) {
      layer = layer.flatMap((along) => stepOf(along));
    }

    function stepOf({ kept, best }: Along): readonly Along[] {
      return [...endsOf(best.known)].map(([seen, end]) => {
        const all = [...end.values()];
        const [first] = all;
        if (first === undefined) throw new Error("a decision has a state");
        const { handled, backToBack } = first.state;
        const entered = policy.enter(best.memory, { backToBack, handled: 0 });
        const { memory, unclaimed } = policy.finish(entered, { backToBack, handled });
        if (handled === 0) expect(allowed(all)).toContain(unclaimed);
        const next = after(best, all, unclaimed, handled === 0);
        const others = new Map<string, Kept>();
        for (const one of kept) {
          const theirs = [...(endsOf(one.known).get(seen)?.values() ?? [])];
          for (const action of handled > 0 ? (["report"] as const) : allowed(theirs)) {
            const other = after(one, theirs, action, handled === 0);
            const key = keyOf(other.known);
            const known = others.get(key);
            const isBetter = known !== undefined && isAsGood(promise, known, other);
            if (!isBetter) others.set(key, other);
            expect(isAsGood(promise, next, other)).toBe(true);
          }
        }
        return { kept: [...others.values()], best: { ...next, memory } };
      });
    }

    function after(
      { reports }: Kept,
      all: readonly Here[],
      action: Action,
      isAsked: boolean,
    ): Kept {
      const known = setOf(all.flatMap((here) => machine.decided(here, action) ?? []));
      return { known, reports: reports + (isAsked && action === "report" ? 1 : 0) };
    }
  }
}

/** More reports where none is spurious; fewer where no swallow is false. */
function isAsGood(promise: "NoSpurious" | "NoFalseSwallow", one: Kept, other: Kept): boolean {
  return promise === "NoSpurious" ? one.reports >= other.reports : one.reports <= other.reports;
}
