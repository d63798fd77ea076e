import type { Place } from "../../base/diagnostic/diagnostic.js";
import { evaluate } from "./evaluate.js";
import type { Expression } from "./expression.js";
import type { Domain } from "./finite-domain.js";
import type { Instance } from "./instance.js";
import { type OutOfDomain, outOfDomain } from "./out-of-domain.js";

/** A part of the initial state that is outside of its declared type, and where it is written. */
export interface InitialOutside extends OutOfDomain {
  readonly place: Place | undefined;
}

/** The first part of the initial state that is outside of its declared type; null if there is none. */
export function initialOutside(instance: Instance): InitialOutside | null {
  const { model, domains, initial } = instance;
  for (const { name, initial: written } of model.variables) {
    const domain = domains.get(name);
    const found = domain === undefined ? null : outOfDomain(domain, initial[name], name);
    if (domain === undefined || found === null) continue;
    const part = innermost(written, domain, instance);
    return { ...found, place: model.places.get(part) ?? model.places.get(written) };
  }
  return null;
}

/** The smallest part of `written` that is outside of its own domain, as far as records are spelled out. */
function innermost(written: Expression, domain: Domain, instance: Instance): Expression {
  if (written.kind !== "record") return written;
  for (const { name, value } of written.fields) {
    const own = fieldDomain(domain, name, written, instance);
    if (own === undefined) continue;
    if (outOfDomain(own, evaluate(value, instance.environment)) === null) continue;
    return innermost(value, own, instance);
  }
  return written;
}

function fieldDomain(
  domain: Domain,
  name: string,
  written: Expression,
  instance: Instance,
): Domain | undefined {
  switch (domain.kind) {
    case "nullable":
      return fieldDomain(domain.of, name, written, instance);
    case "record":
      return domain.fields.find((field) => field.name === name)?.domain;
    case "union": {
      const tag = evaluate({ kind: "field", of: written, name: domain.tag }, instance.environment);
      const variant = domain.variants.find((candidate) => candidate.tag === tag);
      return variant?.fields.find((field) => field.name === name)?.domain;
    }
    default:
      return undefined;
  }
}
