import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { axes } from "../../../src/machine/configuration/axes.js";
import { cpuTraceSchema } from "../../../src/machine/trace/schema.js";
import { nmicheck } from "../../cli/nmicheck.js";
import { kernels } from "../kernels.js";

const home = { HOME: process.env.HOME ?? "", XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? "" };

const playedSchema = z.object({
  results: z.array(z.object({ file: z.string(), verdict: z.string() })),
});

let folder = "";
/** The axes of each trace, by the name of its file. */
const axesOf = new Map<string, Readonly<Record<string, string>>>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-axes-"));
  const args = ["check", "--axes", "--policy", "mainline", "--checker", "explorer"];
  const { exitCode, stderr } = await nmicheck([...args, "--out", folder], home);
  expect(stderr).toBe("");
  // Some properties are violated.
  expect(exitCode).toBe(1);
  for (const name of await readdir(folder)) {
    if (!name.endsWith(".trace.json")) continue;
    const trace = cpuTraceSchema.parse(JSON.parse(await readFile(join(folder, name), "utf8")));
    axesOf.set(name, trace.axes ?? {});
  }
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** FRED's sources are in no kernel yet, the rendezvous of a microcode update is from 6.7 on. */
function isRefused(
  version: string,
  { "front-handler": front, ...names }: Readonly<Record<string, string>>,
): boolean {
  if (front === "rendezvous" && version === "6.1") return true;
  return "nmi-source" in names;
}

describe.each(kernels)("nmi.c of Linux %s", (version) => {
  test("shows every counterexample of the machines with an axis", async () => {
    const { stdout } = await nmicheck(
      ["replay", folder, "--engine", `linux:${version}`, "--json"],
      home,
    );
    const { results } = playedSchema.parse(JSON.parse(stdout));
    expect(results.length).toBe(axesOf.size);
    const shown = new Set<string>();
    for (const { file, verdict } of results) {
      const names = Object.keys(axesOf.get(basename(file)) ?? {});
      expect({ file, verdict }).toEqual({
        file,
        verdict: isRefused(version, axesOf.get(basename(file)) ?? {}) ? "unsupported" : "agrees",
      });
      if (verdict === "agrees") for (const name of names) shown.add(name);
    }
    const theirs = axes.map(({ name }) => name).filter((name) => name !== "nmi-source");
    expect([...shown].sort()).toEqual([...theirs].sort());
  }, 180_000);
});
