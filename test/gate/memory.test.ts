import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { MemoryBudget } from "../../src/analyses/check/memory-budget.js";
import { measure } from "../../src/analyses/vacuity/measure.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { runGates } from "../../src/gates/gate/run-gates.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { slice } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";
import { stubProgram } from "../tlc/stub-programs.js";
import { configText, project } from "./project.js";

const MEBIBYTE = 2 ** 20;
/** What a run of TLC is taken to need beside its heap. */
const BESIDE_THE_HEAP = 256;

afterEach(() => {
  vi.unstubAllEnvs();
});

const expected = '{ NoFalseSwallow: "holds", NoSpurious: "violated", NoMasked: "violated" }';
const gates = ["none"].map(
  (policy) =>
    `{ name: "${policy}", policy: "${policy}", chain: [1], rips: 1, expect: { ideal: ${expected}, sticky: ${expected} } },`,
);

const budgets: readonly (readonly [mebibytes: number, heap: string | undefined])[] = [
  [700, undefined],
  [1400, undefined],
  [1200, "300m"],
];

test.each(slice(budgets, 2))(
  "all gates together never take more than %d MiB (--heap %s)",
  async (mebibytes, heap) => {
    const folder = project({ "nmicheck.config.ts": configText(...gates) });
    const { jar } = await provisioned();
    const log = join(folder, "log");
    // A Java that writes down when it begins and ends, and how much of a heap it was given.
    await stubProgram(
      join(folder, "java", "bin"),
      "java",
      `if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; exit 0; fi
for word in "$@"; do case "$word" in -Xmx*m) heap=\${word#-Xmx}; heap=\${heap%m};; esac; done
echo "+ $heap" >> '${log}'; sleep 0.05; echo "- $heap" >> '${log}'; exit 1`,
    );
    vi.stubEnv("JAVA_HOME", join(folder, "java"));
    const planned: number[] = [];
    const opened = loadConfig(join(folder, "nmicheck.config.ts"));
    await runGates(
      opened,
      {
        version: "0.0.0",
        checker: "tlc",
        tlcJar: jar.path,
        cache: false,
        memoryBytes: mebibytes * MEBIBYTE,
        workers: 1,
        ...(heap === undefined ? {} : { heap }),
      },
      { onPlan: (bytes) => planned.push(bytes) },
    );
    // What TLC has failed on is not counted; so it is counted here.
    const budget = new MemoryBudget(mebibytes * MEBIBYTE, (bytes) => planned.push(bytes));
    const tools = {
      jar,
      java: { command: join(folder, "java", "bin", "java"), version: "17.0.1" },
    };
    const loaded = await loadPolicy("none");
    if (loaded.kind === "refused") throw new Error("none is built in");
    const { policy } = loaded;
    const subjects = (["ideal", "sticky", "shadow"] as const).map((name) => ({
      policy,
      platform: namedPlatform(name, [1], 1),
    }));
    const { measured } = await measure(subjects, {
      tools,
      budget,
      ...(heap === undefined ? {} : { heap }),
    });
    expect(measured.map(({ tlc }) => tlc?.kind)).toEqual(["failed", "failed", "failed"]);
    expect(Math.max(...planned)).toBeLessThanOrEqual(mebibytes * MEBIBYTE);
    expect(planned.at(-1)).toBe(0);
    const lines = readFileSync(log, "utf8").trim().split("\n");
    // Machines share a run, unless a heap is asked for: then six questions, of which those that hold
    // share a run; and three state spaces to be counted.
    expect(lines.length).toBeGreaterThanOrEqual(2 * ((heap === undefined ? 1 : 4) + 3));
    let [taken, most] = [0, 0];
    for (const line of lines) {
      const [sign, size] = line.split(" ");
      const own = Number(size) + BESIDE_THE_HEAP;
      expect(own).toBeGreaterThan(BESIDE_THE_HEAP);
      taken += sign === "+" ? own : -own;
      most = Math.max(most, taken);
    }
    expect(taken).toBe(0);
    expect(most).toBeLessThanOrEqual(mebibytes);
  },
);
