import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { stepText } from "../../src/cli/gate-progress.js";
import { gateProgressSchema } from "../../src/cli/gate-progress-document.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
let config: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "nmicheck-gate-"));
  config = join(folder, "nmicheck.config.ts");
  cpSync(join(packageRoot, "nmicheck.config.ts"), config);
  cpSync(join(packageRoot, "nmicheck.pins"), join(folder, "nmicheck.pins"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const gate = (...args: readonly string[]) =>
  nmicheck(["gate", "--config", config, "--checker", "explorer", "--no-cache", ...args]);

whole("with --json each step is told on stderr, and one document on stdout", async () => {
  const { stdout, stderr, exitCode } = await gate("--gate", "none", "--json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ schema: "nmicheck.gate/1", passes: true });
  const steps = stderr
    .split("\n")
    .filter((line) => line.includes("nmicheck.gate-progress/1"))
    .map((line) => gateProgressSchema.parse(JSON.parse(line)));
  // Four platforms, of each four verdicts and a count.
  expect(steps.map(({ done }) => done)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
  for (const step of steps) expect(step).toMatchObject({ gate: "none", all: 20 });
  expect(steps.filter(({ step }) => step === "counted")).toHaveLength(4);
  expect(steps[0]).toEqual({
    schema: "nmicheck.gate-progress/1",
    gate: "none",
    platform: "ideal",
    property: "NoFalseSwallow",
    step: "checked",
    done: 1,
    all: 20,
    seconds: expect.any(Number),
  });
});

test("a step in words, for a terminal", () => {
  const counts = { done: 12, all: 54, seconds: 3.7 };
  const step = { gate: "mine", platform: "ideal", property: "NoSpurious", ...counts } as const;
  expect(stepText({ ...step, step: "checked" })).toBe(
    "12 of 54 steps, 3 s: mine on ideal, NoSpurious is checked",
  );
  expect(stepText({ ...step, platform: null, property: null, step: "cached" })).toBe(
    "12 of 54 steps, 3 s: mine is answered from its certificate",
  );
});

whole("an amount of memory that is none, or too little", async () => {
  const none = await gate("--memory", "lots");
  expect(none).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(
      "error[configuration/number]: `--memory` takes an amount such as 512m or 4g, not `lots`.",
    ),
  });
  const little = await nmicheck(
    ["gate", "--config", config, "--no-cache", "--gate", "none", "--memory", "100m"],
    {},
  );
  expect(little.exitCode).toBe(2);
  expect(little.stderr).toContain(
    "error[check/over-budget]: a run may take 320 MiB of memory, and there are 75 MiB for it.",
  );
});
