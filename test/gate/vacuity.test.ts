import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { reasonsOf } from "../../src/gates/gate/outcome.js";
import { runGates } from "../../src/gates/gate/run-gates.js";
import { updateExpectations } from "../../src/gates/gate/update.js";
import { whole } from "../slice.js";
import { configText, project } from "./project.js";

/** The events that the machine is without, for the walk that counts what is reached. */
const { missing } = vi.hoisted(() => ({ missing: new Set<string>() }));

vi.mock(import("../../src/checkers/explore/graph.js"), async (original) => {
  const module = await original();
  return {
    ...module,
    reachableEdges: (model, alike) =>
      module.reachableEdges(
        {
          ...model,
          apply: (event, state) => (missing.has(event.name) ? null : model.apply(event, state)),
        },
        alike,
      ),
  };
});

let folder: string;
beforeEach(() => {
  missing.clear();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function gate(
  more = "",
  chain = "[1]",
  expected = 'NoFalseSwallow: "holds", NoSpurious: "holds"',
): Promise<readonly string[]> {
  folder = project({
    "nmicheck.config.ts": configText(
      `{ name: "small", policy: "mainline", chain: ${chain}, rips: 1, ${more}`,
      `  expect: { ideal: { ${expected} } } },`,
    ),
  });
  const file = join(folder, "nmicheck.config.ts");
  const choices = { version: "0.0.0", checker: "explorer", cache: false } as const;
  const opened = loadConfig(file);
  const found = [...missing];
  missing.clear();
  await updateExpectations(opened, await runGates(opened, choices));
  for (const name of found) missing.add(name);
  const run = await runGates(loadConfig(file), choices);
  return run.gates.flatMap(reasonsOf).map(({ code, message, place }) => {
    const at = place === null ? "" : ` (${place.file.replace(/^.*\//, "")}:${place.line})`;
    return `${code}: ${message}${at}`;
  });
}

whole("branch-never-taken: the part of the policy, with its place", async () => {
  // Of a chain of one slot no NMI can claim two events, so nothing is ever swallowed.
  expect(await gate()).toEqual([
    "branch-never-taken: no behaviour evaluates `Finish: [swallowNmi |-> TRUE]` of the policy. (mainline.ts:26)",
    'branch-never-taken: no behaviour evaluates `Finish: "swallow"` of the policy. (mainline.ts:27)',
  ]);
  expect(await gate("", "[2]")).toEqual([]);
});

whole("branch-never-taken: with the same place when a certificate answers", async () => {
  const found = await gate();
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  const choices = { version: "0.0.0", checker: "explorer" } as const;
  const run = () => runGates(loadConfig(join(folder, "nmicheck.config.ts")), choices);
  const runs = [await run(), await run()];
  expect(found).toHaveLength(2);
  expect(runs.map(({ gates }) => gates[0]?.cached)).toEqual([false, true]);
  const [proven, cached] = runs.map(({ gates }) => gates.flatMap(reasonsOf));
  expect(cached).toEqual(proven);
  expect(cached?.[0]?.place).toMatchObject({ line: 26 });
});

whole("never-reached-is-reached: what a gate excuses must be right", async () => {
  const excused = ["Finish: [swallowNmi |-> TRUE]", 'Finish: "swallow"'];
  const neverReached = `neverReached: ${JSON.stringify(excused)},`;
  expect(await gate(neverReached)).toEqual([]);
  expect(await gate(neverReached, "[2]")).toEqual(
    excused.map(
      (name) =>
        `never-reached-is-reached: \`${name}\` is named in \`neverReached\`, but it is reached, or it is no part of the policy.`,
    ),
  );
});

whole(
  "action-never-fired and precondition-never-met: a machine without unknown edges",
  async () => {
    missing.add("external");
    const found = await gate("", "[2]");
    expect(found).toContain("action-never-fired: no behaviour on ideal has the action external.");
    expect(found).toContain(
      "precondition-never-met: NoFalseSwallow says nothing on ideal: no behaviour has an NMI with an unknown edge of which no handler claims anything.",
    );
    expect(found.filter((line) => line.includes("NoSpurious says nothing"))).toEqual([]);
  },
);

test("precondition-never-met: nothing that has to happen in the end is ever awaited", async () => {
  for (const name of ["external", "raise"]) missing.add(name);
  const names = ["EveryEventHandled", "EveryExternalReported", "RepeatedExternalReported"];
  const expected = names.map((name) => `${name}: "violated"`).join();
  const found = (await gate("", "[2]", expected)).filter((line) => line.startsWith("precondition"));
  expect(found).toEqual([
    "precondition-never-met: EveryEventHandled says nothing on ideal: no behaviour has an event that waits for its handler.",
    "precondition-never-met: EveryExternalReported says nothing on ideal: no behaviour has an unknown edge that nobody has been told of.",
    "precondition-never-met: RepeatedExternalReported says nothing on ideal: no behaviour has an unknown edge in the latch.",
  ]);
});

test("trivial: a machine on which nothing happens", async () => {
  for (const name of ["external", "raise"]) missing.add(name);
  const found = await gate("", "[2]");
  expect(found[0]).toMatch(
    /^trivial: the state space on ideal has \d+ states?, fewer than any platform has: nothing was checked\.$/,
  );
  for (const action of ["raise", "external", "deliver", "poll", "decide"]) {
    expect(found).toContain(`action-never-fired: no behaviour on ideal has the action ${action}.`);
  }
});

test("a state space that is too large to be counted is undecided", async () => {
  folder = project({
    "nmicheck.config.ts": configText(
      '{ name: "large", policy: "mainline", chain: [2, 1], expect: { ideal: { NoSpurious: "holds" } } },',
    ),
  });
  const file = join(folder, "nmicheck.config.ts");
  const run = await runGates(loadConfig(file), {
    version: "0.0.0",
    checker: "explorer",
    cache: false,
    // For the walk a quarter of it, at a kibibyte a state: 1,024 states of 4,408.
    memoryBytes: 4 * 2 ** 20,
  });
  const told = run.gates.flatMap(reasonsOf).map(({ code, message }) => `${code}: ${message}`);
  expect(told).toContain(
    "undecided: what is reached on ideal was not counted within memory for 1024 states.",
  );
});
