import { expect, test } from "vitest";
import { PROGRESS_SCHEMA } from "../../src/cli/progress.js";
import { nmicheck } from "./nmicheck.js";

test("with --json a long check tells once a second on stderr how far it has come", async () => {
  const args = ["check", "--json", "--checker", "explorer", "--policy", "mainline"];
  const { stdout, stderr } = await nmicheck([
    ...[...args, "--platform", "ideal", "--property", "NoSpurious", "--workers", "1"],
    ...["--chain", "3,3,3,3,3", "--rips", "4", "--timeout", "3"],
  ]);
  expect(JSON.parse(stdout).results[0].bound).toBe("3 seconds");
  const lines = stderr
    .split("\n")
    .filter((line) => line.includes(PROGRESS_SCHEMA))
    .map((line) => JSON.parse(line));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThanOrEqual(3);
  for (const line of lines) {
    expect(line).toMatchObject({
      schema: "nmicheck.progress/1",
      policy: "mainline",
      platform: { name: "ideal", chain: [3, 3, 3, 3, 3], rips: 4 },
      states: { distinct: expect.any(Number), generated: expect.any(Number) },
      ratePerSecond: expect.any(Number),
      depth: expect.any(Number),
      queue: expect.any(Number),
      bytes: expect.any(Number),
      atLeastSecondsLeft: expect.any(Number),
    });
  }
});
