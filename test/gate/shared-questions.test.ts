import { join } from "node:path";
import { expect, test } from "vitest";
import { sealedText } from "../../src/base/document/sealed.js";
import { parseCertificate } from "../../src/gates/certificate/store.js";
import { answersTo } from "../../src/gates/gate/answers-to.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { type GateRun, reasonsOf } from "../../src/gates/gate/outcome.js";
import { type GatesRun, runGates } from "../../src/gates/gate/run-gates.js";
import { updateExpectations } from "../../src/gates/gate/update.js";
import { whole } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";
import { gateVerdicts, verdictsAskedAlone } from "./gate-verdicts.js";
import { configText, project } from "./project.js";

/** A policy called `own` that says this of every NMI that nobody claims. */
function own(unclaimed: "swallow" | "report"): string {
  return `import type { Policy } from "nmicheck/policy";
export const own: Policy<boolean> = {
  initial: false,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "${unclaimed}" }),
};
`;
}

const size = "chain: [1], rips: 1,";

/** Gates about policies of one name, and two that ask the same of the same policy. */
const GATES = [
  `{ name: "swallows", policy: "./swallows.ts", ${size} expect: { ideal: { NoFalseSwallow: "violated", NoSpurious: "holds" } } },`,
  `{ name: "reports", policy: "./reports.ts", ${size} expect: { ideal: { NoFalseSwallow: "holds", NoSpurious: "holds" } } },`,
  `{ name: "all", policy: "mainline", ${size} expect: { ideal: { NoMasked: "violated", NoStranded: "holds" }, sticky: { NoStranded: "holds" } } },`,
  `{ name: "one", policy: "mainline", ${size} expect: { ideal: { NoStranded: "holds" } } },`,
];

function opened() {
  const folder = project({
    "nmicheck.config.ts": configText(...GATES),
    "swallows.ts": own("swallow"),
    "reports.ts": own("report"),
  });
  return loadConfig(join(folder, "nmicheck.config.ts"));
}

function told({ gates }: GateRun): readonly unknown[] {
  return gates.map((gate) =>
    gate.kind === "verdicts"
      ? [gate.name, ...gate.verdicts.map(({ property, verdict }) => `${property} ${verdict}`)]
      : gate.name,
  );
}

async function run(config = opened()): Promise<GatesRun & { readonly steps: readonly string[] }> {
  const steps: string[] = [];
  const choices = { version: "0.0.0", checker: "explorer", cache: false } as const;
  const found = await runGates(config, choices, {
    onStep: ({ gate, step, property }) => steps.push([gate, step, property ?? ""].join(" ")),
  });
  return { ...found, steps };
}

test("each gate has its own answers, though policies share a name, and a question is asked by two", async () => {
  const found = await run();
  expect(told(found)).toEqual([
    ["swallows", "NoFalseSwallow violated", "NoSpurious holds"],
    ["reports", "NoFalseSwallow holds", "NoSpurious holds"],
    ["all", "NoMasked violated", "NoStranded holds", "NoStranded holds"],
    ["one", "NoStranded holds"],
  ]);
  // What two gates ask is asked once, and told to both.
  expect(found.steps.filter((step) => step.endsWith("checked NoStranded")).sort()).toEqual([
    "all checked NoStranded",
    "all checked NoStranded",
    "one checked NoStranded",
  ]);
  expect([...found.certificates.keys()]).toEqual(["swallows", "reports", "all", "one"]);
});

whole(
  "of several policies and platforms each gate has the verdict of its own question",
  async () => {
    const matrix = {
      policies: ["none", "v5", "mainline", "v5"],
      platforms: ["ideal", "sticky+shadow"],
      properties: ["NoFalseSwallow", "NoSpurious", "NoStranded"],
      chain: [1, 1],
      rips: 2,
    } as const;
    const found = await gateVerdicts(matrix, { checker: "explorer" });
    expect(found).toHaveLength(24);
    expect(found).toEqual(await verdictsAskedAlone(matrix));
    // A mix-up of platforms, policies or properties would be seen: each has verdicts of its own.
    const alike = (index: number): number =>
      new Set(found.map((row) => JSON.stringify([row[index], row[3], row[4]]))).size;
    for (const index of [0, 1, 2]) expect(alike(index)).toBeGreaterThan(3);
  },
);

test("gates that share platforms and a policy have by TLC the verdicts that the explorer gives", async () => {
  const { jar } = await provisioned();
  const matrix = {
    policies: ["v5", "mainline", "v5"],
    platforms: ["ideal", "sticky"],
    properties: ["NoStranded"],
    chain: [1],
    rips: 1,
  } as const;
  const theirs = await gateVerdicts(matrix, { checker: "tlc", tlcJar: jar.path });
  expect(theirs).toHaveLength(6);
  expect(theirs).toEqual(await gateVerdicts(matrix, { checker: "explorer" }));
}, 240_000);

test("an engine that never starts costs the gate that names it its verdicts, and no other", async () => {
  const gates = [
    `{ name: "engine", policy: "mainline", ${size} replay: [{ command: "false" }], expect: { ideal: { NoMasked: "violated" } } },`,
    `{ name: "plain", policy: "mainline", ${size} expect: { ideal: { NoMasked: "violated" } } },`,
  ];
  const folder = project({ "nmicheck.config.ts": configText(...gates) });
  const config = loadConfig(join(folder, "nmicheck.config.ts"));
  await updateExpectations(config, await run(config));
  const found = await run(config);
  const failed = found.gates.flatMap((gate) =>
    reasonsOf(gate).some(({ code }) => code === "failed") ? [gate.name] : [],
  );
  expect(failed).toEqual(["engine"]);
  expect([...found.certificates.keys()]).toEqual(["plain"]);
});

whole("answers of a gate are looked up by platform and property, and each comes once", async () => {
  const { prepared, certificates } = await run();
  const gate = prepared.find(({ gate: { name } }) => name === "all");
  if (gate === undefined) throw new Error("the gate `all` is gone");
  const answer = {
    platform: "ideal",
    property: "NoStranded",
    verdict: { kind: "holds", everyChain: null },
    certified: false,
    states: { distinct: 1, generated: 1 },
    depth: 1,
    collisionProbability: null,
    seconds: 0,
  } as const;
  expect(answersTo(gate, [answer])("ideal", "NoStranded").kind).toBe("one");
  expect(answersTo(gate, [])("ideal", "NoStranded").kind).toBe("none");
  expect(answersTo(gate, [answer, answer])("ideal", "NoStranded").kind).toBe("several");
  expect(answersTo(gate, [{ ...answer, platform: "sticky" }])("ideal", "NoStranded").kind).toBe(
    "none",
  );
  expect(() => answersTo(gate, [{ ...answer, property: "NoSpurious" }])).toThrow(
    expect.objectContaining({ code: "check/stray-answer" }),
  );

  // Sealed anew, it says of one platform two things, and is of the same question.
  const certificate = certificates.get("all");
  if (certificate === undefined) throw new Error("the gate `all` has no certificate");
  const { platforms } = certificate;
  const twice = sealedText({ ...certificate, platforms: [...platforms, ...platforms] });
  expect(() => parseCertificate(sealedText(certificate), "all.json")).not.toThrow();
  expect(() => parseCertificate(twice, "all.json")).toThrow(/must have each platform once/);
});
