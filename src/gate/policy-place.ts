import type { NmiCoreProperty } from "../explore/nmi-liveness.js";
import type { Place } from "../fault/fault.js";
import type { LoadedPolicy } from "../policy/load.js";

/** The function of a policy that decides whether a property holds. */
const DECIDED_BY: Readonly<Record<NmiCoreProperty, string>> = {
  NoFalseSwallow: "Finish",
  NoSpurious: "Finish",
  NoMasked: "Finish",
  NoStranded: "Proceed",
  EveryEventHandled: "Proceed",
  EveryExternalReported: "Finish",
  RepeatedExternalReported: "Finish",
};

/**
 * Where the policy of a user's file decides about `property`: its `finish`, or `proceed` for the
 * walk. Null for a built-in policy, whose source is not the user's.
 */
export async function policyPlace(
  policy: LoadedPolicy,
  property: NmiCoreProperty,
): Promise<Place | null> {
  if (policy.origin.kind === "builtIn") return null;
  const { model } = await policy.compile();
  const operator = model.operators.find(({ name }) => name === DECIDED_BY[property]);
  if (operator === undefined) return null;
  return model.places.get(operator) ?? model.places.get(operator.body) ?? null;
}
