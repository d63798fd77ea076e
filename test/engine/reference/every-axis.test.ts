import { expect, test } from "vitest";
import { engineAxes } from "../../../src/engines/kvm-host.js";
import { axisNames } from "../../../src/engines/reference/axes.js";
import { cpuAxes } from "../../../src/machine/configuration/axes.js";

test("the reference engine announces every axis of one CPU that engines are told of", () => {
  const all = Object.fromEntries(cpuAxes.map(({ name, values }) => [name, values[0]?.name ?? ""]));
  expect(axisNames.toSorted()).toEqual(Object.keys(engineAxes(all)).toSorted());
});
