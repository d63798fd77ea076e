import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEngine } from "../../../src/engines/adapter/child-engine.js";
import type { SmpConfiguration } from "../../../src/engines/conform/cpus/conform.js";
import { configurations } from "../../../src/engines/conform/matrix.js";
import type { Answer, EngineCall } from "../../../src/engines/engine.js";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { modelEngine } from "../../../src/engines/model-engine.js";
import { boards } from "../../../src/machine/configuration/boards.js";
import { readAxes } from "../../../src/machine/configuration/named-axes.js";
import { kernels } from "../kernels.js";
import { held, platform } from "./conform-cpus.js";
import { conformLinux } from "./conform-linux.js";
import { enginesFolder } from "./engines-folder.js";

/** All machines on each board: `npm run campaign:cpus`. */
const isCampaign = process.env.CPUS_BOARDS === "all";

/** What comes within an NMI, what is lost or pends behind it, and a panic on top. */
const beside = [
  [],
  ["nesting=yes"],
  ["nmi-injection=drops"],
  ["latch-depth=2"],
  ["panic=unrecovered", "reason-port=yes"],
  ["pmu=vanishing"],
  ["pmu=window"],
  ["nesting=yes", "nmi-injection=drops"],
  ["kvm-host=touch"],
];

const machines = (["emergency", "rendezvous"] as const).flatMap((value) =>
  (isCampaign ? beside : beside.slice(0, 3)).map((axes) => [`front-handler=${value}`, ...axes]),
);

function onBoards(texts: readonly string[]): readonly SmpConfiguration[] {
  const named = readAxes(["cpus=2", ...texts]);
  return (isCampaign ? boards : boards.slice(0, 1)).map((board) => {
    // No policy is asked in front.
    return { policy: "mainline", platform, board, axes: named };
  });
}

describe.each(kernels)("nmi.c of Linux %s", (name) => {
  test.each(
    // Linux asks the handler of a microcode update from 6.7 on.
    machines
      .filter(([front]) => name !== "6.1" || front !== "front-handler=rendezvous")
      .map((texts) => [texts.join(" "), texts] as const),
  )(
    "on two CPUs does as the model does on every edge with %s",
    async (texts, asked) => {
      const { command } = await buildLinuxEngine(await provisionTree(name));
      const result = await held(command, onBoards(asked));
      expect(result).toMatchObject({ divergences: [], unsupported: [], failure: null });
      expect(result.edges.covered).toBe(result.edges.total);
      expect(result.edges.total).toBeGreaterThan(1_000);
      if (isCampaign) console.log(`${name} ${texts}: ${result.edges.covered} edges`);
    },
    3_600_000,
  );
});

test("a kernel without a rendezvous says so of several CPUs as of one", async () => {
  const { command } = await buildLinuxEngine(await provisionTree("6.1"), {
    policies: ["mainline"],
  });
  const [first] = onBoards(["front-handler=rendezvous"]);
  if (first === undefined) throw new Error("there is no machine");
  const { unsupported } = await held(command, [first]);
  expect(unsupported).toMatchObject([
    { reason: expect.stringContaining("this nmi.c has no rendezvous of a microcode update") },
  ]);
});

/** Calls that the model of several CPUs does not take, among others that it does. */
const dialogues: Readonly<Record<"emergency" | "rendezvous", readonly EngineCall[]>> = {
  emergency: [
    { op: "external", cpu: 0, source: "summons" },
    { op: "external", cpu: 0 },
    { op: "deliver", cpu: 0 },
    { op: "crash", cpu: 0 },
    { op: "crash", cpu: 1 },
    { op: "crash", cpu: 1 },
    { op: "poll", cpu: 0 },
    { op: "decide", cpu: 0 },
    { op: "state", cpu: 0 },
    { op: "deliver", cpu: 0 },
    { op: "poll", cpu: 0 },
    { op: "decide", cpu: 0 },
    { op: "external", cpu: 0 },
    { op: "deliver", cpu: 0 },
    { op: "state", cpu: 0 },
    { op: "state", cpu: 0, set: { pending: false } },
    { op: "external", cpu: 1 },
    { op: "deliver", cpu: 1 },
    { op: "decide", cpu: 1 },
    { op: "decide", cpu: 0 },
    { op: "crash", cpu: 0 },
    // Whoever was shot down stands up again, and the handler is gone.
    { op: "reset" },
    { op: "state", cpu: 0 },
    { op: "external", cpu: 0 },
    { op: "deliver", cpu: 0 },
    { op: "poll", cpu: 0 },
    { op: "decide", cpu: 0 },
    { op: "crash", cpu: 0 },
    { op: "deliver", cpu: 1 },
    { op: "decide", cpu: 1 },
    // The handler is one for all CPUs: taken back on one it is gone on both.
    { op: "state", cpu: 0, set: { summoned: false } },
    { op: "state", cpu: 1 },
    { op: "external", cpu: 0 },
    { op: "deliver", cpu: 0 },
  ],
  rendezvous: [
    { op: "crash", cpu: 0 },
    { op: "external", cpu: 0, source: "summons" },
    { op: "external", cpu: 1, source: "summons" },
    { op: "deliver", cpu: 0 },
    { op: "decide", cpu: 0 },
    { op: "decide", cpu: 0 },
    { op: "poll", cpu: 0 },
    { op: "state", cpu: 0 },
    { op: "external", cpu: 0 },
    { op: "deliver", cpu: 1 },
    // All have come, and none has left.
    { op: "external", cpu: 0, source: "summons" },
    { op: "decide", cpu: 0 },
    { op: "external", cpu: 0, source: "summons" },
    { op: "decide", cpu: 1 },
    { op: "external", cpu: 0, source: "summons" },
    { op: "state", cpu: 0 },
    { op: "state", cpu: 1 },
    { op: "reset" },
    { op: "state", cpu: 1 },
    { op: "external", cpu: 1 },
    { op: "deliver", cpu: 1 },
    { op: "poll", cpu: 1 },
    { op: "decide", cpu: 1 },
  ],
};

