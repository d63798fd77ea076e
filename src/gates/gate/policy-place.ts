import type { Place } from "../../base/diagnostic/diagnostic.js";
import type { NmiAnyProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { compiledOf } from "../../machine/subject.js";

/** The function of a policy that decides whether a property holds. */
const DECIDED_BY: Readonly<Record<NmiAnyProperty, string>> = {
  NoFalseSwallow: "Finish",
  NoSpurious: "Finish",
  NoMasked: "Finish",
  NoStranded: "Proceed",
  NoHidden: "Finish",
  NoForgottenSource: "Finish",
  NoNeedlessPanic: "Finish",
  EveryEventHandled: "Proceed",
  EveryExternalReported: "Finish",
  RepeatedExternalReported: "Finish",
};

/**
 * Where the policy of a user's file decides about `property`: its `finish`, or `proceed` for the
 * walk. Null for a built-in policy, whose source is not the user's.
 */
export async function policyPlace(
  subject: Subject,
  property: NmiAnyProperty,
): Promise<Place | null> {
  if (subject.policy.origin.kind === "builtIn") return null;
  const { model } = await compiledOf(subject, []);
  const operator = model.operators.find(({ name }) => name === DECIDED_BY[property]);
  if (operator === undefined) return null;
  return model.places.get(operator) ?? model.places.get(operator.body) ?? null;
}
