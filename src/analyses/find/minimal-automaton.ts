import { at } from "../../../spec/language.js";
import { WorkBudget } from "../../checkers/packed/work-budget.js";
import { type Automaton, NOWHERE } from "./automaton.js";

/** Which states still lead to a violation. */
function live({ next, violating }: Automaton): readonly boolean[] {
  const sources: number[][] = next.map(() => []);
  for (const [state, row] of next.entries()) {
    for (const target of row) if (target !== NOWHERE) at(sources, target).push(state);
  }
  const isLive = [...violating];
  const open = isLive.flatMap((is, state) => (is ? [state] : []));
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const source of at(sources, state)) {
      if (at(isLive, source)) continue;
      isLive[source] = true;
      open.push(source);
    }
  }
  return isLive;
}

/**
 * The smallest automaton that accepts the same words, without states that lead to no acceptance:
 * two states are one when exactly the same words lead from them to a first violation. Found by
 * refining the partition into open and violating states until it is stable (E. F. Moore, 1956).
 *
 * @throws SearchStopped when the budget is used up
 */
export function minimalAutomaton(
  automaton: Automaton,
  budget: WorkBudget = new WorkBudget(),
): Automaton {
  const { next, violating, start } = automaton;
  const isLive = live(automaton);
  let classes: readonly number[] = next.map((_, state) => {
    if (isLive[state] !== true) return NOWHERE;
    return violating[state] === true ? 1 : 0;
  });
  for (let count = 0; ; ) {
    budget.begin("states told apart");
    const numbers = new Map<string, number>();
    const refined = next.map((row, state) => {
      budget.step();
      const own = at(classes, state);
      if (own === NOWHERE) return NOWHERE;
      const targets = row.map((target) => (target === NOWHERE ? NOWHERE : at(classes, target)));
      const key = `${own}:${targets.join()}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, numbers.size);
      return numbers.size - 1;
    });
    classes = refined;
    if (numbers.size === count) break;
    count = numbers.size;
  }
  const rows: (readonly number[])[] = [];
  const ends: boolean[] = [];
  for (const [state, own] of classes.entries()) {
    if (own === NOWHERE || rows[own] !== undefined) continue;
    rows[own] = at(next, state).map((to) => (to === NOWHERE ? NOWHERE : at(classes, to)));
    ends[own] = violating[state] === true;
  }
  return { start: at(classes, start), next: rows, violating: ends };
}
