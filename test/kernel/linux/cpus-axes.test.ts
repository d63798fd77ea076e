import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { policyNames } from "../../../spec/policies/all.js";
import type { SmpConfiguration } from "../../../src/engines/conform/cpus/conform.js";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { check, replay } from "../../../src/index.js";
import { axes } from "../../../src/machine/configuration/axes.js";
import { boards } from "../../../src/machine/configuration/boards.js";
import { readAxes } from "../../../src/machine/configuration/named-axes.js";
import { nmicheck } from "../../cli/nmicheck.js";
import { cpusFindings, smallest } from "../../conform/cpus-findings.js";
import { slice } from "../../slice.js";
import { kernels } from "../kernels.js";
import { held, platform } from "./conform-cpus.js";
import { enginesFolder } from "./engines-folder.js";

/** All values of the axes on each board under each policy take 20 minutes: `npm run campaign:cpus`. */
const isCampaign = process.env.CPUS_BOARDS === "all";

/** No kernel tree has the bitmap of NMIs' sources; `cpus-front.test.ts` has the handlers in front. */
const values = axes
  .filter(({ name }) => name !== "nmi-source" && name !== "front-handler")
  .flatMap(({ name, values }) => values.map((value) => [`${name}=${value.name}`]));
/** What a panic takes with it is told by the port alone. */
const pairs = [
  ["reason-port=yes", "panic=unrecovered"],
  ["reason-port=yes", "panic=io"],
];
/** In a slice the smallest machine of each axis. */
const each = isCampaign
  ? [...values, ...pairs]
  : [
      ["latch-depth=2"],
      ["touch=yes"],
      ["lvtpc=late"],
      ["handler-quirk=no-ack"],
      ["panic=unknown"],
      ["nesting=yes"],
      ["nmi-injection=again"],
      ...slice([["reason-port=yes"], ["unknown-chain=greedy-own"], ...pairs], 9),
    ];

function onBoards(texts: readonly string[]): readonly SmpConfiguration[] {
  const named = readAxes(["cpus=2", ...texts]);
  const asked = isCampaign ? policyNames : (["mainline"] as const);
  return asked.flatMap((policy) =>
    (isCampaign ? boards : boards.slice(0, 1)).map((board) => {
      return { policy, platform, board, axes: named };
    }),
  );
}

describe.each(kernels)("nmi.c of Linux %s", (name) => {
  test.each(each.map((texts) => [texts.join(" "), texts] as const))(
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

test.each(["kvm-host=yes", "kvm-host=touch"])(
  "`conform --cpus 2` takes %s, of which no engine is told",
  async (axis) => {
    const machine = ["--policy", "mainline", "--platform", "ideal", "--chain", "1", "--ips", "1"];
    const axes = ["--axis", axis, "--axis", "nmi-routing=all"];
    const { stdout, exitCode } = await nmicheck(
      ["conform", "--engine", "linux:6.12", "--cpus", "2", ...machine, ...axes],
      { HOME: process.env.HOME ?? "", XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? "" },
    );
    expect(stdout).toMatch(/ conforms: ([\d,]+) of \1 edges of 1 graph covered, 0 divergences\n/);
    expect(exitCode).toBe(0);
  },
);

test.each(cpusFindings)(
  "$property is violated with $ofCpu on $board, and on nmi.c",
  async (one) => {
    const { ofCpu, board, property, events } = one;
    const asked = { ...smallest, properties: [property] };
    for (const axes of [ofCpu, board]) {
      expect(await check({ ...asked, axes })).toMatchObject([{ verdict: "holds" }]);
    }
    const [found] = await check({ ...asked, axes: { ...ofCpu, ...board } });
    if (found?.verdict !== "violated") throw new Error(`${property} is not violated`);
    expect(found.events).toEqual(events);
    const played = await replay([found.trace], { engine: "linux:6.12" });
    expect(played).toMatchObject([{ verdict: "agrees" }]);
  },
);

describe("changes of nmi.c that neither one CPU nor two without the axis show", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await enginesFolder();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each([
    {
      what: "only the boot CPU runs its handlers again for an NMI that nested",
      find: "if (this_cpu_dec_return(nmi_state))",
      put: "if (this_cpu_dec_return(nmi_state) && !smp_processor_id())",
      texts: ["nesting=yes"],
      externalTo: "boot",
    },
    {
      what: "only the boot CPU panics",
      find: "if (unknown_nmi_panic || panic_on_unrecovered_nmi)",
      put: "if (!smp_processor_id() && (unknown_nmi_panic || panic_on_unrecovered_nmi))",
      texts: ["panic=unknown"],
      // One of the others takes an NMI that nobody claims.
      externalTo: "all",
    },
  ])("$what", async ({ texts, externalTo, ...edit }) => {
    const tree = await provisionTree("6.12");
    const options = { policies: ["mainline"] as const, edits: [edit], folder };
    const { command } = await buildLinuxEngine(tree, options);
    const [board] = boards.filter(({ board }) => board.externalTo === externalTo);
    if (board === undefined) throw new Error("there is no such board");
    const without: SmpConfiguration = { policy: "mainline", platform, board };
    expect(await held(command, [without])).toMatchObject({ conforms: true });
    const result = await held(command, [{ ...without, axes: readAxes(["cpus=2", ...texts]) }]);
    expect(result.conforms).toBe(false);
    expect(result.divergences.length + (result.failure === null ? 0 : 1)).toBeGreaterThan(0);
  });
});
