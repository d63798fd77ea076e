import type { Axes } from "../../../spec/cpu/axes.js";
import { noAxes } from "../../../spec/cpu/no-axes.js";
import type { State } from "../../../spec/cpu/state.js";
import type { Chain } from "../../../spec/platforms.js";
import type { Policy } from "../../../spec/policy.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import type { PlatformName } from "../../machine/configuration/platform.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import { type NmiModel, nmiModel } from "../../machine/model/nmi-model.js";
import { axisNotAudited } from "./diagnostics.js";

/** The machine that a log is of: a policy on a platform with axes. The log tells its chain. */
export interface AuditMachine {
  readonly policy: { readonly name: string; readonly policy: Policy<unknown> };
  readonly platform: PlatformName;
  readonly axes: NamedAxes | undefined;
}

/**
 * Places of the CPU: that of the NMI before, and all others. Only equality matters; but where guests
 * run, the first place is that of VM exits, and no other place is like it.
 */
export function placesOf(axes: Axes | undefined): number {
  return firstPlace(axes) + 1;
}

/** The first of the two places that can be exchanged. */
export function firstPlace(axes: Axes | undefined): number {
  return axes === undefined || axes.kvmHost === "no" ? 1 : 2;
}

/** Axes along which a log cannot be followed, each with the reason as a clause. */
const refusals: ReadonlyMap<string, string> = new Map([
  [
    "nmi-source",
    "handlers whose bit is not set are not called, and the log does not tell the bits",
  ],
  [
    "policy-input",
    "a log holds what each handler claimed, and the policy is told no more than that",
  ],
  ["cpus", "each CPU of a log is followed on its own"],
]);

/**
 * Refuses a machine whose logs cannot be followed.
 *
 * @throws Diagnostic `audit/axis`
 */
export function requireAudited({ names }: NamedAxes): void {
  for (const axis of Object.keys(names)) {
    const because = refusals.get(axis);
    if (because !== undefined) throw axisNotAudited(axis, because);
  }
}

/** Whether a log can be followed on a machine with this axis. */
export function isAuditedAxis(axis: string): boolean {
  return !refusals.has(axis);
}

/**
 * The model of the machine with this chain. It is told what each handler claimed, which no policy of
 * a machine without the axis `policy-input` looks at: a log holds it.
 */
export function auditModel(machine: AuditMachine, chain: Chain): NmiModel<unknown> {
  const axes: Axes = { ...(machine.axes?.machine ?? noAxes), policyInput: "handlers" };
  return nmiModel({
    policy: machine.policy.policy,
    platform: namedPlatform(machine.platform, chain, placesOf(machine.axes?.machine)),
    axes,
  });
}

/** A state of the model, and where the NMI before found the CPU: the kernel may have forgotten it. */
export interface Tracked {
  readonly state: State<unknown>;
  readonly before: number | null;
}

/**
 * The same state without what no later answer depends on: how the last NMI was judged, and what is
 * owed. Places that can be exchanged are named anew, so that the first one is where the NMI before
 * found the CPU, or where the CPU is.
 */
export function canonical({ state, before }: Tracked, axes: Axes | undefined): Tracked {
  const first = firstPlace(axes);
  const known = before !== null && before >= first ? before : state.rip;
  const swaps = known === first + 1;
  const place = (rip: number): number => (swaps && rip >= first ? 2 * first + 1 - rip : rip);
  return {
    state: {
      ...state,
      rip: place(state.rip),
      lastNmiRip: state.lastNmiRip === null ? null : place(state.lastNmiRip),
      owed: false,
      outcome: null,
      elsewhere: null,
    },
    before: before === null ? null : place(before),
  };
}
