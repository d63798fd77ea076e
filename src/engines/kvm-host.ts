import type { Axes } from "../../spec/cpu/axes.js";
import type { NamedAxes } from "../machine/configuration/named-axes.js";

type AxisNames = NamedAxes["names"];

/** The place at which an NMI finds the CPU that came while a guest ran. */
const VM_EXIT = 1;

/**
 * The axes that an engine is told of. A kernel sees of a KVM host no more than where an NMI finds the
 * CPU, which a call says: so every engine plays one, and is not told of it. Where a VM entry calls
 * `local_touch_nmi`, an engine needs that call. An NMI that a hypervisor delivers again is an edge that
 * comes within it: a call as well.
 */
export function engineAxes(names: AxisNames): AxisNames {
  const { "kvm-host": host, "nmi-injection": injection, ...others } = names;
  return {
    ...others,
    ...(injection === "drops" && { "nmi-injection": injection }),
    ...(host === "touch" && { touch: "yes" }),
  };
}

/** The calls that make a guest run on a CPU. */
export function guestCalls(
  cpu: number,
  { kvmHost }: Pick<Axes, "kvmHost">,
): readonly (
  | { readonly op: "touch"; readonly cpu: number }
  | { readonly op: "execute"; readonly cpu: number; readonly rip: number }
)[] {
  const exit = { op: "execute", cpu, rip: VM_EXIT } as const;
  return kvmHost === "touch" ? [{ op: "touch", cpu }, exit] : [exit];
}
