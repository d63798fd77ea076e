import type { Board } from "../../../spec/board/state.js";
import type { PolicyName } from "../../../spec/policies/all.js";
import { boards } from "../../machine/configuration/boards.js";
import { axesOfBoard } from "../../machine/configuration/named-axes.js";
import { everyStateProperty } from "../../machine/model/property-names.js";
import type { Found } from "./explored.js";
import type { Survey } from "./survey.js";

/** What the boards are explored with: small, for the states of the CPUs multiply. */
export const boardPlatform = { chain: [1], rips: 1, sticky: false, shadow: false } as const;

/** A policy on one board. */
export interface BoardRow extends Found {
  readonly policy: PolicyName;
  readonly name: string;
  readonly board: Board;
}

/** The properties of several CPUs, in the order in which they are shown. */
export const boardProperties = everyStateProperty;

/** All boards under the policies, in order. */
export function boardSurvey(policies: readonly PolicyName[]): Survey<readonly BoardRow[]> {
  const asked = policies.flatMap((policy) =>
    boards.map(({ name, board }) => ({
      ...{ name, board },
      question: { policy, platform: boardPlatform, axes: axesOfBoard(board) },
    })),
  );
  return {
    questions: asked.map(({ question }) => question),
    rowsOf: (foundOf) =>
      asked.map(({ name, board, question }) => {
        return { policy: question.policy, name, board, ...foundOf(question) };
      }),
  };
}
