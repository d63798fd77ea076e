import { reachedOnce } from "../analyses/find/automaton.js";
import { type FindRequest, findScenarios, type Scenarios } from "../analyses/find/find.js";
import { hardwareOf } from "../analyses/limits/hardware.js";
import { DEFAULT_OBSERVATION } from "../analyses/limits/observation.js";
import { type Pair, shortestPair } from "../analyses/limits/pair.js";
import { type WalkName, walks } from "../analyses/limits/walk.js";
import { Diagnostic } from "../base/diagnostic/diagnostic.js";
import { builtProgram } from "../base/process/built-program.js";
import { withoutPause } from "../base/process/without-pause.js";
import type { Answering, Job, Workplace } from "../base/threads/job.js";
import type { NmiProperty } from "../machine/model/property-names.js";
import type { LoadedPolicy } from "../machine/policy/load.js";
import { loadedFrom, type PolicyData } from "../machine/policy/policy-data.js";
import { type Machine, machineText } from "../machine/subject.js";

/** A machine whose hardware the report is about; what hardware does depends on the walk alone. */
export interface Walked extends Machine {
  readonly walk: WalkName;
}

/** A part of a report that is found by itself. */
export type PartQuestion =
  /** Every scenario of some properties of one subject: its graph is searched once for all of them. */
  | ({
      readonly about: "scenarios";
      readonly policy: PolicyData;
      readonly properties: readonly NmiProperty[];
    } & Machine &
      Pick<FindRequest, "version" | "maxEvents">)
  /** A shortest pair of runs that look the same to the default observer. */
  | { readonly about: "pair"; readonly machine: Walked };

/** The answer to a part. */
export type Part =
  /** Of each property, in their order; a sentence where the search gave up. */
  | { readonly about: "scenarios"; readonly found: readonly (Scenarios | string)[] }
  | { readonly about: "pair"; readonly pair: Pair | null };

/** The parts of a report; told is what is being searched. */
export const job: Job<null, PartQuestion, Part, string> = {
  file: builtProgram("src/report/parts.ts"),
  begin: (_, place) => answering(loadedFrom, place),
};

/** What answers the parts, with policies as they are loaded. */
export function answering(
  load: (data: PolicyData) => LoadedPolicy | Promise<LoadedPolicy>,
  { signal, tell }: Workplace<string>,
): Answering<PartQuestion, Part> {
  return async (question) => {
    if (question.about === "pair") {
      const { about, machine } = question;
      tell(`what any heuristic can know on ${machineText(machine)}`);
      return withoutPause(signal, () => {
        const hardware = hardwareOf(machine, walks[machine.walk], DEFAULT_OBSERVATION);
        return { about, pair: shortestPair(hardware, { credit: true }) };
      });
    }
    const { about, properties, ...machine } = question;
    const policy = await load(question.policy);
    const graphOf = reachedOnce();
    const found: (Scenarios | string)[] = [];
    for (const property of properties) {
      tell(`every scenario of ${property} under ${policy.name} on ${machineText(machine)}`);
      const request = { ...machine, policy, property, graphOf };
      found.push(await withoutPause(signal, () => scenariosOrWhyNot(request)));
    }
    return { about, found };
  };
}

/** A search that gives up costs its own part of the report and no more. */
async function scenariosOrWhyNot(request: FindRequest): Promise<Scenarios | string> {
  return findScenarios(request).catch((error) => {
    if (error instanceof Diagnostic) return error.message;
    throw error;
  });
}
