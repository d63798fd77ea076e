import { mainline } from "../../../spec/policies/mainline.js";
import type { Policy } from "../../../spec/policy.js";
import type { Edit } from "../../engines/linux/edit.js";
import type { Segment } from "./hardware.js";
import type { Knowledge } from "./knowledge.js";
import { endingOf, seesWhatPoliciesSee, total } from "./observation.js";
import { type WalkName, walks } from "./walk.js";

/** What the heuristic in `default_do_nmi` looks at: mainline, and what it could be. */
interface Heuristic {
  /** Events in one NMI that set `swallow_nmi`. */
  readonly armsAt: 1 | 2;
  /** Another rip clears `swallow_nmi`. */
  readonly isReset: boolean;
  /** An NMI is swallowed only if it is back-to-back. */
  readonly needsBackToBack: boolean;
  /** Swallowing an NMI clears `swallow_nmi`. */
  readonly disarms: boolean;
  /** Anything sets `swallow_nmi` at all. */
  readonly arms: boolean;
}

const MAINLINE: Heuristic = {
  armsAt: 2,
  isReset: true,
  needsBackToBack: true,
  disarms: false,
  arms: true,
};

/** A change of one place of `default_do_nmi`. */
export interface Amendment {
  readonly name: string;
  /** What it does, in the kernel's terms. */
  readonly text: string;
  readonly edit: Edit;
  readonly change: Partial<Heuristic>;
}

const swallowed = "__this_cpu_add(nmi_stats.swallow, 1);";
const decision = "if (b2b && __this_cpu_read(swallow_nmi))";

/** The places at which the heuristic can be changed, as edits of `nmi.c` of Linux 5.10 and later. */
export const amendments: readonly Amendment[] = [
  {
    name: "disarm",
    text: "swallowing an NMI clears swallow_nmi: one arming swallows one NMI",
    edit: {
      what: "disarm: swallowing an NMI clears swallow_nmi",
      find: swallowed,
      put: `{\n\t\t${swallowed}\n\t\t__this_cpu_write(swallow_nmi, false);\n\t}`,
    },
    change: { disarms: true },
  },
  {
    name: "arm-at-one",
    text: "one claimed event is enough to set swallow_nmi",
    edit: {
      what: "arm-at-one: one event sets swallow_nmi",
      find: "handled > 1",
      put: "handled > 0",
    },
    change: { armsAt: 1 },
  },
  {
    name: "keep-over-rip",
    text: "another rip does not clear swallow_nmi",
    edit: {
      what: "keep-over-rip: another rip does not clear swallow_nmi",
      find: "__this_cpu_write(swallow_nmi, false);",
      put: "(void)0;",
    },
    change: { isReset: false },
  },
  {
    name: "swallow-anywhere",
    text: "an NMI need not be back-to-back to be swallowed",
    edit: {
      what: "swallow-anywhere: an NMI need not be back-to-back to be swallowed",
      find: decision,
      put: "if (__this_cpu_read(swallow_nmi))",
    },
    change: { needsBackToBack: false },
  },
  {
    name: "never-arm",
    text: "nothing sets swallow_nmi, so that no NMI is swallowed",
    edit: {
      what: "never-arm: nothing sets swallow_nmi",
      find: "handled > 1",
      put: "false",
    },
    change: { arms: false },
  },
];

/**
 * The amendments in an order in which their edits can be made one after another: what clears the
 * flag in a new place comes after what looks for the only place that clears it now.
 */
export function editsOf(chosen: readonly Amendment[]): readonly Edit[] {
  const order = ["keep-over-rip", "never-arm", "swallow-anywhere", "arm-at-one", "disarm"];
  return [...chosen]
    .sort((left, right) => order.indexOf(left.name) - order.indexOf(right.name))
    .map(({ edit }) => edit);
}

