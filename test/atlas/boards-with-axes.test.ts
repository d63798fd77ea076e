import { expect } from "vitest";
import { policies } from "../../spec/policies/all.js";
import { togetherSurvey } from "../../src/analyses/atlas/boards-with-axes.js";
import { exploreAll } from "../../src/analyses/atlas/explored.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { bareBoard } from "../../src/machine/configuration/boards.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { type AnyMachine, machineModel } from "../../src/machine/model/machine-model.js";
import { whole } from "../slice.js";

const platform = { chain: [1], rips: 1, sticky: false, shadow: false } as const;

whole("what two CPUs and an axis have together, each of them alone has otherwise", async () => {
  const survey = togetherSurvey({
    axes: [readAxes(["panic=unknown"])],
    boards: [{ name: "shared", board: { ...bareBoard, cpus: 2, sharedTo: "all" } }],
  });
  const together = survey.rowsOf(await exploreAll(survey.questions));
  const lost = together.find(
    ({ property, topology }) =>
      property === "NoNeedlessPanic" && topology.join() === "cpus=2,shared-source=all",
  );
  if (lost?.finding.verdict !== "violated") throw new Error("the two together break nothing");
  expect(lost.finding.events).toHaveLength(6);
  expect(lost.apart.map(({ verdict }) => verdict)).toEqual(["holds", "holds"]);
  const verdictOf = async (texts: readonly string[]): Promise<string | undefined> => {
    const { machine, board } = readAxes(texts);
    const asked: AnyMachine = { platform, axes: machine, board, policy: policies.mainline };
    return (await explore(machineModel(asked))).answers.get("NoNeedlessPanic")?.answer;
  };
  const [topology, axis] = [lost.topology, lost.axis];
  expect(await verdictOf([...topology, axis])).toBe("violated");
  expect(await verdictOf(topology)).toBe("holds");
  expect(await verdictOf([axis])).toBe("holds");
});
