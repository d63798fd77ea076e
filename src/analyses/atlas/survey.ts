import type { Platform } from "../../../spec/platforms.js";
import type { PolicyName } from "../../../spec/policies/all.js";
import { everyStateProperty } from "../../machine/model/property-names.js";
import type { Explored, Found, FoundOf } from "./explored.js";
import { type Machine, machines } from "./machine.js";

/** A part of the atlas: what it asks, and what it makes of the answers. */
export interface Survey<Rows> {
  readonly questions: readonly Explored[];
  readonly rowsOf: (foundOf: FoundOf) => Rows;
}

/** A policy on one machine. */
export interface SurveyRow extends Found {
  readonly policy: PolicyName;
  readonly machine: Machine;
}

/** Every machine of the atlas under every policy, in order. */
export function machineSurvey(
  policies: readonly PolicyName[],
  size: Pick<Platform, "chain" | "rips">,
): Survey<readonly SurveyRow[]> {
  const asked = policies.flatMap((policy) =>
    machines(size).map((machine) => ({ machine, question: questionOf(policy, machine) })),
  );
  return {
    questions: asked.map(({ question }) => question),
    rowsOf: (foundOf) =>
      asked.map(({ machine, question }) => {
        return { policy: question.policy, machine, ...foundOf(question) };
      }),
  };
}

function questionOf(policy: PolicyName, { platform, axes }: Machine): Explored {
  return { policy, platform, axes: { machine: axes, board: null, names: {} } };
}

/** The properties of the atlas, in the order in which they are shown. */
export const surveyedProperties = everyStateProperty;
