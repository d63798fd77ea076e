import { type PolicyName, policies } from "../../../spec/policies/all.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import { compileForExploration } from "../../checkers/packed/compiled-model.js";
import { explorePacked } from "../../checkers/packed/explore-packed.js";
import type { Model } from "../../compiler/ir/model.js";
import { boards, type NamedBoard } from "../../machine/configuration/boards.js";
import {
  axesOfBoard,
  eachAxisAlone,
  type NamedAxes,
  readAxes,
} from "../../machine/configuration/named-axes.js";
import { machineModel } from "../../machine/model/machine-model.js";
import { everyStateProperty, type NmiProperty } from "../../machine/model/nmi-model.js";
import { specialisedTo } from "../../machine/policy/specialised.js";
import { boardPlatform } from "./boards.js";
import { type Finding, findingsOf, type SurveyRequest } from "./survey.js";

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
  const explored = (axes: NamedAxes) => findings(models, axes, signal);
  const known = new Map<string, Awaited<ReturnType<typeof explored>>>();
  const found: Together[] = [];
  let done = 0;
  for (const axes of alone) {
    const [axis = ""] = textsOf(axes);
    const ofOne = await explored(axes);
    for (const { name, board } of ofBoards) {
      const topology = textsOf(axesOfBoard(board));
      const ofBoard = known.get(name) ?? (await explored(readAxes(topology)));
      known.set(name, ofBoard);
      const both = await explored(readAxes([...topology, axis]));
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

async function findings(
  { one, several }: Models,
  axes: NamedAxes,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<NmiProperty, Finding>>> {
  const { machine, board } = axes;
  const whole = board === null ? one : several;
  const compiled = compileForExploration(
    specialisedTo(whole, POLICY_WITH_AXES, axes, everyStateProperty),
    { ...boardPlatform, ...(board === null ? {} : { cpus: board.cpus }) },
  );
  const executable = machineModel({
    platform: boardPlatform,
    axes: machine,
    board,
    policy: policies[POLICY_WITH_AXES],
  });
  const { answers } = await explorePacked(
    compiled,
    executable,
    signal === undefined ? {} : { signal },
  );
  signal?.throwIfAborted();
  return findingsOf((property) => {
    const answer = answers.get(property);
    if (answer?.answer === "holds") return { verdict: "holds" };
    if (answer?.answer !== "violated") throw new Error("the survey did not come to its end");
    return { verdict: "violated", events: answer.path.steps.map(({ event }) => eventText(event)) };
  });
}
