import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { knownBugNames } from "../../../src/checkers/tlc/canaries/canary.js";
import { askCanaries } from "../../../src/checkers/tlc/canaries/kept.js";
import { runCanary } from "../../../src/checkers/tlc/canaries/run-canary.js";
import { canaries, withoutCanary } from "../../../src/checkers/tlc/canaries/specifications.js";
import { whole } from "../../slice.js";
import { provisioned } from "../provisioned.js";
import { useScratch } from "../scratch.js";
import { stubProgram } from "../stub-programs.js";

const scratch = useScratch();

test("every known bug has a canary, or a reason why not", () => {
  const named = [...canaries.map(({ bug }) => bug), ...Object.keys(withoutCanary)];
  expect(named.sort()).toEqual([...knownBugNames].sort());
});

whole("what TLC 2.18 has, asked once", async () => {
  const { java, jar } = await provisioned();
  const folder = join(scratch.folder, "canaries");
  const asked: string[] = [];
  const request = { java, jar, folder, onCanary: (bug: string) => void asked.push(bug) };
  const bugs = await askCanaries(request);
  const states = Object.fromEntries(Object.entries(bugs).map(([bug, { state }]) => [bug, state]));
  expect(states).toEqual({
    "tlaplus#725": "present",
    "tlaplus#742": "unknown",
    "tlaplus#971": "present",
    "tlaplus#1112": "unknown",
    "tlaplus#1145": "present",
    "tlaplus#1302": "present",
    "tlaplus#1348": "absent",
    "tlaplus#1385": "present",
    "tlaplus#1440": "present",
  });
  expect(asked).toHaveLength(7);
  expect(await readdir(folder)).toEqual([`${jar.sha256}.json`]);
  expect(await askCanaries(request)).toEqual(bugs);
  expect(asked).toHaveLength(7);
});

test("a jar that never finds anything has no answer, rather than no bug", async () => {
  const { jar } = await provisioned();
  const says = (code: number, text: string): string =>
    `echo '@!@!@STARTMSG ${code}:0 @!@!@'; echo '${text}'; echo '@!@!@ENDMSG ${code} @!@!@'`;
  await stubProgram(scratch.folder, "java", says(2186, "Finished in 1ms at (2026-01-01 00:00:00)"));
  const java = { command: join(scratch.folder, "java"), version: "17.0.1" };
  for (const canary of canaries) {
    expect(await runCanary(canary, { java, jar })).toMatchObject({ state: "unknown" });
  }
});
