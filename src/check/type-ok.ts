import type { State } from "../../spec/state.js";
import type { ExecutableModel } from "../explore/executable-model.js";
import type { PathEvent } from "../explore/path-model.js";
import { type OutOfDomain, outOfDomain } from "../ir/domain.js";
import type { Variable } from "../ir/model.js";
import { constantsOf } from "./machine.js";
import type { Subject } from "./result.js";

/** The name of the invariant that every variable stays in its declared range, as in TLA+. */
export const TYPE_OK = "TypeOK";

/** The first variable of `state` that is outside of its declared range. */
export function typeError(
  variables: readonly Variable[],
  subject: Subject,
  state: State<unknown>,
): OutOfDomain | null {
  const constants = constantsOf(subject);
  const values = new Map<string, unknown>(Object.entries(state));
  for (const variable of variables) {
    const found = outOfDomain(variable.type, values.get(variable.name), constants);
    if (found !== null) return { ...found, path: `${variable.name}${found.path}` };
  }
  return null;
}

/** The model with `TypeOK` as one more invariant, the first. */
export function withTypeOk<P extends string>(
  model: ExecutableModel<State<unknown>, PathEvent, P>,
  variables: readonly Variable[],
  subject: Subject,
): ExecutableModel<State<unknown>, PathEvent, P | typeof TYPE_OK> {
  const holds = (state: State<unknown>): boolean => typeError(variables, subject, state) === null;
  return { ...model, invariants: [{ name: TYPE_OK, holds }, ...model.invariants] };
}