test.each(["emergency", "rendezvous"] as const)(
  "where a CPU waits in front (%s), nmi.c refuses as the model does, and is sane",
  async (value) => {
    const tree = await provisionTree("6.12");
    const { command } = await buildLinuxEngine(tree, {
      policies: ["mainline"],
      instrument: "sanitizers",
    });
    const calls = [setupOf(value, 2), ...dialogues[value]];
    const engine = await startEngine(command);
    const [asked, expected] = await Promise.all([engine.ask(calls), modelEngine().ask(calls)]);
    await engine.close();
    expect(asked.map(withoutWords)).toEqual(expected.map(withoutWords));
    expect(asked.map(({ kind }) => kind)).toContain("refused");
  },
);

test("on one CPU nobody crashes for others", async () => {
  const { command } = await buildLinuxEngine(await provisionTree("6.12"));
  const calls = [setupOf("emergency", 1), { op: "crash", cpu: 0 }] as const;
  const engine = await startEngine(command);
  const asked = await engine.ask(calls);
  await engine.close();
  expect(asked.map(withoutWords)).toEqual((await modelEngine().ask(calls)).map(withoutWords));
  expect(asked[1]).toMatchObject({ kind: "refused", code: "unsupported" });
});

function setupOf(value: string, cpus: number): EngineCall {
  return {
    op: "setup",
    policy: "mainline",
    chain: [1],
    rips: 1,
    sticky: false,
    shadow: false,
    cpus,
    axes: { "front-handler": value },
  };
}

/** An answer without the words of a refusal. */
function withoutWords(answer: Answer): unknown {
  return answer.kind === "refused" ? { kind: answer.kind, code: answer.code } : answer;
}

describe("changes of nmi.c that neither one CPU with the axis nor two without it show", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await enginesFolder();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each([
    {
      what: "the emergency handler is called on the boot CPU alone",
      find: "if (ehandler)\n",
      put: "if (ehandler && !smp_processor_id())\n",
      value: "emergency",
    },
    {
      what: "a CPU that crashes goes on to the chain, where it is not the boot CPU",
      find: "return ehandler(type, regs);",
      put: "if (ehandler(type, regs) && !smp_processor_id()) return NMI_HANDLED;",
      value: "emergency",
    },
    {
      what: "the boot CPU alone asks the handler of a microcode update",
      find: "if (microcode_nmi_handler_enabled() && microcode_nmi_handler())",
      put: "if (!smp_processor_id() && microcode_nmi_handler_enabled() && microcode_nmi_handler())",
      value: "rendezvous",
    },
    {
      what: "where the update is over, only the boot CPU is done with its NMI",
      find: "if (microcode_nmi_handler_enabled() && microcode_nmi_handler())",
      put: "if (microcode_nmi_handler_enabled() && microcode_nmi_handler() && !smp_processor_id())",
      value: "rendezvous",
    },
  ])("$what", async ({ value, ...edit }) => {
    const tree = await provisionTree("6.12");
    const options = { policies: ["mainline"] as const, edits: [edit], folder };
    const { command } = await buildLinuxEngine(tree, options);
    const [board] = boards;
    if (board === undefined) throw new Error("there is no board");
    const without: SmpConfiguration = { policy: "mainline", platform, board };
    expect(await held(command, [without])).toMatchObject({ conforms: true });
    const ofOne = configurations([[1]], [1])
      .filter(({ policy, platform: { name } }) => policy === "mainline" && name === "ideal")
      .map((one) => ({ ...one, axes: readAxes([`front-handler=${value}`]) }));
    expect(ofOne).toHaveLength(1);
    expect(await conformLinux(command, { configurations: ofOne })).toMatchObject({
      conforms: true,
    });
    const axes = readAxes(["cpus=2", `front-handler=${value}`]);
    const result = await held(command, [{ ...without, axes }]);
    expect(result.conforms).toBe(false);
    expect(result.divergences.length + (result.failure === null ? 0 : 1)).toBeGreaterThan(0);
  });
});
