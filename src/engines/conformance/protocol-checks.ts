import { setTimeout as sleep } from "node:timers/promises";
import type { EngineAbout } from "../engine.js";
import type { Check } from "./check.js";
import type { Dialogue } from "./dialogue.js";

type Run = (dialogue: Dialogue, about: EngineAbout) => Promise<void>;

function check(name: string, rule: string, run: Run, ends = false): Check {
  return { name, rule, kind: "dialogue", run, ends };
}

/** A `setup` that the engine has announced that it can do. */
function anySetup(about: EngineAbout): object {
  const platform = about.platforms[0] ?? "ideal";
  return {
    policy: about.policies[0] ?? "none",
    chain: [2, 1],
    rips: 2,
    sticky: platform.startsWith("sticky"),
    shadow: platform.endsWith("shadow"),
    cpus: 1,
  };
}

/** Sends an object as it is; the id is the one in it. */
async function refuses(
  dialogue: Dialogue,
  request: Readonly<Record<string, unknown>>,
  code: "unsupported" | "order" | "malformed" | "protocol",
): Promise<void> {
  const id = Number.isInteger(request.id) ? Number(request.id) : null;
  await dialogue.refuses(id, JSON.stringify(request), code);
}

/** As many as make a line of about 1,000,000 characters. */
const LONG_ARRIVALS = 31_000;

