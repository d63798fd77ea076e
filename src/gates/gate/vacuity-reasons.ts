import { differences } from "../../analyses/vacuity/differences.js";
import type { Measurement } from "../../analyses/vacuity/measure.js";
import { preconditions } from "../../analyses/vacuity/preconditions.js";
import type { Unreached } from "../../analyses/vacuity/unreached.js";
import type { Place } from "../../base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../base/diagnostic/render.js";
import type { NmiAnyProperty } from "../../machine/model/property-names.js";
import type { CertifiedPlatform } from "../certificate/schema.js";
import { type Reason, reason } from "./reason.js";

/** The smallest platform that there is, chain [1] and one place, has 106 states. */
const FEWEST_STATES = 50;

/** What the state space of one platform reaches: measured now, or as a certificate has it. */
export interface PlatformCoverage {
  readonly platform: string;
  readonly distinct: number;
  readonly actions: ReadonlyMap<string, number>;
  readonly preconditions: ReadonlyMap<string, number>;
  readonly unreached: readonly Unreached[];
}

/** What was measured, without who measured it. */
export function coverageOf({ subject, reached, unreached }: Measurement): PlatformCoverage {
  const { distinct, actions, preconditions: met } = reached;
  return { platform: subject.platform.name, distinct, actions, preconditions: met, unreached };
}

/** What a certificate has; it names parts of the policy, and `places` tells where these are written. */
export function coverageFrom(
  { name, states, coverage }: CertifiedPlatform,
  places: ReadonlyMap<string, Place>,
): PlatformCoverage {
  return {
    platform: name,
    distinct: states.distinct,
    actions: new Map(Object.entries(coverage.actions)),
    preconditions: new Map(Object.entries(coverage.preconditions)),
    unreached: coverage.unreached.map((part) => ({ name: part, place: places.get(part) ?? null })),
  };
}

/** Why the verdicts of a gate would say nothing: what its platforms never reach. */
export function vacuityReasons(
  platforms: readonly PlatformCoverage[],
  asked: (platform: string) => readonly NmiAnyProperty[],
  neverReached: readonly string[],
): readonly Reason[] {
  return [
    ...platforms.flatMap((one) => idleReasons(one, asked(one.platform))),
    ...branchReasons(platforms, neverReached),
  ];
}

function idleReasons(
  { platform, distinct, actions, preconditions: met }: PlatformCoverage,
  asked: readonly NmiAnyProperty[],
): readonly Reason[] {
  return [
    ...(distinct < FEWEST_STATES
      ? [
          reason(
            "trivial",
            `the state space on ${platform} has ${distinct} states, fewer than any platform has: nothing was checked.`,
          ),
        ]
      : []),
    ...[...actions]
      .filter(([, steps]) => steps === 0)
      .map(([name]) =>
        reason("action-never-fired", `no behaviour on ${platform} has the action ${name}.`),
      ),
    ...asked
      .filter((property) => (met.get(property) ?? 0) === 0)
      .map((property) =>
        reason(
          "precondition-never-met",
          `${property} says nothing on ${platform}: no behaviour has ${preconditions[property].text}.`,
        ),
      ),
  ];
}

/** What no platform reaches: a branch is taken if one of them takes it. */
export function reachedNowhere(
  platforms: readonly Pick<PlatformCoverage, "unreached">[],
): readonly Unreached[] {
  const [first, ...others] = platforms;
  if (first === undefined) return [];
  return first.unreached.filter(({ name }) =>
    others.every((other) => other.unreached.some((part) => part.name === name)),
  );
}

function branchReasons(
  platforms: readonly PlatformCoverage[],
  neverReached: readonly string[],
): readonly Reason[] {
  const unreached = reachedNowhere(platforms);
  const names = unreached.map(({ name }) => name);
  return [
    ...unreached
      .filter(({ name }) => !neverReached.includes(name))
      .map(({ name, place }) =>
        reason("branch-never-taken", `no behaviour evaluates \`${name}\` of the policy.`, {
          place,
          details: [
            "larger chains or other platforms may reach it; if it cannot be reached, drop it,",
            "or name it in the gate's `neverReached`.",
          ],
        }),
      ),
    ...neverReached
      .filter((name) => !names.includes(name))
      .map((name) =>
        reason(
          "never-reached-is-reached",
          `\`${name}\` is named in \`neverReached\`, but it is reached, or it is no part of the policy.`,
        ),
      ),
  ];
}

/** Where TLC has not counted what the explorer has counted. */
export function witnessReasons({ subject, reached, tlc }: Measurement): readonly Reason[] {
  if (tlc === null) return [];
  const on = `on ${subject.platform.name}`;
  switch (tlc.kind) {
    case "failed":
      return [
        reason("failed", `TLC could not count what is reached ${on}: ${tlc.diagnostic.message}`, {
          blame: tlc.diagnostic.blame,
          details: renderDiagnostic(tlc.diagnostic).split("\n"),
        }),
      ];
    case "bounded":
      return [
        reason(
          "undecided",
          `TLC did not count what is reached ${on} within ${tlc.seconds} seconds.`,
        ),
      ];
    case "other":
      return [
        reason(
          "witnesses-disagree",
          `TLC ends with ${tlc.what} ${on}, where the explorer exhausts the state space.`,
        ),
      ];
    case "counted": {
      const lines = differences(reached, tlc.coverage);
      return lines.length === 0
        ? []
        : [
            reason(
              "witnesses-disagree",
              `TLC and the explorer count differently ${on}: nmicheck has a mistake.`,
              {
                details: lines,
                blame: "tool",
              },
            ),
          ];
    }
  }
}
