import type { SmpState } from "../../../spec/board/state.js";
import type { State } from "../../../spec/cpu/state.js";
import type { Platform } from "../../../spec/platforms.js";
import type { Policy } from "../../../spec/policy.js";
import type { Path } from "../../checkers/explore/executable-model.js";
import type { EndlessPath } from "../../checkers/liveness/behaviour.js";
import type { NamedAxes } from "../configuration/named-axes.js";
import {
  boardPath,
  cpuPath,
  type MachineEvent,
  type MachinePath,
  type MachineState,
} from "../model/machine-model.js";
import type { NmiEvent } from "../model/nmi-model.js";
import type { SmpEvent } from "../model/smp-model.js";
import { boardTraceEvent, boardTraceState } from "./board/event.js";
import { BoardObserver } from "./board/observation.js";
import { traceEvent, traceState } from "./event.js";
import { NmiObserver } from "./observation.js";
import { platformName } from "./platform-name.js";
import {
  BOARD_TRACE_SCHEMA,
  type BoardTrace,
  type CpuTrace,
  TRACE_SCHEMA,
  type Trace,
} from "./schema.js";

/** What a trace says of itself, beside its events. */
export interface TraceOrigin extends Pick<Trace, "nmicheck" | "model" | "policy" | "property"> {
  readonly platform: Platform;
  /** What the machine has beside the core, and the policy itself, which says how NMI_UNKNOWN is walked. */
  readonly wider?: { readonly axes: NamedAxes; readonly policy: Policy<unknown> } | undefined;
}

/** A behaviour of one CPU. */
type CpuPath = Path<State<unknown>, NmiEvent> | EndlessPath<State<unknown>, NmiEvent>;

/** A behaviour of a machine, which may never end. */
type AnyPath = MachinePath | EndlessPath<MachineState, MachineEvent>;

/**
 * The trace of a behaviour of a machine. Equal behaviours give equal traces.
 *
 * @throws Diagnostic `trace/memory-not-plain`
 */
export function buildTrace(origin: TraceOrigin, path: CpuPath): CpuTrace;
export function buildTrace(origin: TraceOrigin, path: AnyPath): Trace;
export function buildTrace(origin: TraceOrigin, path: AnyPath): Trace {
  const board = boardPath(path);
  const loop = "loop" in path ? path.loop : undefined;
  if (board !== null) return boardTrace(origin, board, loop);
  return cpuTrace(origin, { ...cpuPath(path), ...(loop === undefined ? {} : { loop }) });
}

type Head = Pick<Trace, "nmicheck" | "model" | "policy" | "platform">;

function headOf({ nmicheck, model, policy, platform }: TraceOrigin): Head {
  const { chain, rips, sticky, shadow } = platform;
  return {
    nmicheck,
    model: { name: model.name, sha256: model.sha256 },
    policy: { name: policy.name, builtIn: policy.builtIn },
    platform: { name: platformName(platform), chain, rips, sticky, shadow },
  };
}

function cpuTrace(origin: TraceOrigin, path: CpuPath): CpuTrace {
  const { platform, property, wider } = origin;
  const machine =
    wider === undefined ? null : { platform, axes: wider.axes.machine, policy: wider.policy };
  const observer = new NmiObserver(platform.chain.length, machine);
  let before = path.initial;
  const events = path.steps.map(({ event, state }) => {
    const shows = observer.step(event.name, before, state);
    before = state;
    return traceEvent(event, traceState(state), shows);
  });
  return {
    schema: TRACE_SCHEMA,
    ...headOf(origin),
    ...(wider === undefined ? {} : { axes: wider.axes.names }),
    property,
    ...("loop" in path ? { loop: path.loop } : {}),
    initial: traceState(path.initial),
    events,
  };
}

function boardTrace(
  origin: TraceOrigin,
  path: Path<SmpState<unknown>, SmpEvent>,
  loop: number | undefined,
): BoardTrace {
  const { platform, property, wider } = origin;
  if (wider === undefined || wider.axes.board === null) throw new Error("the machine has one CPU");
  const { machine, board, names } = wider.axes;
  const observer = new BoardObserver({ platform, axes: machine, board, policy: wider.policy });
  let before = path.initial;
  const events = path.steps.map(({ event, state }) => {
    const shows = observer.step(event, before, state);
    before = state;
    return boardTraceEvent(event, boardTraceState(state), shows);
  });
  return {
    schema: BOARD_TRACE_SCHEMA,
    ...headOf(origin),
    axes: names,
    property,
    ...(loop === undefined ? {} : { loop }),
    initial: boardTraceState(path.initial),
    events,
  };
}
