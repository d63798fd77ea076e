import type { PolicyName } from "../../../spec/policies/all.js";
import type { Model } from "../../compiler/ir/model.js";
import { boards, type NamedBoard } from "../../machine/configuration/boards.js";
import {
  axesOfBoard,
  eachAxisAlone,
  type NamedAxes,
  readAxes,
} from "../../machine/configuration/named-axes.js";
import { everyStateProperty, type NmiProperty } from "../../machine/model/property-names.js";
import { boardPlatform } from "./boards.js";
import { explored, type Finding, type SurveyRequest, type SurveyRow } from "./survey.js";

/** The policy whose boards are looked at with axes: what Linux does today. */
export const POLICY_WITH_AXES: PolicyName = "mainline";

/** A verdict on two CPUs with an axis that neither the CPUs have without it, nor one CPU with it. */
export interface Together {
  /** How the CPUs hang together, as `--axis` takes it. */
  readonly topology: readonly string[];
  /** What each CPU has. */
  readonly axis: string;
  readonly property: NmiProperty;
  readonly finding: Finding;
  /** The same on one CPU with the axis, and on the CPUs without it. */
  readonly apart: readonly [ofOne: Finding, ofBoard: Finding];
}

/** The models of one CPU and of several under the policy, with every axis. */
interface Models {
  readonly one: Model;
  readonly several: Model;
}

/** What to survey: the values of axes, each alone, and boards of two CPUs; all of them by default. */
interface TogetherRequest extends Pick<SurveyRequest, "signal" | "onProgress"> {
  readonly axes?: readonly NamedAxes[];
  readonly boards?: readonly NamedBoard[];
}

/**
 * Explores each board of two CPUs with each value of each axis to the end, and tells where the two
 * together have another verdict than each of them alone: of a shorter way to the same nothing is said.
 *
 * @throws Diagnostic of the explorer when a model fails; the reason of `signal`
 */
export async function surveyTogether(
  models: Models,
  { signal, onProgress, axes: asked, boards: ofBoards = boards }: TogetherRequest = {},
): Promise<readonly Together[]> {
  const alone = asked ?? eachAxisAlone().filter(({ names }) => Object.keys(names).length > 0);
  const findings = async (axes: NamedAxes) => {
    const whole = axes.board === null ? models.one : models.several;
    const asked = { policy: POLICY_WITH_AXES, platform: boardPlatform, axes };
    return (await explored(asked, whole, signal)).findings;
  };
  const known = new Map<string, SurveyRow["findings"]>();
  const found: Together[] = [];
  let done = 0;
  for (const axes of alone) {
    const [axis = ""] = textsOf(axes);
    const ofOne = await findings(axes);
    for (const { name, board } of ofBoards) {
      const topology = textsOf(axesOfBoard(board));
      const ofBoard = known.get(name) ?? (await findings(readAxes(topology)));
      known.set(name, ofBoard);
      const both = await findings(readAxes([...topology, axis]));
      for (const property of everyStateProperty) {
        const finding = both[property];
        const apart = [ofOne[property], ofBoard[property]] as const;
        if (apart.some(({ verdict }) => verdict === finding.verdict)) continue;
        found.push({ topology, axis, property, finding, apart });
      }
      onProgress?.(++done, alone.length * ofBoards.length);
    }
  }
  return found;
}

function textsOf({ names }: NamedAxes): readonly string[] {
  return Object.entries(names).map(([name, value]) => `${name}=${value}`);
}
