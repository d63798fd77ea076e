import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-init-"));
  env = { HOME: folder, XDG_CACHE_HOME: join(folder, ".cache") };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A policy with `count` as its memory, which `finish` makes of the memory and of what was seen. */
const policy = (
  finish: string,
): string => `import { at, type Policy, type Range } from "nmicheck/policy";
export const mine: Policy<{ readonly count: Range<0, 3> }> = {
  initial: { count: 0 },
  enter: (memory, seen) => (seen.backToBack ? memory : { count: 0 }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ${finish},
};
export const unused = at([1], 0);
`;

whole(
  "what is violated on the platforms that are named, and a branch never taken, is told, and is what the gate expects",
  async () => {
    // It swallows after three, and never counts beyond two.
    const dead = policy(
      '({ memory: { count: Math.min(seen.handled, 2) }, unclaimed: memory.count > 2 ? "swallow" : "report" })',
    );
    await writeFile(join(folder, "mine.ts"), dead);
    const asked = ["--policy", "mine.ts", "--platform", "shadow", "--platform", "sticky+shadow"];
    const { stdout, stderr, exitCode } = await nmicheck(["init", ...asked], env, folder);
    expect(stderr).toBe("");
    expect(stdout.split("\n").slice(0, -1)).toEqual([
      "nmicheck.config.ts expects what the embedded explorer found of mine.ts on shadow, sticky+shadow.",
      "These are violated, and that is what is expected now; where it should not be, write `holds`,",
      "and the gate fails until the policy is corrected:",
      "  NoSpurious on shadow, sticky+shadow",
      "  NoMasked on shadow, sticky+shadow",
      "No behaviour takes these branches of the policy, so the verdicts say nothing of them. The config",
      "names them in `neverReached`; drop each from the policy and from there, if it is not meant so:",
      '  mine.ts:6:108: Finish: "swallow"',
      "nmicheck.pins/mine.json holds the counterexamples. Commit both.",
    ]);
    expect(exitCode).toBe(0);
    const config = await readFile(join(folder, "nmicheck.config.ts"), "utf8");
    expect(config.match(/: "(holds|violated)",/g)).toHaveLength(8);
    expect(config).toContain('        shadow: {\n          NoFalseSwallow: "holds",');
    expect(config).toContain('        "sticky+shadow": {\n');
    expect(config).not.toContain("ideal");
    const gate = await nmicheck(["gate", "--checker", "explorer"], env, folder);
    expect(gate.stdout).toContain("1 gate passed.");
    expect(gate.exitCode).toBe(0);
  },
);

test("a policy without verdicts is refused with the reason, and nothing is written", async () => {
  const throwing = policy('({ memory: { count: at([0, 1], seen.handled) }, unclaimed: "report" })');
  await writeFile(join(folder, "mine.ts"), throwing);
  const { stdout, stderr, exitCode } = await nmicheck(["init", "--policy", "mine.ts"], env, folder);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^error\[explore\/model-error\]: the model failed in the event decide, /);
  expect(stderr).toContain("RangeError: index 2 is outside an array of 2 items.\nmine.ts:6:49\n");
  expect(exitCode).toBe(2);
  expect((await readdir(folder)).filter((name) => !name.startsWith("."))).toEqual(["mine.ts"]);
});
