import { type NamedAxes, readAxes } from "../../machine/configuration/named-axes.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";

/**
 * What a machine has beside the core on which some policies can run: nothing, or the axis `told` where
 * one of them looks at what each handler claimed.
 */
export function toldAxes(policies: readonly Pick<LoadedPolicy, "isToldMore">[]): {
  readonly axes?: NamedAxes;
} {
  return policies.some(({ isToldMore }) => isToldMore)
    ? { axes: readAxes(["policy-input=handlers"]) }
    : {};
}
