/**
 * nmicheck as a library: what the command line does, with values in place of text.
 *
 * @module nmicheck
 */

export type { Positive } from "../spec/language.js";
export type { Chain } from "../spec/platforms.js";
export type { Checker, TlcRun } from "./analyses/check/result.js";
export type { Failure, Measured, StateCounts } from "./analyses/check/verdict.js";
export { type CheckOptions, type CheckProgress, check } from "./api/check.js";
export { PolicyRefused } from "./api/diagnostics.js";
export type { PolicySource } from "./api/policy.js";
export { type ReplayOptions, replay, type TraceSource } from "./api/replay.js";
export type {
  Answered,
  Bounded,
  Failed,
  Holds,
  PropertyResult,
  Violated,
} from "./api/report.js";
export type { Blame, DiagnosticDetails, Place } from "./base/diagnostic/diagnostic.js";
export { Diagnostic } from "./base/diagnostic/diagnostic.js";
export type { TakenOver } from "./checkers/explore/exploration.js";
export type { ReductionName } from "./checkers/packed/reductions.js";
export type { Answer } from "./engines/engine.js";
export type { Aspect, Compared } from "./engines/replay/comparison.js";
export type { Diverged, Divergence, DivergenceKind } from "./engines/replay/divergence.js";
export type { NmiPair, ReplayedOn, ReplayResult } from "./engines/replay/judge.js";
export {
  type ConformanceConfig,
  defineConfig,
  type ExpectedVerdict,
  type GateAxes,
  type GateConfig,
  type GateEngine,
  type GatePlatform,
  type GateProperty,
  type NmicheckConfig,
} from "./gates/gate/config.js";
export type { AxesNames } from "./machine/configuration/axes.js";
export type { AxesRecord } from "./machine/configuration/axes-record.js";
export type { NamedPlatform, PlatformName } from "./machine/configuration/platform.js";
export type {
  CoreProperty,
  NmiAnyProperty,
  NmiCoreProperty,
  NmiLivenessProperty,
  NmiProperty,
} from "./machine/model/property-names.js";
export type {
  BoardTrace,
  CpuTrace,
  NmiShown,
  Trace,
  TraceEvent,
  TraceState,
} from "./machine/trace/schema.js";
