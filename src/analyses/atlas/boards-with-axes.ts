import type { PolicyName } from "../../../spec/policies/all.js";
import { boards, type NamedBoard } from "../../machine/configuration/boards.js";
import {
  axesOfBoard,
  eachAxisAlone,
  type NamedAxes,
  readAxes,
} from "../../machine/configuration/named-axes.js";
import { everyStateProperty, type NmiProperty } from "../../machine/model/property-names.js";
import { boardPlatform } from "./boards.js";
import type { Explored, Finding } from "./explored.js";
import type { Survey } from "./survey.js";

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

/** What to survey: the values of axes, each alone, and boards of two CPUs; all of them by default. */
interface TogetherRequest {
  readonly axes?: readonly NamedAxes[];
  readonly boards?: readonly NamedBoard[];
}

/**
 * Each board of two CPUs with each value of each axis: where the two together have another verdict
 * than each of them alone. Of a shorter way to the same nothing is said.
 */
export function togetherSurvey({
  axes: asked,
  boards: ofBoards = boards,
}: TogetherRequest = {}): Survey<readonly Together[]> {
  const alone = asked ?? eachAxisAlone().filter(({ names }) => Object.keys(names).length > 0);
  const all = alone.flatMap((axes) => {
    const [axis = ""] = textsOf(axes);
    return ofBoards.map(({ board }) => {
      const topology = textsOf(axesOfBoard(board));
      return {
        ...{ axis, topology },
        ofOne: questionOf(axes),
        ofBoard: questionOf(readAxes(topology)),
        both: questionOf(readAxes([...topology, axis])),
      };
    });
  });
  return {
    questions: all.flatMap(({ ofOne, ofBoard, both }) => [ofOne, ofBoard, both]),
    rowsOf: (foundOf) =>
      all.flatMap(({ axis, topology, ...asked }) => {
        const both = foundOf(asked.both).findings;
        const ofOne = foundOf(asked.ofOne).findings;
        const ofBoard = foundOf(asked.ofBoard).findings;
        return everyStateProperty.flatMap((property) => {
          const finding = both[property];
          const apart = [ofOne[property], ofBoard[property]] as const;
          if (apart.some(({ verdict }) => verdict === finding.verdict)) return [];
          return [{ topology, axis, property, finding, apart }];
        });
      }),
  };
}

function questionOf(axes: NamedAxes): Explored {
  return { policy: POLICY_WITH_AXES, platform: boardPlatform, axes };
}

function textsOf({ names }: NamedAxes): readonly string[] {
  return Object.entries(names).map(([name, value]) => `${name}=${value}`);
}
