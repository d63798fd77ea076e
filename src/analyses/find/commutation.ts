import { eventText } from "../../checkers/explore/executable-model.js";
import { eventOf } from "../../checkers/explore/interpreted-model.js";
import { type Footprint, Independence } from "../../checkers/packed/independence.js";
import { valuesOf } from "../../compiler/ir/finite-domain.js";
import { instantiate } from "../../compiler/ir/instance.js";
import type { Model } from "../../compiler/ir/model.js";
import type { ConstantValues } from "../../compiler/ir/value.js";
import { isOfEnvironment } from "./environment.js";
import { labelAt } from "./step-label.js";

/** Whether two steps, by their labels, are independent: proven to commute wherever both are possible. */
export type Independent = (left: string, right: string) => boolean;

/**
 * Which steps of the model commute, proven from its IR: two steps are independent when neither
 * writes what the other looks at, and what both write, both set to the same constant. So two events
 * that set the latch are independent. `outcome` and `elsewhere` are left out: they only
 * display what the last step was.
 *
 * @param model that of the machine under the policy
 * @param constants the values of its constants
 */
export function independentSteps(model: Model, constants: ConstantValues): Independent {
  const instance = instantiate(model, constants);
  const shown = ["outcome", "elsewhere"].filter((name) => instance.domains.has(name));
  const independence = new Independence(instance, shown);
  // Several CPUs have no one position: their steps are known by their events alone.
  const domain = instance.domains.get("position");
  const positions = domain === undefined ? null : valuesOf(domain);
  const footprints = new Map<string, Footprint>();
  for (const [event, action] of instance.events.entries()) {
    const named = eventOf(action);
    if (positions === null || isOfEnvironment(named)) {
      footprints.set(eventText(named), independence.footprint({ event, where: {} }));
      continue;
    }
    for (const position of positions) {
      const footprint = independence.footprint({ event, where: { position } });
      if (footprint.ways.length > 0) footprints.set(labelAt(named.name, position), footprint);
    }
  }
  const pairs = new Map<string, ReadonlySet<string>>();
  for (const [left, one] of footprints) {
    const partners = [...footprints].filter(
      // A step and itself keep their order: they have the same name in it.
      ([right, other]) => right !== left && independence.areIndependent(one, other),
    );
    pairs.set(left, new Set(partners.map(([right]) => right)));
  }
  return (left, right) => pairs.get(left)?.has(right) === true;
}
