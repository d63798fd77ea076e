import type { Platform } from "../../../spec/platforms.js";
import { type PolicyName, policies } from "../../../spec/policies/all.js";
import { withoutPause } from "../../base/process/without-pause.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import { compileForExploration } from "../../checkers/packed/compiled-model.js";
import { explorePacked } from "../../checkers/packed/explore-packed.js";
import type { Model } from "../../compiler/ir/model.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import { machineModel } from "../../machine/model/machine-model.js";
import { everyStateProperty, type NmiProperty } from "../../machine/model/property-names.js";
import { specialisedTo } from "../../machine/policy/specialised.js";
import { type Machine, machines } from "./machine.js";

/** What the explorer says of a property on one machine; the state space was exhausted. */
export type Finding =
  | { readonly verdict: "holds" }
  /** `events` is a shortest way to a state without the property. */
  | { readonly verdict: "violated"; readonly events: readonly string[] };

/** A policy on one machine. */
export interface SurveyRow {
  readonly policy: PolicyName;
  readonly machine: Machine;
  readonly states: number;
  readonly findings: Readonly<Record<NmiProperty, Finding>>;
}

/** A policy on a machine of any number of CPUs. */
interface Explored {
  readonly policy: PolicyName;
  readonly platform: Platform;
  readonly axes: NamedAxes;
}

/** What to survey. */
export interface SurveyRequest {
  readonly policies: readonly PolicyName[];
  readonly size: Pick<Platform, "chain" | "rips">;
  /** The model with every axis under a policy. */
  readonly modelOf: (policy: PolicyName) => Model;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * Explores every machine under every policy to the end.
 *
 * @throws Diagnostic of the explorer when a model fails, and the reason of `signal`
 */
export async function survey(request: SurveyRequest): Promise<readonly SurveyRow[]> {
  const all = machines(request.size);
  const rows: SurveyRow[] = [];
  for (const policy of request.policies) {
    const model = await withoutPause(request.signal, () => request.modelOf(policy));
    for (const machine of all) {
      rows.push(await surveyOne(policy, machine, model, request.signal));
      request.onProgress?.(rows.length, all.length * request.policies.length);
    }
  }
  return rows;
}

async function surveyOne(
  policy: PolicyName,
  machine: Machine,
  whole: Model,
  signal: AbortSignal | undefined,
): Promise<SurveyRow> {
  const { platform, axes } = machine;
  const named = { machine: axes, board: null, names: {} };
  const found = await explored({ policy, platform, axes: named }, whole, signal);
  return { policy, machine, ...found };
}

/**
 * Explores one machine under a policy to the end.
 *
 * @param whole the model with every axis under this policy, of one CPU or of several as the machine is
 * @throws Diagnostic of the explorer when the model fails; the reason of `signal`
 */
export async function explored(
  { policy, platform, axes }: Explored,
  whole: Model,
  signal: AbortSignal | undefined,
): Promise<Pick<SurveyRow, "states" | "findings">> {
  const { machine, board } = axes;
  const compiled = compileForExploration(specialisedTo(whole, policy, axes, everyStateProperty), {
    ...platform,
    ...(board === null ? {} : { cpus: board.cpus }),
  });
  const executable = machineModel({ platform, axes: machine, board, policy: policies[policy] });
  const { answers, distinct } = await explorePacked(
    compiled,
    executable,
    signal === undefined ? {} : { signal },
  );
  const finding = (property: NmiProperty): Finding => {
    const answer = answers.get(property);
    switch (answer?.answer) {
      case "holds":
        return { verdict: "holds" };
      case "violated":
        return {
          verdict: "violated",
          events: answer.path.steps.map(({ event }) => eventText(event)),
        };
      case "failed":
        throw answer.diagnostic;
      default:
        signal?.throwIfAborted();
        throw new Error(`nothing is known of ${property}`);
    }
  };
  return { states: distinct, findings: findingsOf(finding) };
}

/** What was found of each property. */
function findingsOf(
  finding: (property: NmiProperty) => Finding,
): Readonly<Record<NmiProperty, Finding>> {
  return {
    NoFalseSwallow: finding("NoFalseSwallow"),
    NoSpurious: finding("NoSpurious"),
    NoMasked: finding("NoMasked"),
    NoStranded: finding("NoStranded"),
    NoHidden: finding("NoHidden"),
    NoForgottenSource: finding("NoForgottenSource"),
    NoNeedlessPanic: finding("NoNeedlessPanic"),
  };
}

/** The properties of the atlas, in the order in which they are shown. */
export const surveyedProperties = everyStateProperty;
