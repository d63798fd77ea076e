import type { SmpState } from "../../spec/board/state.js";
import { policies } from "../../spec/policies/all.js";
import type { Path } from "../../src/checkers/explore/executable-model.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../src/checkers/packed/explore-packed.js";
import type { SmpConfiguration } from "../../src/engines/conform/cpus/conform.js";
import type { NmiProperty } from "../../src/machine/model/property-names.js";
import { type SmpEvent, smpModel } from "../../src/machine/model/smp-model.js";
import { compiledSmp, onBoard } from "../agree/smp-configurations.js";

type SmpPath = Path<SmpState<unknown>, SmpEvent>;

/** The shortest behaviour of several CPUs that violates the property, or null where it holds. */
export async function smpCounterexample(
  configuration: SmpConfiguration,
  property: NmiProperty,
): Promise<SmpPath | null> {
  return (await smpCounterexamples(configuration))(property);
}

/** The same of every property, found in one search. */
export async function smpCounterexamples({
  policy,
  platform,
  board: { board },
}: SmpConfiguration): Promise<(property: NmiProperty) => SmpPath | null> {
  const { chain, rips, sticky, shadow } = platform;
  const machine = { chain, rips, sticky, shadow };
  const compiled = compileForExploration(compiledSmp(policy, onBoard(board)), {
    ...machine,
    cpus: board.cpus,
  });
  const model = smpModel({ platform: machine, board, policy: policies[policy] });
  const { answers } = await explorePacked(compiled, model);
  return (property) => {
    const answer = answers.get(property);
    if (answer?.answer === "holds") return null;
    if (answer?.answer !== "violated") throw new Error("the exploration did not come to its end");
    return answer.path;
  };
}
