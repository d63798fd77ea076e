import type { Outcome, State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import type { Policy } from "../../../spec/policy.js";
import type { Path } from "../../checkers/explore/executable-model.js";
import { stepsTo } from "../../checkers/explore/trail.js";
import { WorkBudget } from "../../checkers/packed/work-budget.js";
import { type NmiEvent, type NmiModel, nmiModel } from "../../machine/model/nmi-model.js";
import type { Machine } from "../../machine/subject.js";
import { numberedGraph } from "./numbered-graph.js";

/** How two policies can end the same NMI differently. */
export type Difference =
  /** The first swallows an unknown edge that the second reports. */
  | "losesLess"
  /** The second swallows an unknown edge that the first reports. */
  | "losesMore"
  /** The first reports spuriously what the second does not. */
  | "reportsLess"
  /** The second reports spuriously what the first does not. */
  | "reportsMore";

export const differences = ["losesLess", "losesMore", "reportsLess", "reportsMore"] as const;

/** A shortest run in which the difference shows at the last NMI, as each policy has it. */
export interface Shown {
  readonly difference: Difference;
  readonly first: Path<State<unknown>, NmiEvent>;
  readonly second: Path<State<unknown>, NmiEvent>;
}

interface Node {
  readonly first: number;
  readonly second: number;
  readonly parent: Node | null;
  readonly last: NmiEvent | null;
}

/**
 * Runs two policies side by side on the same hardware through everything that can happen, and shows
 * where they differ. Both must walk the chain alike.
 *
 * @returns a shortest run for each kind of difference that there is
 * @throws SearchStopped when the budget is used up
 */
export function compare(
  { platform, axes }: Machine,
  first: Policy<unknown>,
  second: Policy<unknown>,
  budget: WorkBudget = new WorkBudget(),
): readonly Shown[] {
  const one = nmiModel({ platform, policy: first, axes: axes?.machine });
  const other = nmiModel({ platform, policy: second, axes: axes?.machine });
  const graph = numberedGraph(one, withoutOutcome, budget);
  const otherGraph = numberedGraph(other, withoutOutcome, budget);
  const known = new Set([0]);
  const found = new Map<Difference, Node>();
  const open: Node[] = [{ first: 0, second: 0, parent: null, last: null }];
  budget.begin("states side by side");
  for (const node of open) {
    budget.step();
    // What can happen does not depend on reports and swallows: the edges correspond one to one.
    const others = at(otherGraph.edges, node.second);
    for (const [index, edge] of at(graph.edges, node.first).entries()) {
      const same = at(others, index);
      const next = { first: edge.target, second: same.target, parent: node, last: edge.event };
      const difference = differenceOf(edge.outcome, same.outcome);
      if (difference !== null && !found.has(difference)) found.set(difference, next);
      const key = next.first * otherGraph.states.length + next.second;
      if (known.has(key)) continue;
      known.add(key);
      open.push(next);
    }
  }
  return differences.flatMap((difference) => {
    const node = found.get(difference);
    if (node === undefined) return [];
    const events = stepsTo(node).map(({ by }) => by);
    return [{ difference, first: pathOf(one, events), second: pathOf(other, events) }];
  });
}

/** How an NMI has ended only displays what the last step was. */
function withoutOutcome(state: State<unknown>): State<unknown> {
  return { ...state, outcome: null, elsewhere: null };
}

/** How an NMI that the first policy ends so differs from what the second makes of it. */
export function differenceOf(first: Outcome | null, second: Outcome | null): Difference | null {
  if (first === second) return null;
  if (first === "falseSwallow") return "losesLess";
  if (second === "falseSwallow") return "losesMore";
  if (first === "spurious") return "reportsLess";
  return second === "spurious" ? "reportsMore" : null;
}

/** The behaviour of the model that these events make, each of which must be possible in its turn. */
export function pathOf(
  model: NmiModel<unknown>,
  events: readonly NmiEvent[],
): Path<State<unknown>, NmiEvent> {
  const initial = model.initial();
  let state = initial;
  const steps = events.map((event, index) => {
    const next = model.apply(event, state);
    if (next === null) throw new RangeError(`event ${index + 1}, ${event.name}, cannot happen`);
    state = next;
    return { event, state };
  });
  return { initial, steps };
}

/** The state in which a path ends. */
export function endOf({ initial, steps }: Path<State<unknown>, NmiEvent>): State<unknown> {
  return steps.length === 0 ? initial : at(steps, steps.length - 1).state;
}
