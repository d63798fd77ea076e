import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import type { Board } from "../../../spec/board/state.js";
import { policies, policyNames } from "../../../spec/policies/all.js";
import { explore } from "../../../src/checkers/explore/breadth-first.js";
import { eventText } from "../../../src/checkers/explore/executable-model.js";
import { reachableEdges } from "../../../src/checkers/explore/graph.js";
import { compileForExploration } from "../../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../../src/checkers/packed/explore-packed.js";
import { bareBoard, boards } from "../../../src/machine/configuration/boards.js";
import { nmiModel } from "../../../src/machine/model/nmi-model.js";
import { smpModel } from "../../../src/machine/model/smp-model.js";
import { observed } from "../../agree/observed.js";
import { compiledSmp, onBoard } from "../../agree/smp-configurations.js";
import { graphDifference } from "../../packed/graph-difference.js";
import { slice, whole } from "../../slice.js";

const alone: Board = { ...bareBoard, cpus: 1 };

test.each(slice(policyNames, 3))("one CPU is the core, step for step: %s", (name) => {
  const platform = { chain: [2, 1] as const, rips: 2, sticky: false, shadow: true };
  const policy = policies[name];
  const steps = reachableEdges(smpModel({ platform, board: alone, policy }));
  for (const { source, event, target } of reachableEdges(nmiModel({ platform, policy }))) {
    const step = steps.next().value;
    if (step === undefined) throw new Error("one CPU has fewer steps");
    const found = [
      ...[step.source.number, step.target.number, step.event.name.replace(/On$|Edge$/, "")],
      step.target.state.cpus,
    ];
    const wanted = [source.number, target.number, event.name, [target.state]];
    // The matcher takes longer than the steps: it is asked where they differ.
    if (!isDeepStrictEqual(found, wanted)) expect(found).toEqual(wanted);
  }
  expect(steps.next().done).toBe(true);
});

describe("two CPUs with one handler", () => {
  const platform = { chain: [1] as const, rips: 1, sticky: false, shadow: false };

  test.each(
    slice(
      policyNames.flatMap((policy) => boards.map((named) => ({ policy, ...named }))),
      40,
    ),
  )(
    "compiled, they have the graph of the executed model: $policy, $name",
    async ({ policy, board }) => {
      const compiled = compiledSmp(policy, onBoard(board));
      const explored = compileForExploration(compiled, { ...platform, cpus: board.cpus });
      const model = smpModel({ platform, board, policy: policies[policy] });
      expect(await graphDifference(explored, observed(model, compiled))).toBeNull();
    },
  );

  test.each([
    {
      what: "an event whose edge goes to all CPUs is one report too many for each other CPU",
      sharedLock: "none",
      walk: ["pollOn(0)", "pollOn(1)"],
    },
    {
      what: "a source that one CPU at a time looks at is told of before it is claimed",
      sharedLock: "skip",
      walk: ["enterShared(0)", "enterShared(1)"],
    },
  ] as const)("$what", async ({ sharedLock, walk }) => {
    const board = { ...bareBoard, cpus: 2, sharedTo: "all", sharedLock } as const;
    const model = smpModel({ platform, board, policy: policies.mainline });
    const answer = (await explore(model)).answers.get("NoSpurious");
    expect(
      answer?.answer === "violated" && answer.path.steps.map(({ event }) => eventText(event)),
    ).toEqual(["sharedEvent", "deliverOn(0)", "deliverOn(1)", ...walk, "decideOn(1)"]);
  });

  whole("a handler that is left out leaves an event of its own standing", async () => {
    const answers = await Promise.all(
      (["none", "skip"] as const).map(async (sharedLock) => {
        const board = {
          ...bareBoard,
          cpus: 2,
          externalTo: "boot",
          sharedTo: "boot",
          sharedLock,
        } as const;
        const two = { ...platform, chain: [2] as const };
        const compiled = compileForExploration(compiledSmp("mainline", onBoard(board)), {
          ...two,
          cpus: board.cpus,
        });
        const model = smpModel({ platform: two, board, policy: policies.mainline });
        const answer = (await explorePacked(compiled, model)).answers.get("NoStranded");
        return answer?.answer === "violated" ? answer.path.steps.length : answer?.answer;
      }),
    );
    expect(answers).toEqual(["holds", 10]);
  });

  whole("a system error is told by one CPU, and as an unknown NMI by the others", async () => {
    const ways = { externalTo: "boot", sharedTo: "none", portTo: "all" } as const;
    const board = { ...bareBoard, cpus: 2, ...ways } as const;
    const model = smpModel({ platform, board, policy: policies.mainline });
    const { answers } = await explore(model);
    const answer = answers.get("NoSpurious");
    expect(answer?.answer === "violated" && answer.path.steps.length).toBe(7);
    const stands = answers.get("NoForgottenSource");
    expect(stands?.answer === "violated" && stands.path.steps.length).toBe(9);
  });

  test("without a shared source each CPU is as right as one alone", async () => {
    const board = { ...bareBoard, cpus: 2, externalTo: "boot", sharedTo: "none" } as const;
    const model = smpModel({ platform, board, policy: policies.mainline });
    const { answers } = await explore(model);
    expect(answers.get("NoSpurious")?.answer).toBe("holds");
    expect(answers.get("NoStranded")?.answer).toBe("holds");
  });

  test("an edge to the boot CPU is one too many where another CPU claims its event first", async () => {
    const wider = { ...platform, chain: [1, 1] as const };
    const board = { ...bareBoard, cpus: 2, externalTo: "boot", sharedTo: "boot" } as const;
    const compiled = compileForExploration(compiledSmp("mainline", onBoard(board)), {
      ...wider,
      cpus: board.cpus,
    });
    const model = smpModel({ platform: wider, board, policy: policies.mainline });
    const answer = (await explorePacked(compiled, model)).answers.get("NoSpurious");
    expect(answer?.answer === "violated" && answer.path.steps.length).toBe(9);
  });
});
