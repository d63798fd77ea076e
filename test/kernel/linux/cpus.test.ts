import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { policyNames } from "../../../spec/policies/all.js";
import { startEngine } from "../../../src/engines/adapter/child-engine.js";
import {
  conformOnCpus,
  playOnCpus,
  type SmpConfiguration,
  type SmpConformance,
  type SmpConformOptions,
} from "../../../src/engines/conform/cpus/conform.js";
import { testEngine } from "../../../src/engines/conformance/test-engine.js";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import type { KernelTree } from "../../../src/engines/linux/tree.js";
import { boards, boardsOf } from "../../../src/machine/configuration/boards.js";
import { namedPlatform } from "../../../src/machine/configuration/platform.js";
import { everyStateProperty } from "../../../src/machine/model/property-names.js";
import { smpCounterexamples } from "../../conform/smp-counterexample.js";
import { slice, whole } from "../../slice.js";
import { kernels } from "../kernels.js";
import { conformLinux } from "./conform-linux.js";
import { enginesFolder } from "./engines-folder.js";

const single = namedPlatform("ideal", [1], 1);
const pair = namedPlatform("ideal", [1, 1], 1);
const double = namedPlatform("ideal", [2], 1);

/** On all boards the machines with a second handler take minutes: `npm run campaign:cpus`. */
const isCampaign = process.env.CPUS_BOARDS === "all";

/**
 * Every built-in policy on each board of two CPUs; in a slice those beside mainline on the plainest
 * board and on that with all edges of the port: with one slot all three have one graph, and they differ
 * in what was compiled alone.
 */
const matrix = policyNames.flatMap((policy) =>
  (isCampaign || policy === "mainline" ? boards : slice(boards, boards.length - 1)).map(
    (board) => ({ policy, platform: single, board }),
  ),
);

type Command = readonly [string, ...string[]];

async function heldOnCpus(command: Command, options: SmpConformOptions): Promise<SmpConformance> {
  const engine = await startEngine(command);
  try {
    return await conformOnCpus(engine, options);
  } finally {
    await engine.close().catch(() => {});
  }
}

function expectAll(result: SmpConformance): void {
  expect(result).toMatchObject({ divergences: [], unsupported: [], failure: null, conforms: true });
  expect(result.edges.covered).toBe(result.edges.total);
}

describe.each(kernels)("nmi.c of Linux %s on two CPUs", (name) => {
  let tree: KernelTree;
  beforeAll(async () => {
    tree = await provisionTree(name);
  });

  test("does as the model does on every edge of each board, under each policy", async () => {
    const { command } = await buildLinuxEngine(tree);
    const result = await heldOnCpus(command, { configurations: matrix });
    expectAll(result);
    expect(result.edges.total).toBeGreaterThan(isCampaign ? 400_000 : 200_000);
  });

  test("does so with a second handler, on every edge", async () => {
    const { command } = await buildLinuxEngine(tree, { policies: ["mainline"] });
    const asked = isCampaign ? boards : boards.slice(0, 1);
    const configurations = asked.map((board) => {
      return { policy: "mainline" as const, platform: pair, board };
    });
    const result = await heldOnCpus(command, { configurations });
    expectAll(result);
    expect(result.edges.total).toBeGreaterThan(isCampaign ? 4_500_000 : 100_000);
  });

  whole("does so with sanitizers, with two places, and with three CPUs", async () => {
    const { command } = await buildLinuxEngine(tree, { instrument: "sanitizers" });
    const machines = [
      { policy: "mainline", platform: namedPlatform("sticky+shadow", [1], 2), board: boards[0] },
      { policy: "v5", platform: single, board: boardsOf(3)[2] },
    ] as const;
    const configurations = machines.flatMap(({ board, ...one }): readonly SmpConfiguration[] =>
      board === undefined ? [] : [{ ...one, board }],
    );
    expect(configurations).toHaveLength(2);
    expectAll(await heldOnCpus(command, { configurations }));
  });

  test.each(slice(boards, 11))(
    "the shortest counterexamples happen there: $name",
    async (board) => {
      const { command } = await buildLinuxEngine(tree);
      const engine = await startEngine(command);
      let played = 0;
      for (const platform of [single, pair, double]) {
        const configuration = { policy: "mainline" as const, platform, board };
        if (platform !== single && board.board.externalTo === "all") continue;
        const counterexample = await smpCounterexamples(configuration);
        for (const property of everyStateProperty) {
          const path = counterexample(property);
          if (path === null) continue;
          expect(await playOnCpus(engine, configuration, path)).toBeNull();
          played++;
        }
      }
      await engine.close();
      expect(played).toBeGreaterThan(0);
    },
  );
});

describe("changes of nmi.c that one CPU does not show", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await enginesFolder();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const decision = "if (b2b && __this_cpu_read(swallow_nmi))";
  const unlock = "raw_spin_unlock(&nmi_reason_lock);\n\n\t/*\n\t * Only";

  test.each([
    {
      what: "only the boot CPU swallows",
      find: decision,
      put: "if (!smp_processor_id() && b2b && __this_cpu_read(swallow_nmi))",
      platform: namedPlatform("ideal", [2], 1),
    },
    {
      what: "only the boot CPU remembers last_nmi_rip",
      find: "__this_cpu_write(last_nmi_rip, regs->ip);",
      put: "if (!smp_processor_id()) __this_cpu_write(last_nmi_rip, regs->ip);",
      platform: single,
    },
    {
      what: "only the boot CPU reports",
      find: "unknown_nmi_error(reason, regs);",
      put: "if (!smp_processor_id()) unknown_nmi_error(reason, regs);",
      platform: single,
    },
    {
      what: "another CPU than the boot CPU leaves nmi_reason_lock locked",
      find: unlock,
      put: `if (!smp_processor_id()) ${unlock}`,
      platform: single,
    },
    {
      what: "a CPU that finds nmi_reason_lock taken goes on",
      find: "while (!raw_spin_trylock(&nmi_reason_lock)) {",
      put: "while (!raw_spin_trylock(&nmi_reason_lock) && !smp_processor_id()) {",
      platform: single,
    },
  ])("$what", async ({ platform, ...edit }) => {
    const tree = await provisionTree("6.12");
    const options = { policies: ["mainline"] as const, edits: [edit], folder };
    const { command } = await buildLinuxEngine(tree, options);
    const alone = await conformLinux(command, {
      configurations: [{ policy: "mainline", platform }],
      mostDivergences: 1,
    });
    expect(alone.conforms).toBe(true);
    const configurations = boards
      .filter(({ board }) => board.externalTo === "all" || board.sharedTo === "none")
      .map((board) => ({ policy: "mainline" as const, platform, board }));
    const { results } = await testEngine(command);
    const failed = results.filter(({ verdict }) => verdict === "failed").map(({ name }) => name);
    expect(failed.filter((one) => !one.startsWith("cpus/"))).toEqual([]);
    expect(failed).not.toEqual([]);
    const together = await heldOnCpus(command, { configurations, mostDivergences: 1 });
    expect(together.conforms).toBe(false);
    // A lock that is released twice ends the engine as well.
    expect(together.divergences.length + (together.failure === null ? 0 : 1)).toBeGreaterThan(0);
  });
});
