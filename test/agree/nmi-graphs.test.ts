import { describe, expect, test } from "vitest";
import { policies } from "../../spec/policies/all.js";
import { differenceText } from "../../src/checkers/agree/agreement.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { slice } from "../slice.js";
import { agreedGraph, compiledPolicy, configurations, title } from "./nmi-configurations.js";
import { agreement } from "./tlc-graph.js";

/** Small enough to take a second each; `npm run test:full` has the others. */
const QUICK = [
  ...configurations([{ chain: [1], rips: 1 }]),
  ...configurations([{ chain: [1, 1], rips: 2 }]).filter(({ policy }) => policy === "v5"),
  ...configurations([{ chain: [2, 1], rips: 1 }]).filter(({ sticky, shadow }) => sticky && shadow),
];

describe("the executed model and TLC have the same graph", () => {
  test.concurrent.each(
    slice(QUICK, 10).map((configuration) => ({ title: title(configuration), configuration })),
  )("$title", async ({ configuration }) => {
    expect((await agreedGraph(configuration)).states).toBeGreaterThan(50);
  });
});

describe("a difference is told with the first edge and the path to it", () => {
  const platform = { chain: [1, 1] as const, rips: 1, sticky: true, shadow: false };
  const executable = nmiModel({ platform, policy: policies.none });

  const bugs = [
    {
      what: "a value that is another",
      from: "claimed == Min(handled + counts, 2)",
      to: "claimed == Min(handled + counts, 1)",
      text: `the graphs differ at Poll: TypeScript has 1 way to take this step, TLC has none.
  from {"active":[[false],[true]],"backToBack":false,"carriesUnknown":false,"handled":1,"lastNmiRip":1,"latchCarriesUnknown":false,"latched":false,"outcome":null,"owed":false,"policyMemory":null,"position":{"at":"polling","handler":1,"slot":0},"rip":1}
  to   {"active":[[false],[false]],"backToBack":false,"carriesUnknown":false,"handled":2,"lastNmiRip":1,"latchCarriesUnknown":false,"latched":false,"outcome":null,"owed":false,"policyMemory":null,"position":{"at":"decide"},"rip":1}
  after raise(0, 0), raise(1, 0), deliver, poll`,
    },
    {
      what: "a step that TLC takes for two",
      from: "/\\ SlotActive(handler, slot) => Sticky",
      to: "/\\ ~SlotActive(handler, slot) \\/ Sticky",
      text: `the graphs differ at Raise: TypeScript has 1 way to take this step, TLC has 2.
  from {"active":[[false],[false]],"backToBack":false,"carriesUnknown":false,"handled":0,"lastNmiRip":null,"latchCarriesUnknown":false,"latched":false,"outcome":null,"owed":false,"policyMemory":null,"position":{"at":"run"},"rip":1}
  to   {"active":[[true],[false]],"backToBack":false,"carriesUnknown":false,"handled":0,"lastNmiRip":null,"latchCarriesUnknown":false,"latched":true,"outcome":null,"owed":false,"policyMemory":null,"position":{"at":"run"},"rip":1}
  after no step`,
    },
    {
      what: "a guard that is missing",
      from: '  /\\ position.at = "run"\n  /\\ latched\n',
      to: "  /\\ latched\n",
      text: `the graphs differ at Deliver: TypeScript has no way to take this step, TLC has 1.
  from {"active":[[true],[false]],"backToBack":false,"carriesUnknown":false,"handled":0,"lastNmiRip":1,"latchCarriesUnknown":false,"latched":true,"outcome":null,"owed":false,"policyMemory":null,"position":{"at":"polling","handler":0,"slot":0},"rip":1}
  to   {"active":[[true],[false]],"backToBack":true,"carriesUnknown":false,"handled":0,"lastNmiRip":1,"latchCarriesUnknown":false,"latched":false,"outcome":null,"owed":false,"policyMemory":null,"position":{"at":"polling","handler":0,"slot":0},"rip":1}
  after raise(0, 0), deliver, raise(0, 0)`,
    },
    {
      what: "another initial state",
      from: "  /\\ owed = FALSE\n",
      to: "  /\\ owed = TRUE\n",
      text: `the graphs differ at Init: TypeScript has no way to take this step, TLC has 1.
  from (nothing)
  to   {"active":[[false],[false]],"backToBack":false,"carriesUnknown":false,"handled":0,"lastNmiRip":null,"latchCarriesUnknown":false,"latched":false,"outcome":null,"owed":true,"policyMemory":null,"position":{"at":"run"},"rip":1}
  after no step`,
    },
  ];

  test.each(slice(bugs, 2))("$what", async ({ from, to, text }) => {
    const { model, module } = compiledPolicy("none");
    expect(module.text).toContain(from);
    const broken = { ...module, text: module.text.replace(from, to) };
    const found = await agreement({ executable, model, module: broken, constants: platform });
    expect(found.kind === "different" && differenceText(found.difference)).toBe(text);
  });
});
