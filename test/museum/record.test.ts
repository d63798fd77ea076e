import { expect, test } from "vitest";
import { museumText } from "../../src/analyses/museum/document.js";
import { museumMachines } from "../../src/analyses/museum/machines.js";
import { askedOf } from "../../src/analyses/museum/properties.js";
import { surveyRow } from "../../src/analyses/museum/survey.js";
import { cpuAxes, topologyAxes } from "../../src/machine/configuration/axes.js";
import { axesText } from "../../src/machine/configuration/axes-text.js";
import { type LoadedPolicy, loadPolicy } from "../../src/machine/policy/load.js";
import { exhibits, museum } from "../../src/machine/policy/museum.js";
import { machineText } from "../../src/machine/subject.js";
import { slice } from "../slice.js";
import { fileOf, recordedRows } from "./recorded.js";

test("each policy has a row on each machine, with each property that it is asked", async () => {
  const rows = await recordedRows();
  expect(
    rows.map(({ policy, platform, axes }) => [machineText({ platform, axes }), policy]),
  ).toEqual(
    museumMachines.flatMap((machine) => exhibits.map(({ name }) => [machineText(machine), name])),
  );
  for (const row of rows) expect(Object.keys(row.verdicts)).toEqual(askedOf(row));
  expect(museumText(rows)).toBe(await fileOf("data", "museum.json"));
});

test("each value of each axis is on a machine of the museum; of CPUs there are two", () => {
  const names = museumMachines.map(({ axes }) => axesText(axes?.names ?? {}));
  for (const { name, values } of [...cpuAxes, ...topologyAxes]) {
    for (const value of values.filter(() => name !== "cpus")) {
      expect(names.some((text) => text.split(", ").includes(`${name}=${value.name}`))).toBe(true);
    }
  }
});

const loaded = new Map<string, ReturnType<typeof loadPolicy>>();

/** A policy of the museum, loaded when its first row is asked. */
async function exhibit(wanted: string): Promise<LoadedPolicy> {
  const text = museum[exhibits.findIndex(({ name }) => name === wanted)];
  if (text === undefined) throw new Error(`${wanted} is not in the museum`);
  const loading = loaded.get(text) ?? loadPolicy(text);
  loaded.set(text, loading);
  const result = await loading;
  if (result.kind === "refused") throw new Error(`${wanted} is refused`);
  return result.policy;
}

test("the record is what the explorer says: else `npm run museum`", async () => {
  const rows = await recordedRows();
  for (const row of slice(rows, 262)) {
    expect(await surveyRow(await exhibit(row.policy), row)).toEqual(row);
  }
}, 3_600_000);
