import { isDeepStrictEqual } from "node:util";
import type { EngineCommand } from "../adapter/command.js";
import { DEFAULT_LIMITS, type EngineLimits } from "../adapter/limits.js";
import { readReply } from "../adapter/read-reply.js";
import type { Answer, EngineAbout, EngineCall } from "../engine.js";
import { modelEngine } from "../model-engine.js";
import type { Check, CheckResult } from "./check.js";
import { cpuChecks } from "./cpu-checks.js";
import { CheckFailed, Dialogue } from "./dialogue.js";
import { machineChecks } from "./machine-checks.js";
import { protocolChecks } from "./protocol-checks.js";
import { walkChecks } from "./walk-checks.js";

/** What may be chosen for a test of an engine. */
export interface EngineTestOptions {
  readonly limits?: Partial<EngineLimits>;
  readonly signal?: AbortSignal;
  /** Which checks to run, by name; all of them by default. The first, `hello`, always runs. */
  readonly only?: (name: string) => boolean;
  /** Told of each check as it ends. */
  readonly onResult?: (result: CheckResult) => void;
}

/** What came of a test of an engine. */
export interface EngineTest {
  /** What it says of itself; undefined when it did not even say hello. */
  readonly about: EngineAbout | undefined;
  /** In the order in which they ran. */
  readonly results: readonly CheckResult[];
  /** True when no check failed. */
  readonly conforms: boolean;
}

/** Whether a check says something of this engine, or why not. */
function notApplicable(check: Check, about: EngineAbout, tellsState: boolean): string | undefined {
  if (check.kind === "dialogue") return undefined;
  const { policy, platform, cpus = 1 } = check.needs;
  if (about.cpus < cpus) return `it does not announce ${cpus} CPUs`;
  if (!about.policies.includes(policy)) return `it does not announce the policy ${policy}`;
  if (!about.platforms.includes(platform)) return `it does not announce the platform ${platform}`;
  if (check.needsState && !tellsState) return "it cannot tell its kernel's state";
  return undefined;
}

/** A right answer as the engine should print it; of a refusal only the code counts. */
function wire(id: number, answer: Answer): object {
  switch (answer.kind) {
    case "done":
      return { id, ok: true };
    case "nmi":
      return {
        id,
        ok: true,
        claimed: answer.claimed,
        outcome: answer.outcome,
        state: answer.state,
      };
    case "state":
      return { id, ok: true, state: answer.state };
    case "position":
      return { id, ok: true, position: answer.position };
    case "refused":
      return { id, ok: false, error: { code: answer.code, message: "…" } };
  }
}

function agrees(right: Answer, answer: Answer, tellsState: boolean): boolean {
  if (right.kind === "refused") return answer.kind === "refused" && answer.code === right.code;
  if (right.kind === "nmi" && answer.kind === "nmi" && !tellsState && answer.state === undefined) {
    return isDeepStrictEqual({ ...right, state: undefined }, answer);
  }
  return isDeepStrictEqual(right, answer);
}

/** Sends all calls at once and compares each answer with the model's. */
async function compareCalls(
  dialogue: Dialogue,
  calls: readonly EngineCall[],
  tellsState: boolean,
): Promise<void> {
  const right = await modelEngine().ask(calls);
  const sent = calls.map((call) => ({ id: dialogue.newId(), ...call }));
  const texts = sent.map((request) => JSON.stringify(request));
  dialogue.send(texts.map((text) => `${text}\n`).join(""));
  for (const [index, call] of sent.entries()) {
    const answer = right[index];
    const text = texts[index];
    if (answer === undefined || text === undefined) throw new Error("an answer is missing");
    dialogue.looksAt(text);
    const expected = JSON.stringify(wire(call.id, answer));
    const reply = await dialogue.reply(call.id, expected);
    const read = readReply(call.op, reply);
    if (!read.ok) throw dialogue.failed(JSON.stringify(reply), `${expected} (${read.problem})`);
    if (!agrees(answer, read.said, tellsState)) {
      throw dialogue.failed(JSON.stringify(reply), expected);
    }
  }
}

type Named = Pick<Check, "name" | "rule">;

/** The engine processes that the checks run on. */
class Bench {
  readonly #command: EngineCommand;
  readonly #limits: EngineLimits;
  readonly #signal: AbortSignal | undefined;
  /** One that has answered every call so far as it should, and can be set up anew. */
  #sound: Dialogue | undefined;

  constructor(command: EngineCommand, limits: EngineLimits, signal: AbortSignal | undefined) {
    this.#command = command;
    this.#limits = limits;
    this.#signal = signal;
  }

