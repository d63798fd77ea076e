import { machineProperties, type NmiProperty } from "../../machine/model/property-names.js";
import { type LoadedPolicy, loadPolicy } from "../../machine/policy/load.js";
import { museum } from "../../machine/policy/museum.js";
import { type Machine, machineText } from "../../machine/subject.js";
import { exploreSubject } from "../check/explorer.js";
import type { ExplorerAnswer } from "../check/explorer-verdict.js";
import { exploreLiveness } from "../check/liveness.js";
import {
  HEARD,
  type MuseumProperty,
  type MuseumVerdict,
  type MuseumVerdicts,
} from "./properties.js";

/** A policy of the museum on one of its machines. */
export interface MuseumRow extends Machine {
  readonly policy: string;
  readonly states: number;
  readonly verdicts: MuseumVerdicts;
}

/**
 * Explores a machine under a policy to the end.
 *
 * @throws Diagnostic of the explorer when the model fails; the reason of `signal`
 */
export async function surveyRow(
  policy: LoadedPolicy,
  machine: Machine,
  signal?: AbortSignal,
): Promise<MuseumRow> {
  const { platform, axes } = machine;
  const subject = { policy, platform, axes };
  const properties = machineProperties(axes !== undefined);
  const ends = signal === undefined ? {} : { signal };
  const ofStates = await exploreSubject(subject, { properties, version: "", ...ends });
  const eventually = await exploreLiveness(subject, [HEARD], ends);
  signal?.throwIfAborted();
  const verdicts = properties.map((property): readonly [NmiProperty, MuseumVerdict] => {
    const answer = ofStates.answers.get(property);
    if (answer?.answer === "holds") return [property, "holds"];
    if (answer?.answer === "violated") return [property, answer.path.steps.length + 1];
    throw unanswered(property, policy.name, machine, answer);
  });
  const heard = eventually.answers.get(HEARD);
  if (heard?.answer !== "holds" && heard?.answer !== "violated") {
    throw unanswered(HEARD, policy.name, machine, heard);
  }
  return {
    policy: policy.name,
    platform,
    axes,
    states: ofStates.distinct,
    verdicts: { ...Object.fromEntries(verdicts), [HEARD]: heard.answer },
  };
}

/** What is thrown where there is no answer: what broke the model, where it did. */
function unanswered(
  property: MuseumProperty,
  policy: string,
  machine: Machine,
  answer: ExplorerAnswer,
): Error {
  if (answer?.answer === "failed") return answer.diagnostic;
  return new Error(`${property} under ${policy} on ${machineText(machine)} has no answer`);
}

/**
 * The policies of the museum, compiled.
 *
 * @throws Diagnostic where one of its files is refused
 */
export async function loadMuseum(): Promise<readonly LoadedPolicy[]> {
  const policies: LoadedPolicy[] = [];
  for (const name of museum) {
    const loaded = await loadPolicy(name);
    if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error(`${name} is refused`);
    policies.push(loaded.policy);
  }
  return policies;
}

/**
 * Every policy on every machine, in this order: the machines, and on each the policies.
 *
 * @throws Diagnostic of the explorer when a model fails; the reason of `signal`
 */
export async function surveyMuseum(
  policies: readonly LoadedPolicy[],
  machines: readonly Machine[],
  {
    signal,
    onProgress,
  }: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (done: number, all: number) => void;
  } = {},
): Promise<readonly MuseumRow[]> {
  const rows: MuseumRow[] = [];
  for (const machine of machines) {
    for (const policy of policies) {
      rows.push(await surveyRow(policy, machine, signal));
      onProgress?.(rows.length, machines.length * policies.length);
    }
  }
  return rows;
}