/** What every engine must do, whatever its policies are. */
export const protocolChecks: readonly Check[] = [
  check("hello/again", "`hello` is answered in the same way at any time.", async (dialogue) => {
    await dialogue.hello();
  }),
  check("hello/version", "Another version of the protocol is refused.", async (dialogue) => {
    const request = { id: dialogue.newId(), op: "hello", protocol: "nmicheck.engine/999" };
    await refuses(dialogue, request, "protocol");
    await dialogue.hello();
  }),
  check("order/no-setup", "Before the first `setup` there is no machine.", async (dialogue) => {
    for (const request of [
      { op: "raise", cpu: 0, handler: 0, slot: 0 },
      { op: "external", cpu: 0 },
      { op: "execute", cpu: 0, rip: 1 },
      { op: "nmi", cpu: 0, arrivals: [] },
      { op: "state" },
      { op: "reset" },
    ]) {
      await refuses(dialogue, { id: dialogue.newId(), ...request }, "order");
    }
  }),
  check(
    "setup/policy",
    "A policy that it has not announced is refused.",
    async (dialogue, about) => {
      const request = { op: "setup", ...anySetup(about), policy: "no-such-policy" };
      await refuses(dialogue, { id: dialogue.newId(), ...request }, "unsupported");
    },
  ),
  check("setup/cpus", "More CPUs than it has announced are refused.", async (dialogue, about) => {
    const request = { op: "setup", ...anySetup(about), cpus: about.cpus + 1 };
    await refuses(dialogue, { id: dialogue.newId(), ...request }, "unsupported");
  }),
  check("setup/refused", "A refused `setup` leaves the machine.", async (dialogue, about) => {
    await dialogue.ask("setup", anySetup(about));
    await dialogue.ask("external", { cpu: 0 });
    const request = { op: "setup", ...anySetup(about), policy: "no-such-policy" };
    await refuses(dialogue, { id: dialogue.newId(), ...request }, "unsupported");
    await dialogue.ask("nmi", { cpu: 0, arrivals: [] }, { claimed: [0, 0], outcome: "unknown" });
  }),
  check("operation/unknown", "An unknown operation is refused.", async (dialogue) => {
    await refuses(dialogue, { id: dialogue.newId(), op: "levitate" }, "unsupported");
  }),
  check(
    "malformed/no-json",
    "A line that is no JSON is refused, with `id` null.",
    async (dialogue) => {
      for (const line of ["hello", "{", '{"id":1,"op":"state"', "[]", "1", '"id"', "null"]) {
        await dialogue.refuses(null, line, "malformed");
      }
      await dialogue.hello();
    },
  ),
  check(
    "malformed/no-id",
    "A request without a usable `id` is refused, with `id` null.",
    async (dialogue) => {
      await refuses(dialogue, { op: "reset" }, "malformed");
      await refuses(dialogue, { id: "1", op: "reset" }, "malformed");
      await refuses(dialogue, { id: 1.5, op: "reset" }, "malformed");
    },
  ),
  check("malformed/no-op", "A request without an operation is refused.", async (dialogue) => {
    await refuses(dialogue, { id: dialogue.newId() }, "malformed");
    await refuses(dialogue, { id: dialogue.newId(), op: 1 }, "malformed");
  }),
  check(
    "malformed/field",
    "A field that is missing or of the wrong type is refused.",
    async (dialogue, about) => {
      const machine = anySetup(about);
      await dialogue.ask("setup", machine);
      await dialogue.ask("external", { cpu: 0 });
      for (const request of [
        { op: "hello" },
        { op: "setup", ...machine, chain: [] },
        { op: "setup", ...machine, chain: [0] },
        { op: "setup", ...machine, chain: 2 },
        { op: "setup", ...machine, sticky: 1 },
        { op: "setup", ...machine, policy: null },
        { op: "setup", ...machine, rips: "2" },
        { op: "raise", cpu: 0, handler: 0 },
        { op: "raise", cpu: 0, handler: -1, slot: 0 },
        { op: "raise", cpu: "0", handler: 0, slot: 0 },
        { op: "external" },
        { op: "execute", cpu: 0 },
        { op: "execute", cpu: 0, rip: 1.5 },
        { op: "nmi", cpu: 0 },
        { op: "nmi", cpu: 0, arrivals: {} },
        { op: "nmi", cpu: 0, arrivals: [{ event: "external" }] },
        { op: "nmi", cpu: 0, arrivals: [{ before: 0 }] },
        { op: "nmi", cpu: 0, arrivals: [{ before: 0, event: "rain" }] },
        { op: "nmi", cpu: 0, arrivals: [{ before: 0, event: "raise", handler: 0 }] },
      ]) {
        await refuses(dialogue, { id: dialogue.newId(), ...request }, "malformed");
      }
      await dialogue.ask("nmi", { cpu: 0, arrivals: [] }, { claimed: [0, 0], outcome: "unknown" });
    },
  ),
  check("ids", "Any whole number may be an `id`, in any order.", async (dialogue, about) => {
    const fields = { op: "setup", ...anySetup(about) };
    for (const id of [7_000_000, 0, Number.MAX_SAFE_INTEGER, 5]) {
      dialogue.send(`${JSON.stringify({ id, ...fields })}\n`);
      await dialogue.reply(id, `{"id":${id},"ok":true}`);
    }
  }),
  check("lines/split", "A line may come in pieces.", async (dialogue, about) => {
    const id = dialogue.newId();
    const text = JSON.stringify({ id, op: "setup", ...anySetup(about) });
    for (const piece of [text.slice(0, 9), text.slice(9, 40), `${text.slice(40)}\n`]) {
      dialogue.send(piece, text);
      await sleep(20);
    }
    await dialogue.reply(id, `{"id":${id},"ok":true}`);
  }),
  check(
    "lines/long",
    "A line of 1,000,000 characters is read as a whole.",
    async (dialogue, about) => {
      await dialogue.ask("setup", anySetup(about));
      await dialogue.ask("external", { cpu: 0 });
      const arrivals = Array.from({ length: LONG_ARRIVALS }, () => ({
        before: 3,
        event: "external",
      }));
      await dialogue.ask("nmi", { cpu: 0, arrivals }, { claimed: [0, 0], outcome: "unknown" });
      await dialogue.ask("nmi", { cpu: 0, arrivals: [] }, { claimed: [0, 0] });
    },
  ),
  check(
    "lines/order",
    "Requests that come at once are answered in order.",
    async (dialogue, about) => {
      const machine = anySetup(about);
      const ids = Array.from({ length: 1_000 }, () => dialogue.newId());
      const lines = ids.map((id) => `${JSON.stringify({ id, op: "setup", ...machine })}\n`);
      dialogue.send(lines.join(""), "1,000 requests at once");
      for (const id of ids) await dialogue.reply(id, `{"id":${id},"ok":true}`);
    },
  ),
  check(
    "end/bye",
    "`bye` is answered; the engine ends with exit code 0 and says nothing more.",
    async (dialogue) => {
      await dialogue.bye();
    },
    true,
  ),
  check(
    "end/of-input",
    "The engine ends when its input does, without a word.",
    async (dialogue) => {
      dialogue.endInput();
      await dialogue.ends("the end of the engine, and nothing on standard output");
    },
    true,
  ),
  check(
    "end/owed",
    "What was asked before the end of the input is answered.",
    async (dialogue, about) => {
      const id = dialogue.newId();
      const expected = `{"id":${id},"ok":true}`;
      const text = JSON.stringify({ id, op: "setup", ...anySetup(about) });
      dialogue.send(`${text}\n`);
      dialogue.endInput();
      await dialogue.reply(id, expected);
      await dialogue.ends("the end of the engine, and nothing more on standard output");
    },
    true,
  ),
];
