import { expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import { policies } from "../../spec/policies/all.js";
import { itfText, itfValue } from "../../src/machine/trace/itf.js";
import { behave, testModel, traceOf } from "./behaviour.js";

test("values are written as the Informal Trace Format has them", () => {
  expect(itfValue(true)).toBe(true);
  expect(itfValue("run")).toBe("run");
  expect(itfValue(null)).toBe("None");
  expect(itfValue(-3)).toEqual({ "#bigint": "-3" });
  expect(itfValue([])).toEqual({ "#map": [] });
  expect(itfValue([[false], 7])).toEqual({
    "#map": [
      [{ "#bigint": "0" }, { "#map": [[{ "#bigint": "0" }, false]] }],
      [{ "#bigint": "1" }, { "#bigint": "7" }],
    ],
  });
  expect(itfValue({ at: "polling", slot: 0 })).toEqual({ at: "polling", slot: { "#bigint": "0" } });
});

test("a trace has every variable in every state, and its events beside them", () => {
  const config = {
    platform: { chain: [1], rips: 1, sticky: false, shadow: false },
    axes: noAxes,
    policy: policies.mainline,
  } as const;
  const path = behave(config, ["raise(0, 0)", "deliver", "poll", "decide"]);
  const itf = JSON.parse(itfText(traceOf(config, path, { policy: "mainline" })));
  const variables = Object.keys(path.initial);
  expect(itf["#meta"]).toEqual({
    format: "ITF",
    "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
    description: "Behaviour of NMI dispatch, made by nmicheck 0.1.0",
    source: "NMI.tla",
    origin: {
      schema: "nmicheck.trace/1",
      nmicheck: "0.1.0",
      model: testModel,
      policy: { name: "mainline", builtIn: true },
      platform: { name: "ideal", ...config.platform },
      property: null,
    },
  });
  expect(itf.vars.sort()).toEqual(variables.sort());
  expect(itf.states.length).toBe(5);
  for (const [index, state] of itf.states.entries()) {
    expect(Object.keys(state).sort()).toEqual(["#meta", ...variables].sort());
    expect(state["#meta"].index).toBe(index);
  }
  expect(itf.states[1]["#meta"]).toEqual({ index: 1, event: "raise", handler: 0, slot: 0, cpu: 0 });
  expect(itf.states[1].active).toEqual({
    "#map": [[{ "#bigint": "0" }, { "#map": [[{ "#bigint": "0" }, true]] }]],
  });
  expect(itf.states[1].lastNmiRip).toBe("None");
  expect(itf.states[4]["#meta"].shows).toMatchObject({ nmi: 1, claimed: [1], outcome: "handled" });
});
