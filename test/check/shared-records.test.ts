import { expect, test } from "vitest";
import type { PlannedSubject } from "../../src/analyses/check/plan.js";
import { readRecords, recordText, type Told } from "../../src/analyses/check/shared-records.js";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import type { TlcState } from "../../src/checkers/tlc/events.js";
import { TlaValueReader } from "../../src/compiler/tla/value/reader.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { loadedPolicy } from "./loaded-policy.js";

const reader = await TlaValueReader.load();
const measured = { states: { distinct: 1, generated: 1 }, depth: 1, seconds: 0 };

/** Two machines; the second has a variable more. */
const asked: readonly PlannedSubject[] = await Promise.all(
  ["none", "mainline"].map(async (name) => {
    const policy = await loadedPolicy(name);
    const subject = { policy, platform: namedPlatform("ideal"), axes: readAxes([]) };
    const explored = { verdict: "holds", measured } as const;
    const properties = (["NoMasked", "NoSpurious"] as const).map((property) => {
      return { property, explored };
    });
    return { subject, properties, states: 1 };
  }),
);
const variables = [["active"], ["active", "serr"]];
const [none = "", mainline = ""] = asked.map(({ subject }) => recordText(subject));

const noted = (machine: string, property: string): string =>
  `<<"first violation", ${JSON.stringify(machine)}, "${property}">>`;

function state(number: number, values: TlcState["values"]): TlcState {
  return { number, action: number === 1 ? null : "Next", values };
}

function shown(printed: number, ...states: readonly TlcState[]): Told["shown"][number] {
  return { finding: { kind: "violated", invariant: "NoFirstViolation" }, states, printed };
}

const ofNone = state(1, { MCMachine: "1", active: "0", serr: "None" });
const ofMainline = state(1, { MCMachine: "2", active: "0", serr: "TRUE" });

const read = (told: Told) => readRecords(asked, variables, told, reader);
const refused = (told: Told): string => {
  try {
    read(told);
    return "read";
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return `${error.code}: ${error.message}`;
  }
};

test("a behaviour is that of all records since the one before, with the variables of its machine", () => {
  const [first, second] = asked;
  if (first === undefined || second === undefined) throw new Error("two machines are asked");
  const { violationOf } = read({
    printed: [noted(none, "NoMasked"), noted(none, "NoSpurious"), noted(mainline, "NoMasked")],
    shown: [shown(2, ofNone, { ...ofNone, number: 2, action: "Next" }), shown(3, ofMainline)],
  });
  const states = [1, 2].map((number) => ({ number, action: null, values: { active: "0" } }));
  for (const property of ["NoMasked", "NoSpurious"]) {
    const answer = { machine: none, property, states };
    expect(violationOf(first.subject, property)).toEqual({ kind: "one", answer });
  }
  expect(violationOf(second.subject, "NoMasked")).toMatchObject({
    answer: { states: [{ values: { active: "0", serr: "TRUE" } }] },
  });
  // Whose behaviour has not come, as where the time was over.
  expect(violationOf(second.subject, "NoSpurious")).toEqual({ kind: "none" });
  const late = read({ printed: [noted(none, "NoMasked")], shown: [] });
  expect(late.violationOf(first.subject, "NoMasked")).toEqual({ kind: "none" });
});

test.each<[string, Told]>([
  ["no record", { printed: [], shown: [shown(0, ofNone)] }],
  ["a record that comes later", { printed: [noted(none, "NoMasked")], shown: [shown(0, ofNone)] }],
  ["another machine", { printed: [noted(none, "NoMasked")], shown: [shown(1, ofMainline)] }],
  [
    "two machines",
    {
      printed: [noted(none, "NoMasked"), noted(mainline, "NoMasked")],
      shown: [shown(2, ofNone)],
    },
  ],
  [
    "a state of another machine",
    { printed: [noted(none, "NoMasked")], shown: [shown(1, ofMainline, ofNone)] },
  ],
  [
    "a variable that the machine does not have",
    {
      printed: [noted(none, "NoMasked")],
      shown: [shown(1, state(1, { ...ofNone.values, serr: "TRUE" }))],
    },
  ],
  [
    "another invariant",
    {
      printed: [noted(none, "NoMasked")],
      shown: [{ ...shown(1, ofNone), finding: { kind: "violated", invariant: "TypeOK" } }],
    },
  ],
])("a behaviour with %s is refused", (_, told) => {
  expect(refused(told)).toBe(
    "check/not-of-a-record: TLC's counterexample 1 of a run is not one of the machine and the properties that its records name.",
  );
});