  /** Runs a check on an engine of its own. */
  async alone(check: Named, run: (dialogue: Dialogue) => Promise<void>): Promise<CheckResult> {
    const dialogue = await Dialogue.open(this.#command, this.#limits, this.#signal);
    try {
      return await outcome(check, () => run(dialogue));
    } finally {
      await dialogue.stop();
    }
  }

  /** Runs a check on the engine of the check before, as long as none has failed. */
  async together(check: Named, run: (dialogue: Dialogue) => Promise<void>): Promise<CheckResult> {
    const result = await outcome(check, async () => {
      if (this.#sound === undefined) {
        this.#sound = await Dialogue.open(this.#command, this.#limits, this.#signal);
        await this.#sound.hello();
      }
      await run(this.#sound);
    });
    if (result.verdict !== "passed") await this.clear();
    return result;
  }

  /** Ends the engine that is still there. */
  async clear(): Promise<void> {
    await this.#sound?.stop();
    this.#sound = undefined;
  }
}

async function outcome({ name, rule }: Named, run: () => Promise<void>): Promise<CheckResult> {
  try {
    await run();
    return { name, rule, verdict: "passed" };
  } catch (error) {
    if (!(error instanceof CheckFailed)) throw error;
    return { name, rule, verdict: "failed", failure: error.failure };
  }
}

function runCheck(
  check: Check,
  bench: Bench,
  { about, tellsState }: Introduction,
): Promise<CheckResult> {
  const { name, rule } = check;
  const reason = notApplicable(check, about, tellsState);
  if (reason !== undefined) {
    return Promise.resolve({ name, rule, verdict: "not-applicable", reason });
  }
  if (check.kind === "calls") {
    return bench.together(check, (dialogue) =>
      compareCalls(dialogue, [...check.calls], tellsState),
    );
  }
  return bench.alone(check, async (dialogue) => {
    await dialogue.hello();
    await check.run(dialogue, about);
    if (!check.ends) await dialogue.bye();
  });
}

/** What an engine says of itself, and whether it tells its kernel's state. */
interface Introduction {
  readonly about: EngineAbout;
  readonly tellsState: boolean;
}

async function introduction(dialogue: Dialogue): Promise<Introduction> {
  const hello = await dialogue.hello();
  const { name, version, policies, platforms, cpus } = hello;
  const about = { name, version, policies, platforms, cpus };
  const [policy = "none"] = policies;
  const [platform = "ideal"] = platforms;
  const flags = { sticky: platform.startsWith("sticky"), shadow: platform.endsWith("shadow") };
  await dialogue.ask("setup", { policy, chain: [1], rips: 1, cpus: 1, ...flags });
  const id = dialogue.newId();
  dialogue.send(`${JSON.stringify({ id, op: "state" })}\n`);
  const answer = readReply("state", await dialogue.reply(id, "a reply to `state`"));
  return { about, tellsState: answer.ok && answer.said.kind === "state" };
}

const INTRODUCTION = {
  name: "hello",
  rule: "The engine says hello, and can set up what it has announced.",
};

/**
 * Checks an engine against every rule of `docs/engine-protocol.md`, one after the other. What needs
 * only a machine shares a process as long as nothing fails; everything else has one of its own. An engine that does not even say hello
 * has failed that one check, and the others are not tried.
 *
 * @throws Diagnostic `engine/not-found`, `engine/not-executable` or `engine/not-started`; the reason of
 * `signal`
 */
export async function testEngine(
  command: EngineCommand,
  options: EngineTestOptions = {},
): Promise<EngineTest> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const results: CheckResult[] = [];
  const note = (result: CheckResult) => {
    results.push(result);
    options.onResult?.(result);
  };
  const bench = new Bench(command, limits, options.signal);
  let introduced: Introduction | undefined;
  note(
    await bench.alone(INTRODUCTION, async (dialogue) => {
      introduced = await introduction(dialogue);
    }),
  );
  if (introduced === undefined) return { about: undefined, results, conforms: false };
  const { about } = introduced;
  const { only = () => true } = options;
  const checks = [...protocolChecks, ...machineChecks, ...cpuChecks, ...walkChecks(about)];
  try {
    for (const check of checks.filter(({ name }) => only(name))) {
      options.signal?.throwIfAborted();
      note(await runCheck(check, bench, introduced));
    }
  } finally {
    await bench.clear();
  }
  return { about, results, conforms: results.every(({ verdict }) => verdict !== "failed") };
}
