import { at } from "../../../spec/language.js";
import type { Hardware } from "./hardware.js";
import {
  type Action,
  type Knowledge,
  knowledgeOf,
  type Rule,
  reportsWhatIsRight,
  reportsWhatMayBeUnknown,
} from "./knowledge.js";
import { type Move, machineOf, minimise } from "./machine.js";
import { endingOf, type NmiObservation, type Observation, seesSum, total } from "./observation.js";

/** What a best policy promises, and what it is best at. */
export type Promised = "NoSpurious" | "NoFalseSwallow";

/** How each promise is kept as well as can be. */
export const promises: Readonly<Record<Promised, { readonly rule: Rule; readonly text: string }>> =
  {
    NoSpurious: {
      rule: reportsWhatIsRight,
      text: "no spurious report, and no policy without one reports more",
    },
    NoFalseSwallow: {
      rule: reportsWhatMayBeUnknown,
      text: "no false swallow, and no policy without one reports less that is spurious",
    },
  };

/** What a policy of `nmicheck/policy` sees of an NMI in the end. */
export interface PolicyInput {
  readonly backToBack: boolean;
  /** 0, 1, or 2 for more than one. */
  readonly handled: number;
}

/** What a policy does on one input. */
export interface PolicyMove {
  readonly next: number;
  readonly action: Action;
}

/** A machine over what a policy file can see. State 0 is the first one. */
export interface PolicyMachine {
  readonly states: number;
  readonly isSmallest: boolean;
  /** Null where the input cannot come. */
  move(state: number, input: PolicyInput): PolicyMove | null;
}

/** The best that keeps a promise. */
export interface Best {
  readonly promise: Promised;
  readonly knowledge: Knowledge;
  /** Null where it needs more than a policy file can see. */
  readonly machine: PolicyMachine | null;
}

/** The policy that is best among those that keep `promise`. */
export function bestOf(hardware: Hardware, promise: Promised): Best {
  const knowledge = knowledgeOf(hardware, promises[promise].rule);
  return { promise, knowledge, machine: policyMachine(knowledge) };
}

function inputText({ backToBack, handled }: PolicyInput): string {
  return `${backToBack ? "same rip" : "other rip"}, ${handled}`;
}

/** All that a policy file may be told where an observer sees this: who sees less does the same with each. */
function inputsOf(observed: NmiObservation, observation: Observation): readonly PolicyInput[] {
  const handled = Math.min(total(observed), 2);
  const counts = handled === 0 || seesSum(observation) ? [handled] : [1, 2];
  const rips = observation.includes("rip") ? [observed.backToBack] : [false, true];
  return rips.flatMap((backToBack) => counts.map((count) => ({ backToBack, handled: count })));
}

/** The smallest machine, if what it does depends on nothing but what a policy file can see. */
function policyMachine(knowledge: Knowledge): PolicyMachine | null {
  const machine = minimise(machineOf(knowledge));
  const { observation } = knowledge.hardware;
  const observations = new Map(
    knowledge.sets.flatMap((answers) =>
      [...answers].map(([seen, { observed }]) => [seen, observed]),
    ),
  );
  const rows: Map<string, Move>[] = [];
  for (const [state, row] of machine.rows.entries()) {
    const own = new Map<string, Move>();
    for (const [seen, move] of row) {
      const observed = observations.get(seen);
      if (observed === undefined) return null;
      if (endingOf(observed) === "external") {
        // No policy is asked then, so it can note nothing.
        if (move.next !== state) return null;
        continue;
      }
      for (const input of inputsOf(observed, observation)) {
        const text = inputText(input);
        const known = own.get(text);
        if (known !== undefined && (known.next !== move.next || known.action !== move.action)) {
          return null;
        }
        own.set(text, move);
      }
    }
    rows.push(own);
  }
  return {
    states: rows.length,
    isSmallest: machine.isSmallest,
    move: (state, input) => {
      const move = at(rows, state).get(inputText(input));
      return move === undefined ? null : { next: move.next, action: move.action ?? "report" };
    },
  };
}
