import { noAxes } from "../../spec/path/no-axes.js";
import type { NamedAxes } from "../configuration/named-axes.js";
import type { Model } from "../ir/model.js";
import { specialise } from "../ir/specialise/specialise.js";
import { moduleName } from "./identity.js";

/** What a policy keeps is its own, even where it never changes. */
const KEPT: ReadonlySet<string> = new Set(["policyMemory"]);

/**
 * The model of one machine under a policy: that of the whole path, specialised to the machine's axes.
 * It keeps the constants of the platform, and has the variables, actions and properties of its machine
 * and no others. With all axes off it has those of the core.
 *
 * @param whole the model of the whole path under the policy called `policy`
 */
export function specialisedTo(whole: Model, policy: string, { machine, names }: NamedAxes): Model {
  const values = Object.entries(names).map(([name, value]) => `_${name}_${value}`);
  return {
    ...specialise(whole, { constants: { ...noAxes, ...machine }, kept: KEPT, asked: new Set() }),
    name: `${moduleName(policy)}${values.join("").replaceAll("-", "_")}`,
  };
}
