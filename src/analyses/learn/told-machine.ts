import { axisTexts } from "../../machine/configuration/axes-text.js";
import { type NamedAxes, readAxes } from "../../machine/configuration/named-axes.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";

/**
 * What a machine has beside the core on which some policies can run: the axes that it has anyway, and
 * the axis `policy-input` where one of the policies looks at what each handler claimed.
 */
export function toldAxes(
  policies: readonly Pick<LoadedPolicy, "isToldMore">[],
  axes?: NamedAxes,
): { readonly axes?: NamedAxes } {
  if (!policies.some(({ isToldMore }) => isToldMore)) return axes === undefined ? {} : { axes };
  const { told = "handlers", ...names } = axes?.names ?? {};
  return { axes: readAxes(axisTexts({ ...names, told })) };
}
