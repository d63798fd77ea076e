import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { axesDocumentSchema } from "../../src/cli/commands/axes.js";
import { cpuAxes, topologyAxes } from "../../src/machine/configuration/axes.js";
import { boards } from "../../src/machine/configuration/boards.js";
import { nmicheck } from "../cli/nmicheck.js";

test("`axes --json`: the same, each axis with every value", async () => {
  const { stdout } = await nmicheck(["axes", "--json"]);
  const document = axesDocumentSchema.parse(JSON.parse(stdout));
  const table = await readFile(join(packageRoot, "test", "cli", "golden", "axes.txt"), "utf8");
  expect(document.axes.map(({ name }) => name)).toEqual(cpuAxes.map(({ name }) => name));
  expect(document.topology.map(({ name }) => name)).toEqual(topologyAxes.map(({ name }) => name));
  for (const { values } of document.axes) {
    for (const { name, states } of values) {
      expect(table).toMatch(new RegExp(`^ +${name} +${states.toLocaleString("en-US")}( |$)`, "m"));
    }
  }
  expect(document.boards.map(({ name }) => name)).toEqual(boards.map(({ name }) => name));
});
