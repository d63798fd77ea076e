import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { branchesNeverTaken } from "../../src/analyses/vacuity/never-taken.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { type LoadedPolicy, loadPolicy } from "../../src/machine/policy/load.js";
import type { Subject } from "../../src/machine/subject.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-branches-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const compiled = new Map<number, Promise<LoadedPolicy>>();

/** A policy whose `finish` is a helper of that name, and its own `helped` where it arms. Compiled once. */
function counting(most: number): Promise<LoadedPolicy> {
  const policy = compiled.get(most) ?? compiledCounting(most);
  compiled.set(most, policy);
  return policy;
}

async function compiledCounting(most: number): Promise<LoadedPolicy> {
  const file = join(folder, `counting${most}.ts`);
  await writeFile(
    file,
    `import type { Decision, Policy, Range, Seen } from "nmicheck/policy";
interface Memory { readonly count: Range<0, 3> }
const LIMIT: number = ${most};
function helped(memory: Memory): Memory {
  return { count: Math.min(memory.count + 1, 1) };
}
function finish(memory: Memory, seen: Seen): Decision<Memory> {
  const claimed = memory.count + seen.handled;
  return { memory: claimed > LIMIT ? helped(memory) : memory, unclaimed: "report" };
}
export const counting: Policy<Memory> = {
  initial: { count: 0 },
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => finish(memory, seen),
};
`,
  );
  const result = await loadPolicy(file);
  if (result.kind === "refused") throw result.diagnostics[0];
  return result.policy;
}

const on = (policy: LoadedPolicy, chain: Chain): Subject => {
  return { policy, platform: namedPlatform("ideal", chain, 1) };
};

const dead = (line = 9): object => ({
  policy: "counting",
  place: expect.objectContaining({ line, column: 38 }),
  text: "helped(memory)",
});

describe("a branch that no behaviour takes", () => {
  test("is told with its place, and once: not what only it calls", async () => {
    const policy = await counting(3);
    expect(await branchesNeverTaken([on(policy, [2])])).toEqual({ never: [dead()], unknown: [] });
  });

  test("is none where one of the machines takes it", async () => {
    const policy = await counting(1);
    const [one, two] = [on(policy, [1]), on(policy, [2])];
    expect(await branchesNeverTaken([one])).toEqual({ never: [dead()], unknown: [] });
    expect(await branchesNeverTaken([one, two])).toEqual({ never: [], unknown: [] });
    expect(await branchesNeverTaken([two])).toEqual({ never: [], unknown: [] });
  });

  test("on a machine with axes", async () => {
    const policy = await counting(3);
    const axes = readAxes(["nesting=yes"]);
    expect(await branchesNeverTaken([{ ...on(policy, [1]), axes }])).toEqual({
      never: [dead()],
      unknown: [],
    });
  });

  test("is not known where there are more states than may be looked at", async () => {
    const policy = await counting(3);
    expect(await branchesNeverTaken([on(policy, [2])], undefined, 100)).toEqual({
      never: [],
      unknown: ["counting"],
    });
    // Where every branch is taken, a walk ends before that.
    const live = await counting(0);
    expect(await branchesNeverTaken([on(live, [2])], undefined, 100)).toEqual({
      never: [],
      unknown: [],
    });
  });
});
