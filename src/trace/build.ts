import type { State } from "../../spec/cpu/state.js";
import type { Platform } from "../../spec/platforms.js";
import type { Policy } from "../../spec/policy.js";
import type { NamedAxes } from "../configuration/named-axes.js";
import type { Path } from "../explore/executable-model.js";
import type { NmiEvent } from "../explore/nmi-model.js";
import type { EndlessPath } from "../liveness/behaviour.js";
import { traceEvent, traceState } from "./event.js";
import { NmiObserver } from "./observation.js";
import { platformName } from "./platform-name.js";
import { TRACE_SCHEMA, type Trace } from "./schema.js";

/** What a trace says of itself, beside its events. */
export interface TraceOrigin extends Pick<Trace, "nmicheck" | "model" | "policy" | "property"> {
  readonly platform: Platform;
  /** What the machine has beside the core, and the policy itself, which says how NMI_UNKNOWN is walked. */
  readonly wider?: { readonly axes: NamedAxes; readonly policy: Policy<unknown> } | undefined;
}

/**
 * The trace of a behaviour of the NMI model, or of the whole path on a machine with axes. Equal
 * behaviours give equal traces.
 *
 * @throws Fault `trace/memory-not-plain`
 */
export function buildTrace(
  origin: TraceOrigin,
  path: Path<State<unknown>, NmiEvent> | EndlessPath<State<unknown>, NmiEvent>,
): Trace {
  const { nmicheck, model, policy, platform, property, wider } = origin;
  const { chain, rips, sticky, shadow } = platform;
  const machine =
    wider === undefined ? null : { platform, axes: wider.axes.machine, policy: wider.policy };
  const observer = new NmiObserver(chain.length, machine);
  let before = path.initial;
  const events = path.steps.map(({ event, state }) => {
    const shows = observer.step(event.name, before, state);
    before = state;
    return traceEvent(event, traceState(state), shows);
  });
  return {
    schema: TRACE_SCHEMA,
    nmicheck,
    model: { name: model.name, sha256: model.sha256 },
    policy: { name: policy.name, builtIn: policy.builtIn },
    platform: { name: platformName(platform), chain, rips, sticky, shadow },
    ...(wider === undefined ? {} : { axes: wider.axes.names }),
    property,
    ...("loop" in path ? { loop: path.loop } : {}),
    initial: traceState(path.initial),
    events,
  };
}
