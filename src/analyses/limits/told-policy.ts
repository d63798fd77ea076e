import { at } from "../../../spec/language.js";
import type { DecisionTable } from "./decision-table.js";
import { leaves, type Tree, TreeGrower } from "./decision-tree.js";
import type { Move } from "./machine.js";
import { type Aspect, aspectTexts, endingOf, type NmiObservation, total } from "./observation.js";

/** What a policy does in one of its states. */
export interface Phase {
  /** After an NMI that a handler claimed. */
  readonly claimed: Tree;
  readonly unclaimed: Tree;
}

/** A best policy that decides from what machines with the axis `policy-input` tell a policy file. */
export interface ToldPolicy {
  /** The value of the axis that it needs. */
  readonly told: Aspect;
  /** The first one is that in which it begins. */
  readonly phases: readonly Phase[];
  readonly isSmallest: boolean;
  /** What it does in a state; it has an answer to everything that can be seen on any machine. */
  move(state: number, observed: NmiObservation): Move;
}

/** What it became, or why nothing the user can read. */
export type ToldResult =
  | { readonly kind: "told"; readonly policy: ToldPolicy }
  | { readonly kind: "none"; readonly because: string };

/** More places at which a policy ends nobody reads. */
const MOST_LEAVES = 160;

/**
 * A table as a policy over what a policy file can be told, as few questions as a greedy search
 * finds. Things that cannot be seen on its own machine are treated as what is most like them.
 */
export function toldPolicy(
  table: Pick<DecisionTable, "looksAt" | "cases" | "states" | "isSmallest">,
  { chain }: { readonly chain: readonly number[] },
  mostLeaves = MOST_LEAVES,
): ToldResult {
  const { looksAt, states } = table;
  const notes = table.cases.some(
    ({ observed, state, next }) => endingOf(observed) === "external" && next !== state,
  );
  if (notes) {
    return { kind: "none", because: "no policy file is told of what the reason port has told" };
  }
  const cases = table.cases.filter(({ observed }) => endingOf(observed) !== "external");
  if (looksAt.includes("slots")) {
    return { kind: "none", because: `no policy file is told ${aspectTexts.slots}` };
  }
  const [bitmap = null, second] = looksAt.filter((aspect) => aspect.startsWith("bitmap"));
  if (second !== undefined) {
    return { kind: "none", because: "no policy file is told of two bitmaps" };
  }
  const grower = new TreeGrower(looksAt, bitmap, chain);
  const phases = Array.from({ length: states }, (_, state): Phase => {
    const own = cases.filter((one) => one.state === state);
    const otherwise = { next: state, action: "report" } as const;
    return {
      claimed: grower.grow(
        own.filter(({ observed }) => total(observed) > 0),
        otherwise,
      ),
      unclaimed: grower.grow(
        own.filter(({ observed }) => total(observed) === 0),
        otherwise,
      ),
    };
  });
  const ends = phases.reduce((sum, one) => sum + leaves(one.claimed) + leaves(one.unclaimed), 0);
  if (ends > mostLeaves) {
    return { kind: "none", because: `it would end in ${ends} places, which nobody could read` };
  }
  const move = (state: number, observed: NmiObservation): Move => {
    if (endingOf(observed) === "external") return { next: state, action: null };
    const { claimed, unclaimed } = at(phases, state);
    return grower.leaf(total(observed) > 0 ? claimed : unclaimed, observed);
  };
  const told = bitmap ?? "handlers";
  return { kind: "told", policy: { told, phases, isSmallest: table.isSmallest, move } };
}
