import type { Checker, CheckResult, TlcRun } from "../analyses/check/result.js";
import type { Failure, Measured } from "../analyses/check/verdict.js";
import { eventText } from "../checkers/explore/executable-model.js";
import { type AxesRecord, axesPart } from "../machine/configuration/axes-record.js";
import type { NamedPlatform } from "../machine/configuration/platform.js";
import type { NmiAnyProperty } from "../machine/model/property-names.js";
import { traceLength } from "../machine/trace/length.js";
import type { Trace } from "../machine/trace/schema.js";
import { tracedEvents } from "../machine/trace/traced-events.js";

/** What was asked, and who has answered. */
export interface Answered {
  /** The name of the policy. */
  readonly policy: string;
  readonly platform: NamedPlatform;
  /** The values of the axes that are not off; without, the machine is the core. */
  readonly axes?: AxesRecord;
  readonly property: NmiAnyProperty;
  /** Who gave the verdict. */
  readonly checker: Checker;
  /** TLC, from a jar with a known digest, has given the verdict. */
  readonly certified: boolean;
  /** States, depth and seconds of the run. */
  readonly measured: Measured;
  /** How TLC was run, if it was. */
  readonly run?: TlcRun;
}

/** Every reachable state has the property, or every fair behaviour for one of the end. */
export interface Holds extends Answered {
  readonly verdict: "holds";
}

/** A behaviour was found at whose end the property is broken, or one that never ends and breaks it. */
export interface Violated extends Answered {
  readonly verdict: "violated";
  /** The counterexample: a shortest one; one that never ends has a `loop`, and is short. */
  readonly trace: Trace;
  /** States of the counterexample, the initial one included. */
  readonly length: number;
  /** Its events as the user writes them: `raise(0, 1)`, `deliver`. */
  readonly events: readonly string[];
  /** The engines that have played it and agree. */
  readonly replayedOn: readonly string[];
  /** Where it was written, where a folder was named. */
  readonly traceFile?: string;
}

/** Nothing was found until the run met a bound: no proof. */
export interface Bounded extends Answered {
  readonly verdict: "bounded";
  /** To stand after "nothing found within". */
  readonly bound: string;
}

/** A tool, or the policy, broke: no answer at all. */
export interface Failed extends Answered {
  readonly verdict: "failed";
  readonly failure: Failure;
}

/** The answer to one question. The four verdicts are never merged. */
export type PropertyResult = Holds | Violated | Bounded | Failed;

/** The events of a trace as the user writes them. */
export function eventTexts(trace: Trace): readonly string[] {
  return tracedEvents(trace).map(({ action }) => eventText(action));
}

/** A result of a checker as callers see it. */
export function propertyResult(result: CheckResult, checker: Checker): PropertyResult {
  const { policy, platform, axes, property, certified, verdict, run } = result;
  const answered: Answered = {
    policy: policy.name,
    platform,
    ...axesPart(axes),
    property,
    checker,
    certified,
    measured: verdict.measured,
    ...(run === undefined ? {} : { run }),
  };
  switch (verdict.verdict) {
    case "holds":
      return { ...answered, verdict: "holds" };
    case "violated":
      return {
        ...answered,
        verdict: "violated",
        trace: verdict.trace,
        length: traceLength(verdict.trace),
        events: eventTexts(verdict.trace),
        replayedOn: result.replayedOn,
        ...(result.traceFile === undefined ? {} : { traceFile: result.traceFile }),
      };
    case "bounded":
      return { ...answered, verdict: "bounded", bound: verdict.bound };
    case "failed":
      return { ...answered, verdict: "failed", failure: verdict.failure };
  }
}
