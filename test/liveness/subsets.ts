import { ACTIONS, assumedOf, demanded, executed, type RandomGraph } from "./random-graph.js";

/** A step that changes the state. */
interface GraphStep {
  readonly from: number;
  readonly to: number;
  readonly action: string;
  /** Which choice of its parameter. */
  readonly choice: number;
}

/**
 * Whether some fair behaviour breaks the demand, by trying every set of states in which it could
 * stay for ever: plain, and only for graphs of a few states.
 */
export function isBrokenBySomeSet(graph: RandomGraph): boolean {
  const steps = stepsOf(graph);
  const ceasing = new Set(assumedOf(graph, "ceasing"));
  const isCeasing = ({ from, to }: GraphStep): boolean =>
    steps.some((other) => other.from === from && other.to === to && ceasing.has(other.action));
  const lasting = steps.filter((step) => !isCeasing(step));
  const reached = closure([0], steps);
  return demanded(graph).cases.some((demand) => {
    const isDone = (s: number): boolean => demand.eventually({ s });
    const starts = [...reached].filter((s) => demand.whenever({ s }) && !isDone(s));
    const waiting = [
      ...closure(
        starts,
        steps.filter(({ to }) => !isDone(to)),
      ),
    ];
    return subsets(waiting).some((set) => canStay(graph, set, steps, lasting));
  });
}

function stepsOf(graph: RandomGraph): readonly GraphStep[] {
  const model = executed(graph);
  return Array.from({ length: graph.states }, (_, from) => from).flatMap((from) =>
    model.events.flatMap((event): readonly GraphStep[] => {
      const to = model.apply(event, { s: from })?.s;
      return to === undefined || to === from
        ? []
        : [{ from, to, action: event.name, choice: Number(event.parameters.k) }];
    }),
  );
}

function closure(starts: readonly number[], steps: readonly GraphStep[]): ReadonlySet<number> {
  const found = new Set(starts);
  for (const state of found) {
    for (const { from, to } of steps) if (from === state) found.add(to);
  }
  return found;
}

function subsets(items: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** items.length }, (_, chosen) =>
    items.filter((_, index) => ((chosen >> index) & 1) === 1),
  );
}

/** Whether a fair behaviour can go through all of these states, and no other, again and again. */
function canStay(
  graph: RandomGraph,
  set: readonly number[],
  steps: readonly GraphStep[],
  lasting: readonly GraphStep[],
): boolean {
  const inside = lasting.filter(({ from, to }) => set.includes(from) && set.includes(to));
  const isConnected = set.every((start) => closure([start], inside).size === set.length);
  if (set.length === 0 || !isConnected) return false;
  return ACTIONS.every((action, index) =>
    [0, 1].every((choice) => {
      const isOf = (step: GraphStep): boolean => step.action === action && step.choice === choice;
      // TLA+ tells steps by their states: one with the same ends is a step of both.
      const isTaken = inside.some(isOf);
      const isEnabled = (state: number): boolean =>
        steps.some((step) => step.from === state && isOf(step));
      switch (graph.assumed[index]) {
        case "weak":
          return isTaken || !set.every(isEnabled);
        case "strong":
          return isTaken || !set.some(isEnabled);
        default:
          return true;
      }
    }),
  );
}
