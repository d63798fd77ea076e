import { expect, test } from "vitest";
import { shortestWay } from "../../src/analyses/play/hint.js";
import { defaultMachine } from "../../src/analyses/play/machine.js";
import { Session } from "../../src/analyses/play/session.js";

test("the way to a false swallow is a shortest one, from the start and from anywhere else", async () => {
  const session = new Session(defaultMachine);
  const way = async () => shortestWay(session.model, session.here.state, "NoFalseSwallow");
  const first = await way();
  expect(first.way === "found" && first.events.length).toBe(13);
  session.play("1");
  const next = await way();
  expect(next.way === "found" && next.events.length).toBe(12);
  if (next.way !== "found") return;
  for (const event of next.events) session.takeEvent(event);
  expect(session.here.brokenHere).toContain("NoFalseSwallow");
  expect(await way()).toEqual({ way: "found", events: [] });
});

test("that there is none is said once everything was looked at, and not before", async () => {
  const { model, here } = new Session(defaultMachine);
  expect(await shortestWay(model, here.state, "NoSpurious")).toEqual({ way: "none", states: 4408 });
  expect(await shortestWay(model, here.state, "NoSpurious", { maxStates: 100 })).toEqual({
    way: "unknown",
    bound: { bound: "states", limit: 100 },
  });
});
