import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeLivenessFiles, writeTlcFiles } from "../../src/analyses/check/tlc-files.js";
import { untrustedRun } from "../../src/analyses/check/untrusted-run.js";
import type { TlcTask } from "../../src/checkers/tlc/command-line.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { loadPolicy } from "../../src/machine/policy/load.js";

test("a run that a known bug can touch is not begun, and its verdict is `failed`", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-untrusted-"));
  try {
    const loaded = await loadPolicy("none");
    if (loaded.kind === "refused") throw loaded.diagnostics[0];
    const { policy } = loaded;
    const subject = { policy, platform: namedPlatform("ideal", [1], 1) };
    const compiled = await policy.compile();
    const files = await writeTlcFiles(folder, "states", subject, compiled, ["NoStranded"]);
    const { module, config } = files;
    const task: TlcTask = {
      module,
      config,
      workers: 1,
      fingerprintIndex: 0,
      checkDeadlock: true,
      tuning: "short",
    };
    expect(untrustedRun(files.examined, task)).toBeNull();
    const inTheEnd = await writeLivenessFiles(
      join(folder, "end"),
      subject,
      compiled,
      "EveryEventHandled",
    );
    expect(inTheEnd.examined.fairness?.name).toBe("KernelRuns");
    expect(untrustedRun(inTheEnd.examined, { ...task, temporal: true })).toBeNull();
    const { examined } = files;
    const inner = "Inner == INSTANCE Other\nCan == ENABLED Inner!Step";
    const touched = { ...examined, modules: [...examined.modules, inner] };
    const { outcome } = untrustedRun(touched, task) ?? {};
    expect(outcome).toMatchObject({ kind: "failed", diagnostic: { code: "tlc/known-bug" } });
    // Without the one worker that temporal properties need.
    expect(untrustedRun(inTheEnd.examined, { ...task, workers: 2 })?.outcome).toMatchObject({
      kind: "failed",
      diagnostic: { message: expect.stringContaining("tlaplus#971") },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
