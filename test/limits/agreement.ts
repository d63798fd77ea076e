import { expect } from "vitest";
import { hardwareOf } from "../../src/analyses/limits/hardware.js";
import {
  countsOf,
  knowledgeOf,
  reportsWhatMayBeUnknown,
  withoutCredit,
} from "../../src/analyses/limits/knowledge.js";
import { type Observation, seesSources } from "../../src/analyses/limits/observation.js";
import { shortestPair } from "../../src/analyses/limits/pair.js";
import { type WalkName, walks } from "../../src/analyses/limits/walk.js";
import type { Subject } from "../../src/machine/subject.js";
import { countKnowledge, looks, Machine, shortestPairSteps } from "./brute-force.js";

/** Whose knowledge is compared. */
export interface Observer extends Pick<Subject, "platform" | "axes"> {
  readonly walk: WalkName;
  readonly observation: Observation;
}

/** The machine of the plain search for an observer. */
export function plainMachine({ platform, axes, walk, observation }: Observer): Machine {
  const look = looks[observation.join()];
  if (look === undefined) throw new Error(`no plain look for ${observation.join()}`);
  return new Machine({ platform, axes }, walks[walk], look, seesSources(observation));
}

/** Expects as many knowledge sets, and decisions of each kind, as a plain search finds. */
export function expectSameKnowledge(observer: Observer): void {
  const machine = plainMachine(observer);
  const hardware = hardwareOf(observer, walks[observer.walk], observer.observation);
  for (const [rule, credit] of [
    [withoutCredit, false],
    [reportsWhatMayBeUnknown, true],
  ] as const) {
    const knowledge = knowledgeOf(hardware, rule);
    const { sets, ...counts } = countKnowledge(machine, credit);
    const what = `${observer.observation.join()}, credit ${credit}`;
    expect([what, countsOf(knowledge)]).toEqual([what, counts]);
    expect([what, knowledge.sets.length]).toEqual([what, sets]);
  }
}

/** Expects a pair as short as going through both runs step by step finds, or none where that finds none. */
export function expectSamePair(observer: Observer): void {
  const machine = plainMachine(observer);
  const hardware = hardwareOf(observer, walks[observer.walk], observer.observation);
  for (const credit of [true, false]) {
    const pair = shortestPair(hardware, { credit });
    const steps = pair === null ? null : pair.reported.length + pair.swallowed.length;
    expect([observer.observation.join(), credit, steps]).toEqual([
      observer.observation.join(),
      credit,
      shortestPairSteps(machine, credit),
    ]);
  }
}
