import { describe, expect, test } from "vitest";
import { defaultMachine } from "../../src/analyses/play/machine.js";
import { Session } from "../../src/analyses/play/session.js";
import { type IdentityOf, sessionOfTrace, traceOfSession } from "../../src/analyses/play/trace.js";
import { traceText } from "../../src/machine/trace/trace-text.js";
import { machines, randomFrom, wander } from "./machines.js";

const identityOf: IdentityOf = async () => ({ name: "Nmi", sha256: "0".repeat(64) });

describe.each(machines)("a run on %s", (_, machine) => {
  test("is a trace that the model confirms, and that is stepped through from its start", async () => {
    const session = new Session(machine);
    wander(session, 120, randomFrom(3));
    const trace = await traceOfSession(session, "0.1.0", identityOf);
    expect(trace.schema).toBe(
      (machine.axes?.board ?? null) === null ? "nmicheck.trace/1" : "nmicheck.trace/2",
    );
    expect(trace.property).toBe(session.here.brokenHere[0] ?? null);
    const again = await sessionOfTrace(traceText(trace), "run.json", identityOf);
    expect(again.here.number).toBe(0);
    again.back(-trace.events.length);
    expect(again.run).toBe(session.run);
    expect(again.here.state).toEqual(session.here.state);
  });
});

test("a trace of another model, or with a state that is not the model's, is refused", async () => {
  const session = new Session(defaultMachine);
  session.play("1k");
  const text = traceText(await traceOfSession(session, "0.1.0", identityOf));
  const other: IdentityOf = async () => ({ name: "Nmi", sha256: "1".repeat(64) });
  await expect(sessionOfTrace(text, "run.json", other)).rejects.toThrow("another model");
  const wrong = text.replace('"latched":true', '"latched":false');
  await expect(sessionOfTrace(wrong, "run.json", identityOf)).rejects.toThrow("latched is false");
});
