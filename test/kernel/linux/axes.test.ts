import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Chain } from "../../../spec/platforms.js";
import { type Configuration, configurations } from "../../../src/engines/conform/matrix.js";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { withCoverage } from "../../../src/engines/linux/coverage.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import type { KernelTree } from "../../../src/engines/linux/tree.js";
import { axes } from "../../../src/machine/configuration/axes.js";
import { readAxes } from "../../../src/machine/configuration/named-axes.js";
import { slice } from "../../slice.js";
import { kernels } from "../kernels.js";
import { conformLinux } from "./conform-linux.js";
import { enginesFolder } from "./engines-folder.js";

/** Every policy on the ideal platform, on a machine with these values of axes. */
function onMachine(
  texts: readonly string[],
  chains: readonly Chain[],
  rips: readonly number[] = [1, 2],
): readonly Configuration[] {
  const named = readAxes(texts);
  return configurations(chains, rips)
    .filter(({ platform }) => platform.name === "ideal")
    .map((configuration) => ({ ...configuration, axes: named }));
}

/** No kernel tree has the bitmap of NMIs' sources: the reference engine is checked against it. */
const inNmiC = axes.filter(({ name }) => name !== "nmi-source" && name !== "front-handler");
/** A kernel that crashes: what comes within an NMI, what pends behind it, and a panic on top. */
const emergency = [
  ["front-handler=emergency"],
  ["front-handler=emergency", "nesting=yes", "panic=unknown"],
  ["front-handler=emergency", "latch-depth=2", "reason-port=known"],
];
const each = [
  ...inNmiC.flatMap(({ name, values }) => values.map((value) => [`${name}=${value.name}`])),
  // What a panic takes with it is told by the port alone.
  ["reason-port=yes", "panic=unrecovered"],
  ["reason-port=yes", "panic=io"],
  ["reason-port=greedy", "panic=unknown"],
];

/** Linux asks the handler of a microcode update from 6.7 on. */
const ofKernel = (name: "6.1" | "6.12") =>
  name === "6.1" ? each : [["front-handler=rendezvous"], ...each];

describe.each(kernels)("nmi.c of Linux %s, when it crashes", (name) => {
  test.each(emergency.map((values) => [values.join(" "), values] as const))(
    "does as the model with %s",
    async (_, values) => {
      const { command } = await buildLinuxEngine(await provisionTree(name));
      const result = await conformLinux(command, { configurations: onMachine(values, [[1]]) });
      expect(result).toMatchObject({ divergences: [], failure: null, unsupported: [] });
      expect(result.edges.covered).toBe(result.edges.total);
      expect(result.edges.total).toBeGreaterThan(7_000);
    },
  );
});

const chainsOf = { "6.1": [[1], [2]], "6.12": [[1], [1, 1], [2]] } as const;

describe.each(kernels.map((name) => [name, chainsOf[name]] as const))(
  "nmi.c of Linux %s does as the model of the full model on every edge",
  (name, chains) => {
    test.each(slice(ofKernel(name), 2).map((values) => [values.join(" "), values] as const))(
      "%s",
      async (_, values) => {
        const { command } = await buildLinuxEngine(await provisionTree(name));
        const result = await conformLinux(command, { configurations: onMachine(values, chains) });
        expect(result.divergences).toEqual([]);
        expect(result.failure).toBeNull();
        expect(result.unsupported).toEqual([]);
        expect(result.edges.covered).toBe(result.edges.total);
        expect(result.edges.total).toBeGreaterThan(8_000);
      },
    );
  },
);

/** The tree's nmi.c as it was before a crash had a handler of its own. */
function withoutEmergency(tree: KernelTree): KernelTree {
  const nmiC = tree.nmiC.replaceAll(/set_emergency_nmi_handler(?=\()/g, "set_another_handler");
  return { ...tree, nmiC };
}

test.each([
  ["rendezvous", "this nmi.c has no rendezvous of a microcode update: front-handler=rendezvous is"],
  ["emergency", "this nmi.c has no set_emergency_nmi_handler: front-handler=emergency is"],
])("a kernel that cannot play front-handler=%s says why", async (value, reason) => {
  const tree = withoutEmergency(await provisionTree("6.1"));
  const { command } = await buildLinuxEngine(tree, { policies: ["mainline"] });
  const machines = onMachine([`front-handler=${value}`], [[1]]);
  const configuration = machines.find(({ policy }) => policy === "mainline");
  if (configuration === undefined) throw new Error("there is no machine");
  const result = await conformLinux(command, { configurations: [configuration] });
  expect(result.unsupported).toMatchObject([{ reason: expect.stringContaining(reason) }]);
});

describe("changes of nmi.c that only a crash shows", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await enginesFolder();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each([
    {
      what: "the emergency handler is never stored",
      find: "desc->emerg_handler = handler;",
      put: "(void)0;",
    },
    {
      what: "the handlers of the chain are called all the same",
      find: "return ehandler(type, regs);",
      put: "ehandler(type, regs);",
    },
    {
      what: "the emergency handler is that of the NMI_UNKNOWN chain",
      find: "ehandler = desc->emerg_handler;",
      put: "ehandler = type == NMI_UNKNOWN ? nmi_desc[NMI_LOCAL].emerg_handler : NULL;",
    },
  ])("$what", async (edit) => {
    const tree = await provisionTree("6.12");
    const options = { policies: ["mainline"] as const, edits: [edit], folder };
    const { command } = await buildLinuxEngine(tree, options);
    const ask = async (texts: readonly string[]) => {
      const machines = onMachine(texts, [[1]]).filter(({ policy }) => policy === "mainline");
      return (await conformLinux(command, { configurations: machines })).conforms;
    };
    expect(await ask([])).toBe(true);
    expect(await ask(["front-handler=emergency"])).toBe(false);
  });
});

test.each(kernels)(
  "with axes, all of nmi.c of Linux %s is reached that is said to be",
  async (name) => {
    const engine = await buildLinuxEngine(await provisionTree(name), { instrument: "coverage" });
    const machines = [
      ["touch=yes"],
      ["reason-port=yes"],
      ["reason-port=known"],
      ["unknown-chain=greedy"],
      ["nesting=yes"],
      ["panic=unknown"],
      ["reason-port=yes", "panic=unrecovered"],
      ["reason-port=yes", "panic=io"],
      ["front-handler=emergency"],
      // 6.1 has no rendezvous, and no line of one.
      ...(name === "6.1" ? [] : [["front-handler=rendezvous"]]),
    ];
    const { result, coverage } = await withCoverage(engine, "mainline", (command) =>
      conformLinux(command, { configurations: machines.flatMap((one) => onMachine(one, [[1]])) }),
    );
    expect(result.conforms).toBe(true);
    expect(coverage.notReached.filter(({ reason }) => reason?.includes("--axis"))).toEqual([]);
  },
);
