import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { packageRoot } from "../../src/base/package/root.js";
import { builtProgram } from "../../src/base/process/built-program.js";
import { startEngine } from "../../src/engines/adapter/child-engine.js";
import { type Conformance, conform } from "../../src/engines/conform/conform.js";
import { type Configuration, configurations } from "../../src/engines/conform/matrix.js";
import { referenceCommand } from "../../src/engines/open.js";
import { axisNames } from "../../src/engines/reference/axes.js";
import { axes } from "../../src/machine/configuration/axes.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { cpuTraceSchema } from "../../src/machine/trace/schema.js";
import { nmicheck } from "../cli/nmicheck.js";
import { slice, whole, wholly } from "../slice.js";
import { axisMutants, type Mutant, mutants, sourceMutants } from "./reference-mutants.js";

const origin = {
  nmicheck: "0.1.0",
  modelOf: () => ({ name: "NMI", sha256: "0".repeat(64) }),
};
const sources = join(packageRoot, "src", "engines", "reference");

whole("the reference engine agrees with the model on every edge of the test matrix", async () => {
  const engine = await startEngine([
    process.execPath,
    builtProgram("src/engines/reference/main.ts"),
  ]);
  expect(configurations()).toHaveLength(96);
  const result = await conform(engine, { origin });
  await engine.close();
  expect(result).toMatchObject({
    engine: { name: "nmicheck-reference" },
    edges: { total: 490_580, covered: 490_580 },
    divergences: [],
    unsupported: [],
    failure: null,
    conforms: true,
  });
});

/** Every policy on the four platforms, on a machine that reports NMIs' sources. */
function reporting(value: string, chains: readonly Chain[], rips: readonly number[]) {
  const axes = readAxes([`nmi-source=${value}`]);
  return configurations(chains, rips).map((configuration) => ({ ...configuration, axes }));
}

const sourced: readonly (readonly [value: string, chains: readonly Chain[]])[] = [
  ["lint1", [[1], [1, 1], [2]]],
  ["unnamed", [[1], [1, 1]]],
  ["empty", [[1], [1, 1]]],
  ["handler-unnamed", [[1], [1, 1]]],
  ["handler-lint1", [[1], [1, 1], [2]]],
];

test.each(wholly(sourced))("so it does with nmi-source=%s", async (value, chains) => {
  const engine = await startEngine(referenceCommand());
  const result = await conform(engine, {
    origin,
    configurations: reporting(value, chains, [1, 2]),
  });
  await engine.close();
  expect(result).toMatchObject({ divergences: [], unsupported: [], failure: null, conforms: true });
  expect(result.edges.covered).toBe(result.edges.total);
  expect(result.edges.total).toBeGreaterThan(50_000);
});

test("the reference engine shares nothing with the model", async () => {
  for (const file of await readdir(sources)) {
    const text = await readFile(join(sources, file), "utf8");
    for (const [statement, isType, from = ""] of text.matchAll(
      /^import (type )?[^;]*from "(.*)";$/gm,
    )) {
      const isOwn = /^\.\/[a-z-]+\.js$/.test(from);
      const isProtocolType = from === "../protocol.js" && isType !== undefined;
      expect(isOwn || isProtocolType, `${file}: ${statement}`).toBe(true);
    }
  }
});

