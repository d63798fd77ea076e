import type { Board } from "../../../spec/board/state.js";
import type { PolicyName } from "../../../spec/policies/all.js";
import { withoutPause } from "../../base/process/without-pause.js";
import type { Model } from "../../compiler/ir/model.js";
import { boards, type NamedBoard } from "../../machine/configuration/boards.js";
import { axesOfBoard } from "../../machine/configuration/named-axes.js";
import { everyStateProperty, type NmiProperty } from "../../machine/model/property-names.js";
import { explored, type Finding, type SurveyRequest } from "./survey.js";

/** What the boards are explored with: small, for the states of the CPUs multiply. */
export const boardPlatform = { chain: [1], rips: 1, sticky: false, shadow: false } as const;

/** A policy on one board. */
export interface BoardRow {
  readonly policy: PolicyName;
  readonly name: string;
  readonly board: Board;
  readonly states: number;
  readonly findings: Readonly<Record<NmiProperty, Finding>>;
}

/**
 * Explores one board under a policy to the end.
 *
 * @param model that of several CPUs under this policy
 * @throws Diagnostic of the explorer when the model fails; the reason of `signal`
 */
export async function surveyBoard(
  policy: PolicyName,
  { name, board }: NamedBoard,
  model: Model,
  signal?: AbortSignal,
): Promise<BoardRow> {
  const asked = { policy, platform: boardPlatform, axes: axesOfBoard(board) };
  return { policy, name, board, ...(await explored(asked, model, signal)) };
}

/** The properties of several CPUs, in the order in which they are shown. */
export const boardProperties = everyStateProperty;

/**
 * The rows of all boards under the policies, in order.
 *
 * @throws Diagnostic of the explorer when a model fails; the reason of `signal`
 */
export async function surveyBoards(
  names: readonly PolicyName[],
  modelOf: (policy: PolicyName) => Model,
  { signal, onProgress }: Pick<SurveyRequest, "signal" | "onProgress"> = {},
): Promise<readonly BoardRow[]> {
  const rows: BoardRow[] = [];
  for (const policy of names) {
    const model = await withoutPause(signal, () => modelOf(policy));
    for (const board of boards) {
      rows.push(await surveyBoard(policy, board, model, signal));
      onProgress?.(rows.length, names.length * boards.length);
    }
  }
  return rows;
}
