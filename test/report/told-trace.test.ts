import { expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import { policies } from "../../spec/policies/all.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { explainOnBoard } from "../../src/machine/trace/board/explain.js";
import { boardRows } from "../../src/machine/trace/board/rows.js";
import { reportSchema } from "../../src/report/document.js";
import { reportTrace } from "../../src/report/told-trace.js";
import { wholeBoardTrace, wholeTrace } from "../../src/report/whole-trace.js";
import { behave, traceOf } from "../trace/behaviour.js";
import { boardTrace } from "./board-trace.js";

const from = { id: "a", from: "file", command: "", policy: policies.mainline } as const;
const readTrace = reportSchema.shape.traces.unwrap().element;

test("a trace of several CPUs is a kind of its own, and comes back whole", () => {
  const trace = boardTrace();
  const told = readTrace.parse(reportTrace({ ...from, trace }, []));
  if (told.kind !== "board") throw new Error("it is of two CPUs");
  expect(told.sentence).toBe(explainOnBoard(trace));
  expect(wholeBoardTrace(told, trace.nmicheck)).toEqual(trace);
});

test("a trace that never ends says so, of one CPU and of several", () => {
  const config = { platform: namedPlatform("ideal"), policy: policies.mainline, axes: noAxes };
  const one = { ...traceOf(config, behave(config, ["external"]), { policy: "mainline" }), loop: 1 };
  const told = readTrace.parse(reportTrace({ ...from, trace: one }, []));
  if (told.kind !== "cpu") throw new Error("it is of one CPU");
  expect(wholeTrace(told, one.nmicheck)).toEqual(one);
  expect(reportTrace({ ...from, trace: { ...boardTrace(), loop: 5 } }, [])).toHaveProperty(
    "loop",
    5,
  );
});

test("a row says on which CPUs its event happens, and what each of them holds after it", () => {
  const { rows, nmis } = boardRows(boardTrace());
  expect(nmis).toBe(1);
  expect(rows.map(({ kind, number }) => `${kind} ${number}`)).toEqual([
    ...["start 0", "step 1", "step 2", "begin 3", "step 3", "step 4", "step 5", "end 5"],
  ]);
  const edge = rows.find(({ kind, number }) => kind === "step" && number === 2);
  if (edge?.kind !== "step") throw new Error("the second event is a step");
  expect(edge.isOfAll).toBe(true);
  expect(edge.on).toEqual([
    { cpu: 0, text: "unknown source: folds into the pending NMI" },
    { cpu: 1, text: "unknown source: sends an NMI" },
  ]);
  const latches = edge.held.map((own) => own.find(({ title }) => title === "latch"));
  expect(latches).toEqual([
    { title: "latch", text: "unknown", isChanged: true },
    { title: "latch", text: "unknown", isChanged: true },
  ]);
});
