import { expect, test } from "vitest";
import { DEFAULT_OBSERVATION } from "../../src/analyses/limits/observation.js";
import { seenAlong } from "../../src/analyses/limits/seen-along.js";
import { Watching, whyNotKnown } from "../../src/analyses/play/knowledge.js";
import { defaultMachine } from "../../src/analyses/play/machine.js";
import { Session } from "../../src/analyses/play/session.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { isBoardEvent } from "../../src/machine/model/machine-model.js";
import { randomFrom, wander } from "./machines.js";

test("after two events in one NMI no kernel can tell what a back-to-back one that nobody claims is", () => {
  const session = new Session(defaultMachine);
  const watching = new Watching(session);
  session.play("12kbkkkk");
  const { last, next } = watching.known(session.here.number);
  expect(last).toEqual({ seen: "claimed, other rip, claimed 2+0", kind: null });
  expect(next).toContainEqual({ seen: "unclaimed, same rip, claimed 0+0", kind: "cannotTell" });
  session.play("kkkkk");
  expect(watching.known(session.here.number).last).toEqual({
    seen: "unclaimed, same rip, claimed 0+0",
    kind: "cannotTell",
  });
});

test("what is seen is what limits sees, and what is known for certain is so", () => {
  const small = { ...defaultMachine, platform: namedPlatform("ideal", [1, 1], 2) };
  const session = new Session(small);
  const watching = new Watching(session);
  wander(session, 300, randomFrom(5));
  const seen: string[] = [];
  for (const { number, parent, event, state } of session.wayTo()) {
    const action = session.model.events[event ?? -1];
    if (action?.name !== "decide" || parent === null || "cpus" in state) continue;
    const { last } = watching.known(number);
    seen.push(last?.seen ?? "");
    const before = session.state(parent).state;
    if ("cpus" in before) continue;
    if (last?.kind === "surelyUnknown") expect(before.carriesUnknown).toBe(true);
    if (last?.kind === "surelyNot") expect(before.carriesUnknown).toBe(false);
  }
  const events = session.wayTo().flatMap(({ event }) => {
    const action = session.model.events[event ?? -1];
    return action === undefined || isBoardEvent(action) ? [] : [action];
  });
  const { platform, policy } = small;
  expect(seen).toEqual(
    seenAlong({ platform, policy: policy.policy, observation: DEFAULT_OBSERVATION }, events),
  );
});

test("where nothing can be said of a machine, it is said why", () => {
  const on = (...axes: readonly string[]) =>
    whyNotKnown({ ...defaultMachine, axes: readAxes(axes) });
  expect(whyNotKnown(defaultMachine)).toBeNull();
  expect(on("touch=yes")).toBeNull();
  expect(on("cpus=2")).toBe("the machine has several CPUs");
  expect(on("panic=unknown")).toMatch(/^panic=unknown, and what a kernel says/);
});
