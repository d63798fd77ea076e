/**
 * nmicheck as a library: what the command line does, with values in place of text.
 *
 * @module nmicheck
 */

export type { Positive } from "../spec/language.js";
export type { Chain } from "../spec/platforms.js";
export { type CheckOptions, type CheckProgress, check } from "./api/check.js";
export { PolicyRefused } from "./api/faults.js";
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
export type { Checker, TlcRun } from "./check/result.js";
export type { Failure, Measured, StateCounts } from "./check/verdict.js";
export type { AxesNames } from "./configuration/axes.js";
export type { AxesRecord } from "./configuration/axes-record.js";
export type { NamedPlatform, PlatformName } from "./configuration/platform.js";
export type { Answer } from "./engine/engine.js";
export type { TakenOver } from "./explore/exploration.js";
export type {
  NmiAnyProperty,
  NmiCoreProperty,
  NmiLivenessProperty,
} from "./explore/nmi-liveness.js";
export type { CoreProperty, NmiProperty } from "./explore/nmi-model.js";
export type { Blame, FaultDetails, Place } from "./fault/fault.js";
export { Fault } from "./fault/fault.js";
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
} from "./gate/config.js";
export type { ReductionName } from "./packed/reductions.js";
export type { Aspect, Compared } from "./replay/comparison.js";
export type { Divergence } from "./replay/divergence.js";
export type { NmiPair, ReplayedOn, ReplayResult } from "./replay/judge.js";
export type {
  BoardTrace,
  CpuTrace,
  NmiShown,
  Trace,
  TraceEvent,
  TraceState,
} from "./trace/schema.js";
