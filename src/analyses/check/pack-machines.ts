import { compiledOf, mayEnd } from "../../machine/subject.js";
import type { PlannedSubject } from "./plan.js";

/** A machine with more states has runs of its own: in it a state is kept with all the way to it. */
const LARGEST = 50_000;

/** As many states as the machines of one run may have together. */
export const MOST_STATES = 150_000;

/** So many states take about as long as the start of Java. */
const WORTH_A_START = 12_000;

/** Machines that share runs, and those that have runs of their own. */
export interface Packed {
  readonly shared: readonly (readonly PlannedSubject[])[];
  readonly alone: readonly PlannedSubject[];
}

/**
 * Packs machines into as few runs as pay: as many runs at a time as `atOnce`, none of them longer than
 * need be. Only machines that all may end, or none of them, fit into one run.
 */
export async function packMachines(
  planned: readonly PlannedSubject[],
  atOnce: number,
): Promise<Packed> {
  const alone: PlannedSubject[] = [];
  const groups = new Map<boolean, Sized[]>();
  for (const one of planned) {
    if (one.states === null || one.states > LARGEST) {
      alone.push(one);
      continue;
    }
    const { module } = await compiledOf(
      one.subject,
      one.properties.map(({ property }) => property),
    );
    const key = mayEnd(one.subject);
    const group = groups.get(key) ?? [];
    group.push({ planned: one, states: one.states, name: module.name, text: module.text });
    groups.set(key, group);
  }
  const all = [...groups.values()].reduce((sum, group) => sum + statesOf(group), 0);
  const packed = [...groups.values()].flatMap((group) =>
    packGroup(group, Math.ceil((atOnce * statesOf(group)) / all)),
  );
  // Alone in a run, a machine of which one thing is asked has it faster where TLC stops there.
  const isSingle = (run: readonly PlannedSubject[]): boolean =>
    run.length === 1 && run.every((one) => hasOneRun(one));
  return {
    shared: packed.filter((run) => !isSingle(run)),
    alone: [...alone, ...packed.filter(isSingle).flat()],
  };
}

interface Sized {
  readonly planned: PlannedSubject;
  readonly states: number;
  /** Of its module. */
  readonly name: string;
  readonly text: string;
}

function statesOf(group: readonly Sized[]): number {
  return group.reduce((sum, { states }) => sum + states, 0);
}

/** The largest first, each into the run that has the least so far. */
function packGroup(
  group: readonly Sized[],
  atOnce: number,
): readonly (readonly PlannedSubject[])[] {
  const total = statesOf(group);
  const paying = Math.min(atOnce, 1 + Math.floor(total / WORTH_A_START));
  const runs: Sized[][] = Array.from(
    { length: Math.max(paying, Math.ceil(total / MOST_STATES)) },
    () => [],
  );
  for (const one of group.toSorted((left, right) => right.states - left.states)) {
    const fitting = runs.filter((run) =>
      run.every(({ name, text }) => name !== one.name || text === one.text),
    );
    const [smallest] = fitting.toSorted((left, right) => statesOf(left) - statesOf(right));
    if (smallest === undefined) runs.push([one]);
    else smallest.push(one);
  }
  return runs.filter((run) => run.length > 0).map((run) => run.map(({ planned }) => planned));
}

/** Whether TLC answers all that is asked of a machine in one run that stops at a violation. */
function hasOneRun({ properties }: PlannedSubject): boolean {
  const violated = properties.filter(({ explored: { verdict } }) => verdict === "violated");
  return violated.length === 0 || (violated.length === 1 && properties.length === 1);
}
