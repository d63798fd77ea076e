import { eventDifference } from "../../analyses/behaviour/event-difference.js";
import {
  causeOf,
  type EventLines,
  executeLines,
  numberedLines,
} from "../../analyses/behaviour/event-lines.js";
import type { Diagnostic, Place } from "../../base/diagnostic/diagnostic.js";
import { axesOfRecord } from "../../machine/configuration/axes-record.js";
import { axesText } from "../../machine/configuration/axes-text.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import { isLivenessProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import type { Answer, EveryChain } from "./answer.js";
import type { ExpectedVerdict } from "./config.js";
import { faultReason } from "./diagnostic-reason.js";
import { type Pin, type Pins, UPDATE_PINS } from "./pin-file.js";
import { type Reason, reason } from "./reason.js";

/** What is known of a gate's pins: read, none yet, or not to be read. */
export type PinsFound =
  | { readonly kind: "read"; readonly pins: Pins }
  | { readonly kind: "none" }
  | { readonly kind: "unreadable"; readonly diagnostic: Diagnostic };

/** What a verdict is compared with. */
export interface Expectation {
  readonly expected: ExpectedVerdict;
  readonly pin: Pin | undefined;
  readonly pins: PinsFound;
  readonly subject: Subject;
  /** Where the config expects it. */
  readonly place: Place | null;
  /** Where the policy is written. */
  readonly policyPlace: Place | null;
  readonly version: string;
}

/** Why an answer is not what the gate stands for; nothing if it is. */
export function judge(answer: Answer, expectation: Expectation): readonly Reason[] {
  const { verdict, property, platform } = answer;
  const what = `${property} on ${platform}`;
  switch (verdict.kind) {
    case "bounded":
      return [
        reason("undecided", `${what} is not decided: nothing was found within ${verdict.bound}.`),
      ];
    case "failed": {
      const { code, message, blame } = verdict.failure;
      const text = `${what} has no verdict: ${code}: ${message}`;
      // The engine is what the gate asks about: a kernel, say, whose `nmi.c` was changed.
      if (code === "check/replay-diverges") return [reason("replay-diverges", text)];
      return [reason("failed", text, { blame })];
    }
    case "holds":
      if (expectation.expected === "holds") {
        return [...unproven(what, verdict.everyChain, expectation), ...leftOver(what, expectation)];
      }
      return [
        reason("verdict", `${what} holds now, and the config expects a violation.`, {
          place: expectation.place,
          details: ["if that is right, `nmicheck gate --update` says so in the config."],
        }),
      ];
    case "violated":
      if (expectation.expected === "violated") return pinned(answer, verdict.events, expectation);
      return [
        reason(
          "verdict",
          `${what} is violated, and the config expects that it holds: ${verdict.because}.`,
          {
            place: expectation.policyPlace ?? expectation.place,
            details: numberedLines(verdict.events),
          },
        ),
      ];
  }
}

/** What should be proven for every chain, and is not. */
function unproven(
  what: string,
  everyChain: EveryChain | null,
  { place }: Expectation,
): readonly Reason[] {
  if (everyChain === null || everyChain.kind === "proven") return [];
  return [
    reason(
      "not-proven",
      `${what} holds on this machine, and is not proven for every chain: ${everyChain.why}.`,
      {
        place,
        details: ["`nmicheck prove` shows what keeps it from being proven."],
      },
    ),
  ];
}

/** Where a verdict holds, a pinned counterexample means that somebody changed the config by hand. */
function leftOver(what: string, { pins, pin }: Expectation): readonly Reason[] {
  // What is wrong with the pins as a whole is told once.
  if (pins.kind !== "read") return [];
  if (pin === undefined) return [missing(what)];
  if (pin.verdict === "violated") {
    return [
      reason("pin-left-over", `${what} holds, but a counterexample is pinned.`, {
        details: [UPDATE_PINS],
      }),
    ];
  }
  return [];
}

function missing(what: string): Reason {
  return reason("pin-missing", `${what} is not among the gate's pins.`, { details: [UPDATE_PINS] });
}

/**
 * Holds a counterexample against the pinned one. A behaviour that never ends is short, though not
 * always the shortest, and TLC may find another each time: the pinned one need only still be one.
 */
function pinned(
  { property, platform }: Answer,
  found: EventLines,
  { pins, pin, subject, version }: Expectation,
): readonly Reason[] {
  const what = `${property} on ${platform}`;
  if (pins.kind !== "read") return [];
  if (pin === undefined) return [missing(what)];
  if (pin.verdict !== "violated") {
    return [
      reason("pin-left-over", `${what} is violated, but pinned as \`holds\`.`, {
        details: [UPDATE_PINS],
      }),
    ];
  }
  const executed = executeLines(pin.events, subject, property, version);
  const why =
    executed.kind === "differs"
      ? executed.reason
      : !isLivenessProperty(property) && pin.events.length !== found.length
        ? `a counterexample of ${found.length} events was found, and ${pin.events.length} are pinned`
        : causeOf(executed.trace) === pin.because
          ? null
          : `its cause is now that ${causeOf(executed.trace)}, and was that ${pin.because}`;
  if (why === null) return [];
  return [
    reason("pin-differs", `the counterexample of ${what} is not the pinned one: ${why}.`, {
      details: [...eventDifference(pin.events, found), UPDATE_PINS],
    }),
  ];
}

/** The machine of pins or of a gate, by value: `chain [2,1], 2 ips, nesting=yes`. */
function machineOf({ chain, rips, axes }: Pick<Pins, "chain" | "rips" | "axes">): string {
  const named = axesOfRecord(axes);
  return `${sizeText({ chain, rips })}${named === undefined ? "" : `, ${axesText(named.names)}`}`;
}

/** What is wrong with a gate's pins as a whole. */
export function judgePins(
  pins: PinsFound,
  asked: {
    readonly chain: readonly number[];
    readonly rips: number;
    readonly axes?: NamedAxes | undefined;
    readonly expect: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  },
): readonly Reason[] {
  if (pins.kind === "none") {
    return [reason("pin-missing", "the gate has no pins yet.", { details: [UPDATE_PINS] })];
  }
  if (pins.kind === "unreadable") {
    // That the file is not whole is no mistake in what is asked: the gate is not as expected.
    return [{ ...faultReason(pins.diagnostic, "pin-malformed"), blame: null }];
  }
  const { verdicts } = pins.pins;
  const pinned = machineOf(pins.pins);
  const wanted = machineOf({ ...asked, axes: asked.axes?.names });
  if (pinned !== wanted) {
    return [
      reason("pin-other-platform", `the pins are of ${pinned}; the config has ${wanted}.`, {
        details: [UPDATE_PINS],
      }),
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
