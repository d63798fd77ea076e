import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { certifyWindow } from "../../src/analyses/audit/certify-log.js";
import { tlcWindows } from "../../src/analyses/audit/tlc-window.js";
import { chooseTools } from "../../src/analyses/check/check.js";
import type { TlcTools } from "../../src/analyses/check/tlc-conclusions.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { HEAD, idle, nmi, uhhuh } from "../audit/log-lines.js";
import { axesOfLogs, randomLog } from "../audit/random-log.js";
import { auditText } from "../audit/soundness.js";
import { nmicheck } from "../cli/nmicheck.js";

/** As many random logs of each axis, and of the core, TLC follows as well. */
const EACH = Number(process.env.AUDIT_TLC_LOGS ?? 1);
const FIRST = Number(process.env.RANDOM_SEED ?? 2011) * 100_000;
const NMIS = 12;

/** The first seeds whose logs are of machines with this axis; with none for null. */
function seedsOf(axis: string | null): readonly number[] {
  const found: number[] = [];
  for (let seed = FIRST; found.length < EACH; seed++) {
    const { names = {} } = randomLog(seed, 1).machine.axes ?? {};
    const own = Object.entries(names).map(([name, value]) => `${name}=${value}`);
    if ((own[0] ?? null) === axis) found.push(seed);
  }
  return found;
}
const seeds = [null, ...axesOfLogs].flatMap((axis) =>
  seedsOf(axis).map((seed) => [seed, axis ?? "no axis"] as const),
);

let tools: TlcTools;
beforeAll(async () => {
  const found = await chooseTools({ checker: "tlc" }, {});
  if (found === null) throw new Error("there is no TLC");
  tools = found;
});

test.each(seeds)(
  "TLC says of random log %i, with %s, what the observers say",
  async (seed) => {
    const log = randomLog(seed, NMIS);
    const loaded = await loadPolicy("mainline");
    if (loaded.kind === "refused") throw new Error("mainline is not there");
    const machine = { ...log.machine, policy: loaded.policy };
    const { window, counts } = auditText(log.text, log);
    const asked = window.flatMap(({ nmis }) => nmis);
    expect(asked.length).toBe(counts.nmis);
    for (const part of window) {
      // Small windows: each goes on from the states in which the one before ends.
      for (const one of tlcWindows(machine, part, 5)) {
        expect(await certifyWindow(machine, one, { tools })).not.toBeNull();
      }
    }
  },
  600_000,
);

test("TLC explains no more of a log that cannot be than the observers do", async () => {
  const log = [
    ...HEAD,
    ...nmi(1, "x+0x1/0x9", 1, 0),
    ...nmi(2, idle, 2, 0),
    ...nmi(3, idle, 0, 0),
    uhhuh(3.00001),
    ...nmi(4, "z+0x1/0x9", 0, 1),
  ];
  const loaded = await loadPolicy("mainline");
  if (loaded.kind === "refused") throw new Error("mainline is not there");
  const machine = { policy: loaded.policy, platform: "ideal", axes: undefined } as const;
  const { window, unexplained } = auditText(`${log.join("\n")}\n`, {
    machine,
    unknownHandlers: [],
  });
  expect(unexplained.map(({ number }) => number)).toEqual([3]);
  for (const part of window) {
    for (const one of tlcWindows(machine, part)) {
      expect((await certifyWindow(machine, one, { tools }))?.distinct).toBeGreaterThan(1000);
    }
  }
});

test("the command says of how many NMIs TLC says the same, and keeps the trace specification", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-audit-tlc-"));
  try {
    const file = join(folder, "many.log");
    const nmis = Array.from({ length: 701 }, (_, index) =>
      nmi(index + 1, `x+0x${index}/0x9`, 1, 0),
    );
    await writeFile(file, `${[...HEAD, ...nmis.flat()].join("\n")}\n`);
    const out = join(folder, "tla");
    const { stdout, exitCode } = await nmicheck([
      ...["audit", file, "--checker", "tlc", "--out", out, "--tlc-nmis", "700"],
    ]);
    expect(stdout).toContain(
      "TLC says the same of the first 700 of 701 NMIs, and was not asked about the others (`--tlc-nmis` asks about more): ",
    );
    expect(stdout).toContain("(3 windows, ");
    expect(exitCode).toBe(0);
    expect(await readFile(join(out, "window-1", "NmiLog.tla"), "utf8")).toContain("300: #300");
    const last = await readFile(join(out, "window-3", "NmiLog.tla"), "utf8");
    expect(last).toContain("1: #601");
    expect(last).toContain("CASE n = 1 -> {");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
