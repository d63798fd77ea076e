import { describe, expect, test } from "vitest";
import type { Chain } from "../../../spec/platforms.js";
import { type Configuration, configurations } from "../../../src/engines/conform/matrix.js";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { withCoverage } from "../../../src/engines/linux/coverage.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { axes } from "../../../src/machine/configuration/axes.js";
import { readAxes } from "../../../src/machine/configuration/named-axes.js";
import { slice } from "../../slice.js";
import { kernels } from "../kernels.js";
import { conformLinux } from "./conform-linux.js";

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

test("a kernel without the rendezvous of a microcode update refuses it, and both an emergency", async () => {
  for (const [name, value, reason] of [
    ["6.1", "rendezvous", "this nmi.c has no rendezvous of a microcode update"],
    ["6.1", "emergency", "no such axis, or no such value of one"],
    ["6.12", "emergency", "no such axis, or no such value of one"],
  ] as const) {
    const { command } = await buildLinuxEngine(await provisionTree(name));
    const [configuration] = onMachine([`front-handler=${value}`], [[1]]);
    if (configuration === undefined) throw new Error("there is no machine");
    const result = await conformLinux(command, { configurations: [configuration] });
    expect(result.unsupported).toMatchObject([{ reason: expect.stringContaining(reason) }]);
  }
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
