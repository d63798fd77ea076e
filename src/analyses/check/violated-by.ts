import type { TlcState } from "../../checkers/tlc/events.js";
import { instantiate } from "../../compiler/ir/instance.js";
import type { Model } from "../../compiler/ir/model.js";
import type { TlaValueReader } from "../../compiler/tla/value/reader.js";
import { isBoardState } from "../../machine/model/machine-model.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { constantsOf, modelOf } from "../../machine/subject.js";
import { completedState } from "../../machine/trace/from-states.js";
import { boardStateSchema, stateSchema } from "../../machine/trace/schema.js";
import { TYPE_OK, typeError } from "./type-ok.js";

/**
 * The first invariant that a state of TLC's breaks by the typed model, `TypeOK` before all others;
 * null if it breaks none.
 *
 * @throws Diagnostic `tla/value-…` for a value that cannot be read
 */
export function violatedBy(
  { values }: TlcState,
  subject: Subject,
  model: Model,
  properties: readonly NmiProperty[],
  reader: TlaValueReader,
): string | null {
  const read = Object.entries(values).map(([name, text]) => [name, reader.read(text, name)]);
  const { initial, invariants } = modelOf(subject);
  const first = initial();
  const known = isBoardState(first) ? boardStateSchema : stateSchema.required();
  const state = known.safeParse(completedState(Object.fromEntries(read), first));
  const { domains } = instantiate(model, constantsOf(subject));
  if (!state.success || typeError(domains, state.data) !== null) return TYPE_OK;
  const whole = state.data;
  const isBroken = (property: NmiProperty): boolean =>
    invariants.find(({ name }) => name === property)?.holds(whole) === false;
  return properties.find(isBroken) ?? null;
}
