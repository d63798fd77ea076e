import { describe, expect, test } from "vitest";
import { check } from "../../src/analyses/check/check.js";
import type { CheckResult } from "../../src/analyses/check/result.js";
import { museumText } from "../../src/analyses/museum/document.js";
import {
  axisMachines,
  boardMachines,
  museumMachines,
  platformMachines,
} from "../../src/analyses/museum/machines.js";
import {
  HEARD,
  type MuseumVerdict,
  museumProperties,
} from "../../src/analyses/museum/properties.js";
import { loadMuseum, type MuseumRow, surveyMuseum } from "../../src/analyses/museum/survey.js";
import { rowsOn } from "../../src/analyses/museum/tables.js";
import { machineProperties } from "../../src/machine/model/property-names.js";
import { fileOf, recordedRows } from "../museum/recorded.js";
import { slice } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";

const policies = loadMuseum();
const rows = recordedRows();

test("the explorer says the whole record: else `npm run museum`", async () => {
  const said = await surveyMuseum(await policies, museumMachines);
  expect(museumText(said)).toBe(await fileOf("data", "museum.json"));
}, 3_600_000);

function verdictOf({ verdict, property }: CheckResult): MuseumVerdict {
  if (verdict.verdict === "holds") return "holds";
  if (verdict.verdict !== "violated") throw new Error(`${property} is ${verdict.verdict}`);
  return property === HEARD ? "violated" : verdict.trace.events.length + 1;
}

async function subjectOf({ policy: name, platform, axes }: MuseumRow) {
  const policy = (await policies).find((one) => one.name === name);
  if (policy === undefined) throw new Error(`${name} is not in the museum`);
  return { policy, platform, axes };
}

const machines = [
  ["the platforms", platformMachines],
  ...axisMachines,
  ["two CPUs", boardMachines],
] as const;

describe("TLC says what is recorded", () => {
  test.each(machines)(
    "of every state on the machines of %s",
    async (_, own) => {
      const { jar } = await provisioned();
      const recorded = (
        await Promise.all(own.map(async (machine) => rowsOn(await rows, machine)))
      ).flat();
      const { results } = await check(
        {
          subjects: await Promise.all(recorded.map(subjectOf)),
          properties: machineProperties(own.some(({ axes }) => axes !== undefined)),
          version: "0",
        },
        { checker: "tlc", tlcJar: jar.path, out: null },
        {},
      );
      const said = recorded.map((row) => {
        const ofRow = results.filter(
          ({ policy, platform, axes }) =>
            policy.name === row.policy && platform === row.platform && axes === row.axes,
        );
        const answered = museumProperties.flatMap((property) => {
          const result = ofRow.find((one) => one.property === property);
          return result === undefined ? [] : [[property, verdictOf(result)] as const];
        });
        const whole = ofRow.find(
          ({ verdict }) => verdict.verdict === "holds" || verdict.measured.isWhole === true,
        );
        return {
          ...row,
          states: whole?.verdict.measured.states.distinct,
          verdicts: { ...Object.fromEntries(answered), [HEARD]: row.verdicts[HEARD] },
        };
      });
      expect(said).toEqual(recorded);
      for (const { certified } of results) expect(certified).toBe(true);
    },
    7_200_000,
  );

  test("of a button that is pressed for ever", async () => {
    const { jar } = await provisioned();
    const recorded = slice(await rows, 53);
    const { results } = await check(
      {
        subjects: await Promise.all(recorded.map(subjectOf)),
        properties: [],
        liveness: [HEARD],
        version: "0",
      },
      { checker: "tlc", tlcJar: jar.path, out: null },
      {},
    );
    expect(results.map(verdictOf)).toEqual(recorded.map(({ verdicts }) => verdicts[HEARD]));
  }, 36_000_000);
});
