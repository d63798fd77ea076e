import { otherProtocol, refused, wrongShape } from "../diagnostics.js";
import type { Answer, Engine, EngineAbout, EngineCall, PlaysUsers } from "../engine.js";
import { ENGINE_PROTOCOL, replySchemas } from "../protocol.js";
import type { EngineCommand } from "./command.js";
import { Conversation } from "./conversation.js";
import { DEFAULT_LIMITS, type EngineLimits } from "./limits.js";
import { readAs, readRefusal, readReply } from "./read-reply.js";

/** What may be chosen when an engine is started. */
export interface EngineOptions {
  readonly limits?: Partial<EngineLimits>;
  /** Ends the engine; every open call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How it plays policies of users, where it is one of ours that does. */
  readonly playsUsers?: PlaysUsers;
}

async function sayHello(conversation: Conversation): Promise<EngineAbout> {
  let about: EngineAbout | undefined;
  await conversation.exchange([{ op: "hello", protocol: ENGINE_PROTOCOL }], (_, { wire, line }) => {
    const evidence = conversation.evidence(line);
    const { protocol } = wire;
    if (typeof protocol === "string" && protocol !== ENGINE_PROTOCOL) {
      throw otherProtocol(evidence, protocol);
    }
    const refusal = readRefusal(wire);
    if (refusal !== undefined) {
      if (!refusal.ok) throw wrongShape(evidence, refusal.problem);
      throw refused(evidence, refusal.said.code, refusal.said.message);
    }
    const read = readAs(replySchemas.hello, wire);
    if (!read.ok) throw wrongShape(evidence, read.problem);
    const { name, version, policies, platforms, cpus, axes = [] } = read.said;
    about = { name, version, policies, platforms, cpus, axes };
  });
  if (about === undefined) throw new Error("hello was answered without a reply");
  return about;
}

async function askAll(
  conversation: Conversation,
  calls: readonly EngineCall[],
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  await conversation.exchange(calls, (asked, { wire, line }) => {
    const read = readReply(asked.op, wire);
    if (!read.ok) throw wrongShape(conversation.evidence(line), read.problem);
    answers.push(read.said);
  });
  return answers;
}

async function sayGoodbye(conversation: Conversation): Promise<void> {
  await conversation.close((asked, { wire, line }) => {
    const read = readReply(asked.op, wire);
    if (!read.ok) throw wrongShape(conversation.evidence(line), read.problem);
    if (read.said.kind === "refused") {
      throw refused(conversation.evidence(line), read.said.code, read.said.message);
    }
  });
}

/**
 * Starts a program that speaks `nmicheck.engine/1` and says hello to it.
 *
 * @throws Diagnostic with an `engine/…` code: it cannot be started, or does not behave.
 */
export async function startEngine(
  command: EngineCommand,
  options: EngineOptions = {},
): Promise<Engine> {
  const { playsUsers } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const conversation = new Conversation(limits, options.signal);
  await conversation.start(command);
  try {
    const about = await sayHello(conversation);
    return {
      about,
      title: conversation.title,
      ...(playsUsers === undefined ? {} : { playsUsers }),
      ask: (calls) => askAll(conversation, calls),
      close: () => sayGoodbye(conversation),
    };
  } catch (reason) {
    await sayGoodbye(conversation);
    throw reason;
  }
}
