import { at } from "../../../spec/language.js";
import type { Policy } from "../../../spec/policy.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import { buildTrace } from "../../machine/trace/build.js";
import { builtInPolicy, tracedAxes } from "../../machine/trace/known.js";
import { type ParsedTrace, parseTrace } from "../../machine/trace/parse.js";
import type { Trace } from "../../machine/trace/schema.js";
import { tracedEvents } from "../../machine/trace/traced-events.js";
import { verifyTrace } from "../../machine/trace/verify.js";
import type { PlayedMachine, PlayedPolicy } from "./machine.js";
import { Session } from "./session.js";

/** The name of the model of a machine, and the SHA-256 of its text: what a trace says that it is of. */
export type IdentityOf = (
  machine: Pick<PlayedMachine, "policy" | "axes">,
) => Promise<Trace["model"]>;

/**
 * The run from the initial state to where one is as a trace, of the first property that is violated
 * there, if one is.
 *
 * @param nmicheck the version that writes it
 */
export async function traceOfSession(
  session: Session,
  nmicheck: string,
  identityOf: IdentityOf,
): Promise<Trace> {
  const { machine, model, here } = session;
  const { policy, platform, axes } = machine;
  const [initial, ...steps] = session.wayTo();
  if (initial === undefined) throw new Error("a run has an initial state");
  return buildTrace(
    {
      nmicheck,
      model: await identityOf(machine),
      policy: { name: policy.name, builtIn: policy.builtIn },
      platform,
      property: here.brokenHere[0] ?? null,
      ...(axes === undefined ? {} : { wider: { axes, policy: policy.policy } }),
    },
    {
      initial: initial.state,
      steps: steps.flatMap(({ event, state }) =>
        event === null ? [] : [{ event: at(model.events, event), state }],
      ),
    },
  );
}

/** Who knows the policy that a trace is of. */
export type PolicyOf = (parsed: ParsedTrace) => Policy<unknown> | Promise<Policy<unknown>>;

/**
 * A session that has played a trace, once the executed model has confirmed every state of it, and
 * stands at its first state.
 *
 * @param file what to call it in a diagnostic
 * @param policyOf the policies that can be played; the built-in ones where it is left out
 * @throws Diagnostic `trace/…`
 */
export async function sessionOfTrace(
  text: string,
  file: string,
  identityOf: IdentityOf,
  policyOf: PolicyOf = builtInPolicy,
): Promise<Session> {
  const parsed = parseTrace(text, file);
  const { trace } = parsed;
  const policy: PlayedPolicy = { ...trace.policy, policy: await policyOf(parsed) };
  const axes = tracedAxes(parsed) ?? undefined;
  verifyTrace(parsed, policy.policy, await identityOf({ policy, axes }));
  const { name, chain, rips } = trace.platform;
  const session = new Session({ policy, platform: namedPlatform(name, chain, rips), axes });
  const numbers = new Map(session.model.events.map((event, index) => [eventText(event), index]));
  for (const { action } of tracedEvents(trace)) {
    const index = numbers.get(eventText(action));
    if (index === undefined) throw new Error(`the model has no event ${eventText(action)}`);
    session.takeEvent(index);
  }
  session.goTo(0);
  return session;
}
