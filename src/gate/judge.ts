import type { InvariantResult } from "../check/result.js";
import type { Fault, Place } from "../fault/fault.js";
import { renderFault } from "../fault/render.js";
import { causeOf, type EventLines, eventLines, executeLines } from "./behaviour.js";
import type { ExpectedVerdict } from "./config.js";
import { eventDifference } from "./event-difference.js";
import type { Pin, Pins } from "./pin-file.js";
import { type Reason, reason } from "./reason.js";

/** What is known of a gate's pins: read, none yet, or not to be read. */
export type PinsFound =
  | { readonly kind: "read"; readonly pins: Pins }
  | { readonly kind: "none" }
  | { readonly kind: "unreadable"; readonly fault: Fault };

/** What a verdict is held against. */
export interface Expectation {
  readonly expected: ExpectedVerdict;
  readonly pin: Pin | undefined;
  readonly pins: PinsFound;
  /** Where the config expects it. */
  readonly place: Place | null;
  /** Where the policy is written. */
  readonly policyPlace: Place | null;
  readonly version: string;
}

/** Why a result is not what the gate stands for; nothing if it is. */
export function judge(result: InvariantResult, expectation: Expectation): readonly Reason[] {
  const { verdict, property, platform } = result;
  const what = `${property} on ${platform.name}`;
  switch (verdict.verdict) {
    case "bounded":
      return [
        reason("undecided", `${what} is not decided: nothing was found within ${verdict.bound}.`),
      ];
    case "failed": {
      const { code, message, blame } = verdict.failure;
      const isReplay = code.startsWith("check/replay-");
      return [
        reason(
          isReplay ? "replay-diverges" : "failed",
          `${what} has no verdict: ${code}: ${message}`,
          {
            blame,
          },
        ),
      ];
    }
    case "holds":
      return [...changed(result, expectation, null), ...leftOver(what, expectation)];
    case "violated": {
      const lines = eventLines(verdict.trace);
      const found = changed(result, expectation, lines);
      return found.length > 0 ? found : pinned(result, lines, expectation);
    }
  }
}

function changed(
  { verdict, property, platform }: InvariantResult,
  { expected, place, policyPlace }: Expectation,
  lines: EventLines | null,
): readonly Reason[] {
  if (verdict.verdict === expected) return [];
  const what = `${property} on ${platform.name}`;
  if (verdict.verdict !== "violated") {
    return [
      reason("verdict", `${what} holds now, and the config expects a violation.`, {
        place,
        details: ["if that is right, `nmicheck gate --update` says so in the config."],
      }),
    ];
  }
  return [
    reason(
      "verdict",
      `${what} is violated, and the config expects that it holds: ${causeOf(verdict.trace)}.`,
      {
        place: policyPlace ?? place,
        details: (lines ?? []).map((line, index) => `${String(index + 1).padStart(4)}  ${line}`),
      },
    ),
  ];
}

/** Where a verdict holds, a pinned counterexample means that somebody changed the config by hand. */
function leftOver(what: string, { pins, pin, expected }: Expectation): readonly Reason[] {
  // What is wrong with the pins as a whole is told once.
  if (expected !== "holds" || pins.kind !== "read") return [];
  if (pin === undefined) return [missing(what)];
  if (pin.verdict === "violated") {
    return [
      reason("pin-left-over", `${what} holds, but a counterexample is pinned.`, {
        details: [UPDATE],
      }),
    ];
  }
  return [];
}

const UPDATE = "`nmicheck gate --update` writes the pins; look at the difference and commit them.";

function missing(what: string): Reason {
  return reason("pin-missing", `${what} is not among the gate's pins.`, { details: [UPDATE] });
}

function pinned(
  result: InvariantResult,
  found: EventLines,
  { pins, pin, version }: Expectation,
): readonly Reason[] {
  const { property, platform } = result;
  const what = `${property} on ${platform.name}`;
  if (pins.kind !== "read") return [];
  if (pin === undefined) return [missing(what)];
  if (pin.verdict !== "violated") {
    return [
      reason("pin-left-over", `${what} is violated, but pinned as \`holds\`.`, {
        details: [UPDATE],
      }),
    ];
  }
  const executed = executeLines(pin.events, result, property, version);
  const why =
    executed.kind === "differs"
      ? executed.reason
      : pin.events.length !== found.length
        ? `a counterexample of ${found.length} events was found, and ${pin.events.length} are pinned`
        : causeOf(executed.trace) === pin.because
          ? null
          : `its cause is now that ${causeOf(executed.trace)}, and was that ${pin.because}`;
  if (why === null) return [];
  return [
    reason("pin-differs", `the counterexample of ${what} is not the pinned one: ${why}.`, {
      details: [...eventDifference(pin.events, found), UPDATE],
    }),
  ];
}

/** What is wrong with a gate's pins as a whole. */
export function judgePins(
  pins: PinsFound,
  asked: {
    readonly chain: readonly number[];
    readonly rips: number;
    readonly expect: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  },
): readonly Reason[] {
  if (pins.kind === "none") {
    return [reason("pin-missing", "the gate has no pins yet.", { details: [UPDATE] })];
  }
  if (pins.kind === "unreadable") {
    const { fault } = pins;
    return [
      reason("pin-malformed", fault.message, {
        place: fault.place ?? null,
        details: renderFault(fault).split("\n").slice(1),
      }),
    ];
  }
  const { chain, rips, verdicts } = pins.pins;
  if (chain.join() !== asked.chain.join() || rips !== asked.rips) {
    return [
      reason(
        "pin-other-platform",
        `the pins are of chain [${chain.join(",")}], R = ${rips}; the config has chain [${asked.chain.join(",")}], R = ${asked.rips}.`,
        { details: [UPDATE] },
      ),
    ];
  }
  return Object.entries(verdicts).flatMap(([platform, properties]) =>
    Object.keys(properties ?? {}).flatMap((property) =>
      asked.expect[platform]?.[property] === undefined
        ? [
            reason(
              "gate-dropped",
              `${property} on ${platform} is pinned, but the config does not ask for it any more.`,
              {
                details: ["if that is right, `nmicheck gate --update` removes the pin."],
              },
            ),
          ]
        : [],
    ),
  );
}
