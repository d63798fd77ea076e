import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import type { Config, State } from "../../spec/cpu/state.js";
import { policies } from "../../spec/policies/all.js";
import { eventText } from "../../src/checkers/explore/executable-model.js";
import { fromJson } from "../../src/compiler/tla/value/json.js";
import { printValue } from "../../src/compiler/tla/value/print.js";
import { TlaValueReader } from "../../src/compiler/tla/value/reader.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { traceState } from "../../src/machine/trace/event.js";
import { type PrintedState, pathFromStates } from "../../src/machine/trace/from-states.js";
import { type Behaviour, behave } from "./behaviour.js";
import { diagnosticText } from "./diagnostic-text.js";

let reader: TlaValueReader;

beforeAll(async () => {
  reader = await TlaValueReader.load();
});

const config: Config<unknown> = {
  platform: { chain: [2, 1], rips: 2, sticky: false, shadow: false },
  axes: noAxes,
  policy: policies.mainline,
};
const events = [
  "execute(2)",
  "raise(0, 0)",
  "deliver",
  "raise(1, 0)",
  "poll*3",
  "decide",
  "external",
  "deliver",
  "poll*3",
  "decide",
];

function printedState(state: State<unknown>, action: string | null): PrintedState {
  const values = Object.entries(traceState(state)).map(([name, value = null]) => {
    return [name, printValue(fromJson(value))] as const;
  });
  return { action, variables: new Map(values) };
}

/** What TLC would print of a behaviour: action names without their parameters. */
function printed({ initial, steps }: Behaviour): readonly PrintedState[] {
  const rest = steps.map(({ event, state }) => printedState(state, event.name));
  return [printedState(initial, null), ...rest];
}

/** One variable of one state (counted from 1) with another value. */
function withValue(
  states: readonly PrintedState[],
  number: number,
  name: string,
  text: string,
): readonly PrintedState[] {
  return states.map((state, index) =>
    index + 1 === number
      ? { ...state, variables: new Map([...state.variables, [name, text]]) }
      : state,
  );
}

/** The states of a captured counterexample: `number: <action place>`, then one conjunct a line. */
async function captured(file: string): Promise<readonly PrintedState[]> {
  const text = await readFile(new URL(`fixtures/${file}`, import.meta.url), "utf8");
  return text.split("\n\n").map((block) => {
    const [head = "", ...conjuncts] = block.trim().split("\n");
    const action = /<(?<name>\w+) line/.exec(head)?.groups?.name ?? null;
    const variables = conjuncts.map((conjunct) => {
      const [name = "", value = ""] = conjunct.replace("/\\ ", "").split(" = ");
      return [name, value] as const;
    });
    return { action: action?.toLowerCase() ?? null, variables: new Map(variables) };
  });
}

test("a counterexample as TLC 2.18 printed it becomes the events of the false swallow", async () => {
  const states = await captured("tlc-2.18-false-swallow.txt");
  const { steps } = pathFromStates(nmiModel(config), states, reader);
  expect(steps.map((step) => eventText(step.event))).toEqual([
    "raise(0, 0)",
    "raise(0, 1)",
    "deliver",
    "external",
    "poll",
    "poll",
    "poll",
    "decide",
    "deliver",
    "poll",
    "poll",
    "poll",
    "decide",
  ]);
  expect(steps.at(-1)?.state.outcome).toBe("falseSwallow");
});

describe("states of TLC", () => {
  test("become the events that lead from one to the next", () => {
    const path = behave(config, events);
    expect(pathFromStates(nmiModel(config), printed(path), reader)).toEqual(path);
  });

  test("two events with the same effect: the first in the order of the model", () => {
    const sticky = { ...config, platform: { ...config.platform, sticky: true } };
    const path = behave(sticky, ["raise(0, 0)", "raise(0, 1)", "raise(0, 1)"]);
    const found = pathFromStates(nmiModel(sticky), printed(path), reader);
    expect(found.steps.map((step) => eventText(step.event))).toEqual([
      "raise(0, 0)",
      "raise(0, 1)",
      "raise(0, 0)",
    ]);
  });

  test("without the names of actions the events are found by their effect alone", () => {
    const path = behave(config, events);
    const nameless = printed(path).map((state) => ({ ...state, action: null }));
    expect(pathFromStates(nmiModel(config), nameless, reader)).toEqual(path);
  });

  test("of a machine without some variables: these have their first value all along", async () => {
    const path = behave(config, events);
    const lacking = (name: string) =>
      printed(path).map(({ action, variables }) => ({
        action,
        variables: new Map([...variables].filter(([one]) => one !== name)),
      }));
    expect(pathFromStates(nmiModel(config), lacking("nested"), reader)).toEqual(path);
    expect(
      await diagnosticText(() => pathFromStates(nmiModel(config), lacking("rip"), reader)),
    ).toContain(
      "after deliver, the nearest that the typed model has, lastNmiRip is 2 instead of 1.",
    );
  });

  test("a list that begins elsewhere", async () => {
    const states = withValue(printed(behave(config, events)), 1, "rip", "2");
    expect(await diagnosticText(() => pathFromStates(nmiModel(config), states, reader))).toBe(
      [
        "error[trace/no-initial-state]: TLC begins in a state in which the typed model does not: " +
          "rip is 2 instead of 1.",
        "  → the generated TLA+ and the typed model disagree, which is a bug of nmicheck: please " +
          "report it.",
      ].join("\n"),
    );
    expect(await diagnosticText(() => pathFromStates(nmiModel(config), [], reader))).toMatch(
      /^error\[trace\/no-initial-state\]: .* active is nothing instead of \[\[false,false\],\[false\]\]/,
    );
  });

  test("the first state that does not follow is shown, with what is nearest to it", async () => {
    const states = withValue(printed(behave(config, events)), 6, "handled", "2");
    const alsoLater = withValue(states, 9, "owed", "TRUE");
    const [message] = (
      await diagnosticText(() => pathFromStates(nmiModel(config), alsoLater, reader))
    ).split("\n");
    expect(message).toBe(
      "error[trace/no-successor]: TLC's state 6 does not follow from the one before it: after " +
        "poll, the nearest that the typed model has, handled is 2 instead of 1.",
    );
  });

  test("an action that cannot happen there", async () => {
    const states = printed(behave(config, events)).map((state, index) =>
      index === 1 ? { ...state, action: "poll" } : state,
    );
    const [message] = (
      await diagnosticText(() => pathFromStates(nmiModel(config), states, reader))
    ).split("\n");
    expect(message).toBe(
      "error[trace/no-successor]: TLC's state 2 does not follow from the one before it: in the " +
        "typed model poll cannot happen there.",
    );
  });

  test("a value that cannot be read is a fault that names the state and the variable", async () => {
    const states = withValue(printed(behave(config, events)), 3, "active", "(0 :> ");
    expect(
      (await diagnosticText(() => pathFromStates(nmiModel(config), states, reader))).split("\n")[1],
    ).toBe("state 3, active:1:7");
  });
});