describe("a mutant of the reference engine is told apart", () => {
  const caught: string[] = [];
  let folder = "";

  /** The files that a mutant leaves alone are transpiled once. */
  const known = new Map<string, string>();
  function transpiled(text: string): string {
    const outputText =
      known.get(text) ??
      ts.transpileModule(text, {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
      }).outputText;
    known.set(text, outputText);
    return outputText;
  }

  /** Compiles the engine's sources into a folder, one of them changed. */
  async function compile(change: (file: string, text: string) => string): Promise<string> {
    const into = await mkdtemp(join(folder, "engine-"));
    for (const file of await readdir(sources)) {
      const text = change(file, await readFile(join(sources, file), "utf8"));
      await writeFile(join(into, file.replace(/\.ts$/, ".js")), transpiled(text));
    }
    return into;
  }

  async function heldAgainstModel(
    program: string,
    wanted: readonly Configuration[] = configurations([[1, 1], [2]], [2]),
  ): Promise<Conformance> {
    const engine = await startEngine([process.execPath, join(program, "main.js")]);
    const result = await conform(engine, {
      origin,
      configurations: wanted,
      mostDivergences: 1,
    });
    await engine.close();
    return result;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "nmicheck-mutants-"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    console.log(["mutants of the reference engine, and what caught each:", ...caught].join("\n"));
  });

  whole("the engine that is not changed conforms", async () => {
    const plain = await compile((_, text) => text);
    expect(await heldAgainstModel(plain)).toMatchObject({ conforms: true });
  });

  /** Compiles a mutant. */
  function compileMutant({ file, from, to }: Mutant): Promise<string> {
    return compile((changed, text) => {
      if (changed !== file) return text;
      // An edit that no longer applies says nothing.
      expect(text.split(from), `${file} has the text to change once`).toHaveLength(2);
      return text.replace(from, () => to);
    });
  }

  test.each(slice(sourceMutants, 3))("with a bitmap of sources: $name", async (mutant) => {
    const program = await compileMutant(mutant);
    const each = sourced.flatMap(([value]) => reporting(value, [[1, 1]], [1]));
    const result = await heldAgainstModel(program, each);
    expect(result.conforms).toBe(false);
    expect(result.divergences).toHaveLength(1);
  });

  test.each(slice(axisMutants, 7))(
    "on a machine with $axes: $name",
    async ({ axes, ...mutant }) => {
      const program = await compileMutant(mutant);
      const named = readAxes(axes);
      const machines = configurations([[1, 1], [2]], [2]).map((one) => ({ ...one, axes: named }));
      const result = await heldAgainstModel(program, machines);
      expect(result.conforms).toBe(false);
      expect(result.failure).toBeNull();
      expect(result.divergences.map((one) => one.trace.axes)).toEqual([named.names]);
      // The core's machine does not show it.
      const bare = await heldAgainstModel(program, configurations([[1]], [1]));
      expect(bare.conforms).toBe(true);
    },
  );

  test("there is one for each value of an axis of the reference engine", () => {
    const named = new Set(axisMutants.flatMap((one) => one.axes));
    const values = axes
      .filter(({ name }) => axisNames.includes(name))
      .flatMap((axis) => axis.values.map((value) => `${axis.name}=${value.name}`));
    // No engine is told of an NMI that comes again.
    const told = values.filter((value) => value !== "nmi-injection=again");
    expect(told.filter((value) => !value.startsWith("nmi-source="))).toEqual(
      values.filter((value) => named.has(value)),
    );
  });

  whole(
    "the trace of a divergence on a machine with an axis ends where the engine differs",
    async () => {
      const [mutant] = axisMutants;
      if (mutant === undefined) throw new Error("there is no mutant");
      const program = await compileMutant(mutant);
      const out = join(folder, "divergences");
      const engine = ["--engine-command", `${process.execPath} ${join(program, "main.js")}`];
      const machine = ["--policy", "mainline", "--platform", "ideal", "--chain", "1", "--ips", "1"];
      const run = await nmicheck(
        ["conform", ...engine, ...machine, "--axis", "touch=yes", "--out", out],
        {},
      );
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toContain(" does not conform: ");
      expect(run.stdout).toMatch(/≠ last_nmi_rip +none +1$/m);
      const file = join(out, "mainline-ideal-chain-1-rips-1-touch-yes-divergence-1.trace.json");
      const trace = cpuTraceSchema.parse(JSON.parse(await readFile(file, "utf8")));
      expect(trace.axes).toEqual({ touch: "yes" });
      expect(trace.events.at(-1)?.event).toBe("touch");
      expect(trace.events.at(-1)?.state.lastNmiRip).toBeNull();
      const replayed = await nmicheck(["replay", file, ...engine], {});
      expect(replayed.stdout).toContain("last_nmi_rip is empty in the model, but 1 on the engine");
      expect(replayed.exitCode).toBe(1);
      expect((await nmicheck(["replay", file], {})).exitCode).toBe(0);
    },
  );

  test.each(slice(mutants, 5))("$name", async (mutant) => {
    const { name } = mutant;
    const program = await compileMutant(mutant);
    const result = await heldAgainstModel(program);
    expect(result.conforms).toBe(false);
    const [divergence] = result.divergences;
    if (divergence === undefined) throw new Error(`not caught: ${JSON.stringify(result)}`);
    const { policy, platform } = divergence;
    caught.push(`  ${name} → ${policy}, ${platform.name}: ${divergence.sentence}`);
  });
});
