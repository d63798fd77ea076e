import { builtProgram } from "../../base/process/built-program.js";
import type { Job } from "../../base/threads/job.js";
import type { Model } from "../../compiler/ir/model.js";
import { constantsOf, machineText } from "../../machine/subject.js";
import type { CampaignRequest, Fate, MutationSubject } from "./campaign.js";
import { compareGraphs } from "./equivalence.js";
import { type Detection, detect, type Gates, gateLayers } from "./gates.js";
import { type Machine, machineKeyOf, machineOf, mutantOn, withParts } from "./machine.js";
import { mutate } from "./mutants.js";
import type { Mutation } from "./mutation.js";
import { type Compiled, compileMutant, type Observation, observe } from "./observation.js";

/** A mutant may have this many times the states of the original before it is given up. */
const MOST_GROWTH = 20;

type Explored = Extract<Observation, { kind: "explored" }>;

/** What is seen of a machine before anything is changed. */
interface Seen {
  readonly compiled: Extract<Compiled, { kind: "compiled" }>;
  readonly expected: Explored;
}

interface Baseline {
  readonly subject: MutationSubject;
  readonly machine: Machine;
  readonly seen: Seen;
  /** The same with the parts of a mutant that has more of them. */
  seenWith(parts: ReadonlySet<string>): Promise<Seen>;
}

/** `v5 on sticky`; of a gate of a config `mine: v5 on sticky`. */
export function subjectName({ gate, policy, ...machine }: MutationSubject): string {
  return `${gate === undefined ? "" : `${gate}: `}${policy} on ${machineText(machine)}`;
}

/** What the mutants of a campaign are judged by. */
type Judged = Pick<CampaignRequest, "subjects" | "properties" | "layers">;

/** Asks the gates about one mutant; null for a change of what none of the machines has. */
export const job: Job<Judged, Mutation, Fate | null> = {
  file: builtProgram("src/analyses/mutate/judge.ts"),
  begin: async ({ subjects, properties, layers = gateLayers }) => {
    const baselines = await baselinesOf(subjects);
    return (mutation) => judge(mutation, baselines, { properties, layers });
  },
};

async function baselinesOf(subjects: readonly MutationSubject[]): Promise<readonly Baseline[]> {
  const machines = new Map<Model, Map<string, Machine>>();
  const baselines: Baseline[] = [];
  for (const subject of subjects) {
    const known = machines.get(subject.whole) ?? new Map<string, Machine>();
    machines.set(subject.whole, known);
    const machine = known.get(machineKeyOf(subject)) ?? machineOf(subject);
    known.set(machineKeyOf(subject), machine);
    baselines.push(await baselineOf(subject, machine));
  }
  return baselines;
}

async function baselineOf(subject: MutationSubject, machine: Machine): Promise<Baseline> {
  const seen = await seenOf(subject, machine.model);
  const others = new Map<string, Promise<Seen>>();
  return {
    subject,
    machine,
    seen,
    seenWith(parts) {
      if (parts.size === machine.parts.size) return Promise.resolve(seen);
      const key = [...parts].sort().join();
      const known = others.get(key) ?? seenOf(subject, withParts(subject, parts).model);
      others.set(key, known);
      return known;
    },
  };
}

async function seenOf(subject: MutationSubject, model: Model): Promise<Seen> {
  const compiled = compileMutant(model, constantsOf(subject));
  const expected = await observe(compiled, Number.POSITIVE_INFINITY);
  if (compiled.kind !== "compiled" || expected.kind !== "explored") {
    throw new Error(`${subjectName(subject)} cannot be explored before anything is changed`);
  }
  return { compiled, expected: remembering(expected) };
}

/** The same observation; what is computed when asked for is computed once. */
function remembering(observation: Explored): Explored {
  const counterexamples = new Map<string, ReturnType<Explored["counterexample"]>>();
  let census: ReturnType<Explored["census"]> | undefined;
  return {
    ...observation,
    counterexample: (property) => {
      const known = counterexamples.get(property) ?? observation.counterexample(property);
      counterexamples.set(property, known);
      return known;
    },
    census: () => {
      census ??= observation.census();
      return census;
    },
  };
}

interface Changed {
  readonly subject: MutationSubject;
  readonly seen: Seen;
  readonly compiled: Compiled;
}

/**
 * What matters most is told: a verdict in the last configuration before counts in the first. Null for
 * a change of what none of the machines has.
 */
async function judge(
  mutation: Mutation,
  baselines: readonly Baseline[],
  gates: Gates,
): Promise<Fate | null> {
  const mutantOf = mutantsOf(mutation);
  const changed: Changed[] = [];
  let best: Extract<Fate, { fate: "killed" }> | null = null;
  for (const { subject, machine, seenWith } of baselines) {
    const mutant = mutantOf(machine);
    if (mutant === null) continue;
    const seen = await seenWith(mutant.parts);
    const compiled = compileMutant(mutant.model, constantsOf(subject));
    changed.push({ subject, seen, compiled });
    const found = await observe(compiled, seen.expected.distinct * MOST_GROWTH);
    const { properties = gates.properties } = subject;
    const detection = detect({ ...gates, properties }, seen.expected, found);
    if (detection === null) continue;
    if (best === null || rank(detection) < rank(best)) {
      best = { fate: "killed", subject: subjectName(subject), ...detection };
    }
    if (detection.layer === "verdict") break;
  }
  return changed.length === 0 ? null : (best ?? unseen(changed));
}

/** What a mutation makes of each machine: made once for all platforms. */
function mutantsOf(mutation: Mutation): (machine: Machine) => Machine | null {
  const wholes = new Map<Model, Model | null>();
  const mutants = new Map<Machine, Machine | null>();
  return (machine) => {
    const made = mutants.get(machine);
    if (made !== undefined) return made;
    const { whole } = machine.source;
    const known = wholes.get(whole);
    const mutated = known === undefined ? mutate(whole, mutation) : known;
    wholes.set(whole, mutated);
    const mutant = mutated === null ? null : mutantOn(machine, mutated);
    mutants.set(machine, mutant);
    return mutant;
  };
}

function rank({ layer }: Detection): number {
  return gateLayers.indexOf(layer);
}

/** No gate has seen the mutant: either there is nothing to be seen, or the gates are blind. */
function unseen(changed: readonly Changed[]): Fate {
  let [states, edges] = [0, 0];
  for (const { subject, seen, compiled } of changed) {
    const comparison =
      compiled.kind === "compiled"
        ? compareGraphs(seen.compiled.model, compiled.model)
        : ({ graphs: "different" } as const);
    if (comparison.graphs === "different") {
      return { fate: "survived", subject: subjectName(subject) };
    }
    states += comparison.states;
    edges += comparison.edges;
  }
  return { fate: "equivalent", configurations: changed.length, states, edges };
}
