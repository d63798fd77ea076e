import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import { stepsTo } from "../../checkers/explore/trail.js";
import type { NmiEvent } from "../../machine/model/nmi-model.js";
import type { Automaton, LoggedStep } from "./automaton.js";
import { type FollowedNmi, observedOf } from "./follow-cpu.js";
import { endingBit, type ObservedNmi } from "./observed-nmi.js";

/** A step of a behaviour, and which NMI of the log it is a part of or comes before. */
export interface ShownStep {
  readonly event: NmiEvent;
  /** The number of the NMI in the log. */
  readonly nmi: number;
  /** During that NMI; else before it. */
  readonly during: boolean;
  readonly before: State<unknown>;
  /** Where the NMI before found the CPU; null where there is none. */
  readonly place: number | null;
}

/** Stages of an NMI: it is taken, each handler polls, it ends. */
interface Stage {
  readonly nmi: FollowedNmi;
  readonly observed: ObservedNmi;
  readonly step: "take" | "end" | number;
}

/** A state at a stage, and how it was reached. */
interface Node {
  readonly number: number;
  readonly stage: number;
  readonly parent: Node | null;
  readonly last: NmiEvent | null;
}

/** More nodes than this are not looked at for one behaviour. */
const MOST_NODES = 500_000;

/**
 * The shortest behaviour of the model that explains the last NMIs of a log, from any of the states
 * that the log allows before them, and in which an unknown edge is in the last NMI, or is not.
 *
 * @param window of one automaton
 * @returns null where there is none, or none within the bound of the search
 */
export function shortestBehaviour(
  window: readonly FollowedNmi[],
  withEdge: boolean,
): readonly ShownStep[] | null {
  const [first] = window;
  if (first === undefined) return null;
  const { automaton } = first;
  const stages = window.flatMap((nmi): readonly Stage[] => {
    const observed = observedOf(nmi);
    const stage = (step: Stage["step"]): Stage => ({ nmi, observed, step });
    return [stage("take"), ...observed.claimed.map((_, handler) => stage(handler)), stage("end")];
  });
  const queue: Node[] = [];
  const known = new Set<number>();
  const reach = (node: Node): void => {
    const key = node.number * stages.length + node.stage;
    if (known.has(key)) return;
    known.add(key);
    queue.push(node);
  };
  for (const number of automaton.numbersOf(first.set)) {
    reach({ number, stage: 0, parent: null, last: null });
  }
  for (const node of queue) {
    if (known.size > MOST_NODES) return null;
    const { number, stage } = node;
    const { observed, step } = at(stages, stage);
    const { state } = automaton.tracked(number);
    if (step === "take" && state.position.at !== "run") {
      // An NMI that nested is taken where the outer one was.
      if (observed.same !== false) reach({ ...node, stage: stage + 1 });
      continue;
    }
    const logged = automaton.logged(number);
    const way = logged === null ? null : stageAfter(automaton, logged, state, observed, step);
    if (logged !== null && way !== null) {
      const after = { number: logged.next, stage: stage + way, parent: node, last: logged.event };
      if (after.stage < stages.length) reach(after);
      else if (state.carriesUnknown === withEdge) return shownSteps(after, automaton, stages);
    }
    for (const { event, next } of automaton.hiddenOf(number)) {
      reach({ number: next, stage, parent: node, last: event });
    }
  }
  return null;
}

/** By how many stages a logged step takes a behaviour on; null where the log says otherwise. */
function stageAfter(
  automaton: Automaton,
  logged: LoggedStep,
  { position }: State<unknown>,
  { same, claimed, mask }: ObservedNmi,
  step: Stage["step"],
): 0 | 1 | null {
  switch (step) {
    case "take":
      return same === null || same === logged.same ? 1 : null;
    case "end": {
      if (position.at !== "decide") return null;
      if (claimed.some((count) => count > 0)) return 1;
      return logged.ending !== null && (mask & endingBit(logged.ending)) !== 0 ? 1 : null;
    }
    default: {
      if (position.at !== "polling" || position.handler !== step) return null;
      const after = automaton.tracked(logged.next).state;
      const isDone = after.position.at !== "polling" || after.position.handler !== step;
      const count = at(after.claimedBy, step);
      const wanted = at(claimed, step);
      if (count > wanted || (isDone && count < wanted)) return null;
      return isDone ? 1 : 0;
    }
  }
}

function shownSteps(
  end: Node,
  automaton: Automaton,
  stages: readonly Stage[],
): readonly ShownStep[] {
  return stepsTo(end).map(({ from, by }) => {
    const { state, before } = automaton.tracked(from.number);
    return {
      event: by,
      nmi: at(stages, from.stage).nmi.number,
      during: state.position.at !== "run",
      before: state,
      place: before,
    };
  });
}
