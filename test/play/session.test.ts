import { describe, expect, test } from "vitest";
import { branchesOf } from "../../src/analyses/play/branches.js";
import { linkOf, sessionOfLink } from "../../src/analyses/play/link.js";
import { defaultMachine } from "../../src/analyses/play/machine.js";
import { Session } from "../../src/analyses/play/session.js";
import { stepText } from "../../src/analyses/play/step-text.js";
import { machineModel } from "../../src/machine/model/machine-model.js";
import { machines, randomFrom, wander } from "./machines.js";

/** The keys of a shortest run in which mainline swallows a real NMI. */
const FALSE_SWALLOW = "12kbkkkkkkkkk";

describe.each(machines)("on %s", (_, machine) => {
  const session = new Session(machine);
  wander(session, 200, randomFrom(1));

  test("a run is played again by its keys, and every state is the executed model's", () => {
    const again = new Session(machine);
    again.play(session.run);
    expect(again.here.state).toEqual(session.here.state);
    const { policy, platform, axes } = machine;
    const model = machineModel({
      ...{ policy: policy.policy, platform },
      ...{ axes: axes?.machine, board: axes?.board },
    });
    let state = model.initial();
    for (const { event, state: played } of session.wayTo()) {
      const action = model.events[event ?? -1];
      if (action !== undefined) state = model.apply(action, state) ?? model.initial();
      expect(played).toEqual(state);
    }
  });

  test("a key means one step in every state, and each step has its text", () => {
    const wandering = new Session(machine);
    const random = randomFrom(2);
    for (let taken = 0; taken < 80; taken++) {
      const { state } = wandering.here;
      const possible = wandering.possible();
      expect(new Set(possible.map(({ key }) => key)).size).toBe(possible.length);
      for (const { event, after } of possible) {
        const { label, told } = stepText(event, state, after);
        expect(label).toMatch(/^[A-Z][^.]*[^. ]$/);
        expect(told).toMatch(/^[A-Z].*\.$/);
        expect(`${label}${told}`).not.toMatch(/undefined|null|\[object/);
      }
      wander(wandering, 1, random);
    }
  });

  test("a link leads to the same state of the same machine", () => {
    const there = sessionOfLink(linkOf(session));
    expect(there.here.state).toEqual(session.here.state);
    expect(linkOf(there)).toBe(linkOf(session));
  });
});

describe("the tree", () => {
  test("keeps what was tried, and comes back to it instead of keeping it twice", () => {
    const session = new Session(defaultMachine);
    session.play("1k");
    const first = session.here.number;
    session.back(1);
    session.play("b");
    const other = session.here.number;
    session.back(1);
    expect(session.take("k").number).toBe(first);
    expect(session.size).toBe(4);
    expect(branchesOf(session)).toEqual([
      { last: 1, keys: "1", depth: 0, isHere: false },
      { last: first, keys: "k", depth: 1, isHere: true },
      { last: other, keys: "b", depth: 1, isHere: false },
    ]);
    session.goTo(other);
    expect(session.run).toBe("1b");
    session.back(2);
    session.back(-9);
    expect(session.run).toBe("1b");
  });

  test("knows after how many steps each property was first violated", () => {
    const session = new Session(defaultMachine);
    session.play(FALSE_SWALLOW);
    expect(session.here.brokenHere).toEqual(["NoFalseSwallow"]);
    expect([...session.here.broken]).toEqual([["NoFalseSwallow", 13]]);
    session.play("q");
    expect(session.here.brokenHere).toEqual([]);
    expect([...session.here.broken]).toEqual([["NoFalseSwallow", 13]]);
    session.back(2);
    expect(session.here.broken.size).toBe(0);
  });
});

test("the console has what the kernel says, and each step what came of it", () => {
  const session = new Session(defaultMachine);
  session.play("bkkkkk");
  expect(session.here.console).toEqual({
    text: "Uhhuh. NMI received for unknown reason on CPU 0. Dazed and confused, but trying to continue",
    step: 6,
    before: null,
  });
  session.goTo(0);
  session.play(FALSE_SWALLOW);
  const told = session.wayTo().flatMap(({ event, parent, state }) => {
    const action = session.model.events[event ?? -1];
    if (action === undefined || parent === null) return [];
    return [stepText(action, session.state(parent).state, state).told];
  });
  expect(told).toEqual([
    "Event at handler 0, slot 0: it sends an NMI.",
    "Event at handler 0, slot 1: it folds into the NMI that pends.",
    "The CPU takes the NMI at ip 1, and knows of none before it.",
    "Press the NMI button: it sends an NMI.",
    "Handler 0 looks at slot 0: it claims the event.",
    "Handler 0 looks at slot 1: it claims the event.",
    "Handler 1 looks at slot 0: nothing. The walk of the handlers is over.",
    "More than one event was claimed: the NMI is handled. The policy keeps: swallow_nmi = true.",
    "The CPU takes the NMI at ip 1, where the last one came too: back-to-back.",
    "Handler 0 looks at slot 0: nothing.",
    "Handler 0 looks at slot 1: nothing.",
    "Handler 1 looks at slot 0: nothing. The walk of the handlers is over.",
    "Nobody claimed it, and the kernel swallows it. But it was a real unknown NMI, and nobody will hear of it: a false swallow.",
  ]);
});
