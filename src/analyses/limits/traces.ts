import type { State } from "../../../spec/cpu/state.js";
import { policies } from "../../../spec/policies/all.js";
import type { Path } from "../../checkers/explore/executable-model.js";
import { type NmiEvent, nmiModel } from "../../machine/model/nmi-model.js";
import { type LoadedPolicy, loadPolicy } from "../../machine/policy/load.js";
import { type Machine, traceOriginOf } from "../../machine/subject.js";
import { buildTrace, type TraceOrigin } from "../../machine/trace/build.js";
import type { Trace } from "../../machine/trace/schema.js";
import { endOf, pathOf } from "./comparison.js";
import { pairToldApart } from "./diagnostics.js";
import type { Observation } from "./observation.js";
import type { Pair } from "./pair.js";
import { seenAlong } from "./seen-along.js";
import { kernelPolicy, type WalkName } from "./walk.js";

/** The kernel's own policy for a walk: what the traces of this room are traces of. */
export async function loadKernelPolicy(walk: WalkName): Promise<LoadedPolicy> {
  const loaded = await loadPolicy(kernelPolicy(walk));
  if (loaded.kind === "refused")
    throw loaded.diagnostics[0] ?? new Error("a built-in policy is missing");
  return loaded.policy;
}

/** What the traces of the kernel's policy for a walk say of where they come from. */
export type KernelOrigin = Omit<TraceOrigin, "property">;

/** What the traces of the kernel's policy on a machine say of themselves. */
export async function kernelOrigin(
  version: string,
  walk: WalkName,
  machine: Machine,
): Promise<KernelOrigin> {
  return traceOriginOf({ ...machine, policy: await loadKernelPolicy(walk) }, version);
}

/** A run of the kernel's policy as a trace, with the property that its end violates, if any. */
export function kernelTrace(origin: KernelOrigin, path: Path<State<unknown>, NmiEvent>): Trace {
  const { outcome } = endOf(path);
  const property =
    outcome === "falseSwallow" ? "NoFalseSwallow" : outcome === "spurious" ? "NoSpurious" : null;
  return buildTrace({ ...origin, property }, path);
}

/** Whose pair it is. */
export interface PairRequest extends Machine {
  readonly walk: WalkName;
  readonly observation: Observation;
}

/** Both runs of a pair, as the unmodified kernel has them. */
export interface PairTraces {
  readonly reported: Trace;
  readonly swallowed: Trace;
}

/**
 * The runs of a pair on the kernel's policy: what the hardware does, and what an observer sees of
 * it, is the same with any.
 *
 * @throws Diagnostic `limits/pair-told-apart` where the observer does not see the same in both
 */
export function pairTraces(
  pair: Pair,
  { platform, axes, walk, observation }: PairRequest,
  origin: KernelOrigin,
): PairTraces {
  const policy = policies[kernelPolicy(walk)];
  const looking = { platform, axes, policy, observation };
  // The kernel may tell them apart: it may see what this observer does not.
  for (const events of [pair.reported, pair.swallowed]) {
    if (seenAlong(looking, events).join("\n") !== pair.seen.join("\n")) throw pairToldApart();
  }
  const model = nmiModel({ platform, policy, axes: axes?.machine });
  return {
    reported: kernelTrace(origin, pathOf(model, pair.reported)),
    swallowed: kernelTrace(origin, pathOf(model, pair.swallowed)),
  };
}
