import { expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { axesPage, withTables } from "../../src/analyses/museum/pages.js";
import { cpuAxes } from "../../src/machine/configuration/axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { exhibits, museum } from "../../src/machine/policy/museum.js";
import { tabulate } from "../../src/machine/policy/policy-table.js";
import { exhibits as objects } from "../examples/museum.js";
import { fileOf, recordedRows } from "./recorded.js";

test("the pages have what is recorded: else `npm run museum -- --pages`", async () => {
  const rows = await recordedRows();
  const page = await fileOf("docs", "museum.md");
  expect(withTables(page, rows)).toBe(page);
  expect(axesPage(rows)).toBe(await fileOf("docs", "museum-axes.md"));
});

test("a page without a place for a table is refused", async () => {
  expect(() => withTables("# Museum", [])).toThrow();
});

test("each page of an axis leads to what the museum says of it", async () => {
  const page = await fileOf("docs", "museum-axes.md");
  for (const { name } of cpuAxes) {
    expect(page).toContain(`\n## ${name}\n`);
    expect(await fileOf("docs", "model", `${name}.md`)).toContain(`(../museum-axes.md#${name})`);
  }
  expect(await fileOf("docs", "model", "smp.md")).toContain("(../museum-axes.md#two-cpus)");
});

test("the policies that come with nmicheck are the first ones, and all that have no file", () => {
  const builtIn = exhibits.filter(({ file }) => file === null).map(({ name }) => name);
  expect(builtIn).toEqual(policyNames);
  expect(museum.slice(0, policyNames.length)).toEqual(policyNames);
});

test.each(exhibits)("$name walks, remembers and decides as the museum says", (exhibit) => {
  const policy = objects[exhibit.name];
  if (policy === undefined) throw new Error(`${exhibit.name} is no policy`);
  const machine = { ...namedPlatform("ideal"), policyInput: "nothing" } as const;
  const tabulated = tabulate(policy, machine);
  if (tabulated.kind !== "table") throw new Error(`${exhibit.name} has no table`);
  const { memories, rows } = tabulated.table;
  // The rows of a memory: not back-to-back, then back-to-back; with 0, 1 and more events claimed.
  const stops = (entry: number): boolean =>
    rows.every((row) => row[entry]?.proceed.word === "stop");
  const [first, backToBack] = [stops(1), stops(4)];
  const walk = first
    ? backToBack
      ? "first claimer"
      : "first claimer, unless back-to-back"
    : "whole chain";
  expect(exhibit.walk).toBe(walk);
  expect(exhibit.remembers === "nothing").toBe(memories.length === 1);
  expect(exhibit.remembers === "a flag").toBe(memories.length === 2);
  const upTo = /up to (\d+)/.exec(exhibit.remembers)?.[1];
  if (upTo !== undefined) expect(memories).toHaveLength(Number(upTo) + 1);
  const words = new Set(rows.flatMap((row) => [row[0]?.finish.word, row[3]?.finish.word]));
  const isSilent = words.has("swallow");
  expect(isSilent).toBe(/swallow|claims|^nothing/.test(exhibit.unclaimed));
  expect(isSilent && words.size === 1).toBe(/always|^nothing/.test(exhibit.unclaimed));
});