/** The policy of a kernel with these changes. */
export function amended(chosen: readonly Amendment[], walk: WalkName): Policy<unknown> {
  const heuristic: Heuristic = Object.assign(
    { ...MAINLINE },
    ...chosen.map(({ change }) => change),
  );
  const { armsAt, isReset, needsBackToBack, disarms, arms } = heuristic;
  const policy: Policy<{ readonly swallowNmi: boolean }> = {
    initial: mainline.initial,
    enter: (memory, { backToBack }) => (backToBack || !isReset ? memory : { swallowNmi: false }),
    proceed: (memory, seen) => ({ memory, walk: walks[walk].proceed(null, seen).walk }),
    finish: (memory, { backToBack, handled }) => {
      const isSwallowed = memory.swallowNmi && (backToBack || !needsBackToBack);
      if (handled > 0) {
        return {
          memory: arms && handled >= armsAt ? { swallowNmi: true } : memory,
          unclaimed: "report",
        };
      }
      return {
        memory: isSwallowed && disarms ? { swallowNmi: false } : memory,
        unclaimed: isSwallowed ? "swallow" : "report",
      };
    },
  };
  return policy;
}

/**
 * The fewest changes with which the kernel decides as the observer does whose knowledge is given, in
 * every situation that can arise; null when no choice of them does.
 */
export function smallestAmendment(
  knowledge: Knowledge,
  walk: WalkName,
): readonly Amendment[] | null {
  return (
    subsets(amendments).find(
      (chosen) => firstDifference(knowledge, amended(chosen, walk)) === null,
    ) ?? null
  );
}

/** Every subset, the small ones first; among equals those of earlier items. */
function subsets<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const all = Array.from({ length: 2 ** items.length }, (_, mask) =>
    items.filter((_item, index) => ((mask >>> index) & 1) === 1),
  );
  return all.sort((left, right) => left.length - right.length);
}

/** What the observer and the policy make of what has happened. */
interface Both {
  /** What the observer knows, by the number of the knowledge set. */
  readonly set: number;
  readonly memory: unknown;
  /** Where the machine is; it does not matter while the policy sees no more than the observer. */
  readonly boundary: number;
  readonly seen: readonly string[];
}

/**
 * What is seen up to the first NMI that the policy and the observer end differently; null if none.
 * The policy is told whatever policies are told, also where the observer does not see it.
 */
export function firstDifference(
  { sets, hardware }: Knowledge,
  policy: Policy<unknown>,
): readonly string[] | null {
  const isEqual = seesWhatPoliciesSee(hardware.observation);
  const waysFrom = ({
    set,
    boundary,
  }: Both): readonly Pick<Segment, "seen" | "observed" | "target">[] =>
    isEqual
      ? [...(sets[set] ?? [])].map(([seen, { observed }]) => ({ seen, observed, target: 0 }))
      : (hardware.segments[boundary] ?? []);
  const start: Both = { set: 0, memory: policy.initial, boundary: 0, seen: [] };
  const keyOf = ({ set, memory, boundary }: Both): string =>
    JSON.stringify([set, memory, boundary]);
  const known = new Set([keyOf(start)]);
  const open = [start];
  for (const both of open) {
    for (const { seen, observed, target } of waysFrom(both)) {
      hardware.budget.step(false);
      const answer = sets[both.set]?.get(seen);
      if (answer === undefined) throw new Error(`the observer does not expect: ${seen}`);
      const handled = Math.min(total(observed), 2);
      const { backToBack } = observed;
      const entered = policy.enter(both.memory, { backToBack, handled: 0 });
      const { memory, unclaimed } =
        endingOf(observed) === "external"
          ? { memory: entered, unclaimed: null }
          : policy.finish(entered, { backToBack, handled });
      const next = { set: answer.next, memory, boundary: target, seen: [...both.seen, seen] };
      if (answer.decision !== null && answer.decision.action !== unclaimed) return next.seen;
      const key = keyOf(next);
      if (known.has(key)) continue;
      known.add(key);
      open.push(next);
    }
  }
  return null;
}
