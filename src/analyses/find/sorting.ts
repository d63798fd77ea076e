import { at } from "../../../spec/language.js";
import { builtProgram } from "../../base/process/built-program.js";
import type { Answering, Job } from "../../base/threads/job.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import type { Bound } from "../../checkers/explore/exploration.js";
import { SearchStopped } from "../../checkers/packed/search-stopped.js";
import { type WorkBounds, WorkBudget } from "../../checkers/packed/work-budget.js";
import type { MachineModel, MachinePath } from "../../machine/model/machine-model.js";
import { loadedFrom, type PolicyData } from "../../machine/policy/policy-data.js";
import {
  constantsOf,
  irOfSubject,
  type Machine,
  modelOf,
  traceOriginOf,
} from "../../machine/subject.js";
import { buildTrace } from "../../machine/trace/build.js";
import { factsOf } from "./cause.js";
import { type Independent, independentSteps } from "./commutation.js";
import type { FindRequest } from "./find.js";
import { normalForm } from "./normal-form.js";
import { namelessText, renamings } from "./renaming.js";
import { type LabelledPath, sharedPaths } from "./shared-paths.js";

/** Some of the minimal runs, each with the letters of its word as the characters of a text. */
export interface Runs {
  readonly words: readonly string[];
}

/** Runs that violate the property from one cause, of some of the runs. */
export interface SortedClass {
  readonly facts: readonly string[];
  readonly runs: number;
  /** Up to the order of steps that commute; and up to names, too. */
  readonly traces: readonly string[];
  readonly scenarios: readonly string[];
  /** The first of the shortest. */
  readonly example: string;
  readonly isUnderOther: boolean;
}

/** Some of the runs, sorted by their causes, in the order in which each was first met. */
export interface Sorted {
  readonly runs: number;
  readonly classes: readonly SortedClass[];
  /** What ended it before all were sorted; null where they are. */
  readonly bound: Bound | null;
}

/** What is asked, as plain data, and what is left of what the search may take. */
export interface SortingGiven extends Machine, Pick<FindRequest, "property" | "version" | "terms"> {
  readonly policy: PolicyData;
  readonly other: PolicyData | null;
  readonly bounds: WorkBounds;
}

/** Sorts minimal runs by their causes. */
export const job: Job<SortingGiven, Runs, Sorted> = {
  file: builtProgram("src/analyses/find/sorting.ts"),
  begin: async ({ policy, other, bounds, ...asked }) => {
    const request = { ...asked, policy: await loadedFrom(policy) };
    const budget = new WorkBudget(bounds);
    if (other === null) return sorting(request, budget);
    return sorting({ ...request, other: await loadedFrom(other) }, budget);
  },
};

/** The letters of a word as one text, and back. */
export const wordText = (word: readonly number[]): string => String.fromCharCode(...word);
export const wordOf = (text: string): readonly number[] =>
  Array.from(text, (_, index) => text.charCodeAt(index));

interface Collected {
  readonly facts: readonly string[];
  readonly traces: Set<string>;
  readonly scenarios: Set<string>;
  runs: number;
  example: string;
  isUnderOther: boolean;
}

/** What sorts runs of a request within a budget. */
export async function sorting(
  request: FindRequest,
  budget: WorkBudget,
): Promise<Answering<Runs, Sorted>> {
  const independent = independentSteps(await irOfSubject(request), constantsOf(request));
  const origin = { ...(await traceOriginOf(request, request.version)), property: request.property };
  const causeUnderOther = await otherCauses(request);
  /** The Mazurkiewicz traces found, with what they are apart from names. */
  const traces = new Map<string, string>();
  const names = renamings(request.platform, hasShared(request));
  const pathOf = sharedPaths(modelOf(request));
  const sortOne = (text: string, classes: Map<string, Collected>): void => {
    const word = wordOf(text);
    const path = pathOf(word);
    const trace = normalText(path, independent);
    const scenario = traces.get(trace) ?? namelessText(path, names, independent);
    traces.set(trace, scenario);
    const facts = factsOf(buildTrace(origin, path), request.terms);
    const key = facts.join("\n");
    const known = classes.get(key) ?? {
      facts,
      ...{ traces: new Set<string>(), scenarios: new Set<string>() },
      ...{ runs: 0, example: text, isUnderOther: false },
    };
    classes.set(key, known);
    known.isUnderOther ||= causeUnderOther(word) === key;
    known.traces.add(trace);
    known.scenarios.add(scenario);
    known.runs++;
    if (text.length < known.example.length) known.example = text;
  };
  return ({ words }) => {
    const classes = new Map<string, Collected>();
    let runs = 0;
    let bound: Bound | null = null;
    try {
      for (const text of words) {
        budget.step();
        sortOne(text, classes);
        runs++;
      }
    } catch (error) {
      if (!(error instanceof SearchStopped) || error.bound === null) throw error;
      bound = error.bound;
    }
    const sorted = [...classes.values()].map(({ traces, scenarios, ...one }) => {
      return { ...one, traces: [...traces], scenarios: [...scenarios] };
    });
    return { runs, classes: sorted, bound };
  };
}

/** All runs sorted, by the parts in their order. */
export function joined(parts: readonly Sorted[]): readonly SortedClass[] {
  const classes = new Map<string, Collected>();
  for (const { facts, traces, scenarios, ...one } of parts.flatMap((part) => part.classes)) {
    const key = facts.join("\n");
    const known = classes.get(key);
    if (known === undefined) {
      const own = { traces: new Set(traces), scenarios: new Set(scenarios) };
      classes.set(key, { facts, ...one, ...own });
      continue;
    }
    for (const trace of traces) known.traces.add(trace);
    for (const scenario of scenarios) known.scenarios.add(scenario);
    known.runs += one.runs;
    known.isUnderOther ||= one.isUnderOther;
    if (one.example.length < known.example.length) known.example = one.example;
  }
  return [...classes.values()].map(({ traces, scenarios, ...one }) => {
    return { ...one, traces: [...traces], scenarios: [...scenarios] };
  });
}

/** Of a word the cause from which it violates the property under the other policy; null where it does not. */
async function otherCauses(
  request: FindRequest,
): Promise<(word: readonly number[]) => string | null> {
  const { other, property, terms } = request;
  if (other === undefined) return () => null;
  const subject = { ...request, policy: other };
  const model = modelOf(subject);
  const invariant = model.invariants.find(({ name }) => name === property);
  const origin = { ...(await traceOriginOf(subject, request.version)), property };
  return (word) => {
    const path = possiblePath(model, word);
    const last = path?.steps.at(-1)?.state;
    if (path === null || last === undefined || invariant?.holds(last) !== false) return null;
    return factsOf(buildTrace(origin, path), terms).join("\n");
  };
}

/** The path of a word, which may be one of another policy's; null where an event cannot happen. */
function possiblePath(model: MachineModel, word: readonly number[]): MachinePath | null {
  const initial = model.initial();
  const steps: MachinePath["steps"][number][] = [];
  for (const letter of word) {
    const event = at(model.events, letter);
    const state = model.apply(event, steps.at(-1)?.state ?? initial);
    if (state === null) return null;
    steps.push({ event, state });
  }
  return { initial, steps };
}

function normalText({ steps }: LabelledPath, independent: Independent): string {
  return normalForm(
    steps.map(({ label }) => label),
    independent,
  )
    .map((place) => eventText(at(steps, place).event))
    .join(" ");
}

function hasShared({ axes }: FindRequest): boolean {
  return axes !== undefined && axes.board !== null && axes.board.sharedTo !== "none";
}
