import { expect } from "vitest";
import { at } from "../../spec/language.js";
import { type DecisionTable, decisionTable } from "../../src/analyses/limits/decision-table.js";
import { hardwareOf } from "../../src/analyses/limits/hardware.js";
import { type Observation, seen } from "../../src/analyses/limits/observation.js";
import { type Best, bestOf, type Promised } from "../../src/analyses/limits/synthesis.js";
import { TableMachine, type TableState } from "../../src/analyses/limits/table-run.js";
import { walks } from "../../src/analyses/limits/walk.js";
import type { NamedPlatform } from "../../src/machine/configuration/platform.js";
import { tableKey } from "./table-key.js";

export const promised: readonly Promised[] = ["NoSpurious", "NoFalseSwallow"];

/** The best policy of an observer, and its table. */
export function bestTable(
  platform: NamedPlatform,
  observation: Observation,
  promise: Promised,
): Best & { readonly table: DecisionTable } {
  const best = bestOf(hardwareOf({ platform }, walks.chain, observation), promise);
  return { ...best, table: decisionTable(best.knowledge) };
}

/**
 * Executes the model with the table through everything that can happen, and beside it what a perfect
 * memory knows: at each decision both must say the same.
 *
 * @returns how many decisions were compared
 */
export function expectAsKnown(
  platform: NamedPlatform,
  observation: Observation,
  promise: Promised,
): number {
  const { knowledge, table } = bestTable(platform, observation, promise);
  const machine = new TableMachine({ platform, walk: "chain", observation, table });
  const { events } = machine.model;
  const keyOf = (here: TableState, set: number): string => `${tableKey(here)} ${set}`;
  const open = [{ here: machine.start(), set: 0 }];
  const known = new Set([keyOf(machine.start(), 0)]);
  let decisions = 0;
  for (const { here, set } of open) {
    for (const event of events) {
      const next = machine.apply(event, here);
      if (next === null) continue;
      let after = set;
      if (event.name === "decide") {
        const answer = at(knowledge.sets, set).get(seen(observation, machine.observed(here)));
        if (answer === undefined) throw new Error("the knowledge has no such NMI");
        expect(machine.decision(here)?.action).toBe(answer.decision?.action ?? null);
        after = answer.next;
        decisions++;
      }
      const key = keyOf(next, after);
      if (known.has(key)) continue;
      known.add(key);
      open.push({ here: next, set: after });
    }
  }
  return decisions;
}
