import type { ExecutableModel } from "../../checkers/explore/executable-model.js";
import type { Domain } from "../../compiler/ir/finite-domain.js";
import { type OutOfDomain, outOfDomain } from "../../compiler/ir/out-of-domain.js";
import type { MachineEvent, MachineState } from "../../machine/model/machine-model.js";

/** The name of the invariant that every variable stays in its declared range, as in TLA+. */
export const TYPE_OK = "TypeOK";

/** The declared range of each variable of a model. */
type Domains = ReadonlyMap<string, Domain>;

/** The first variable of `state` that is outside of its declared range. */
export function typeError(domains: Domains, state: object): OutOfDomain | null {
  const values = new Map<string, unknown>(Object.entries(state));
  for (const [name, domain] of domains) {
    const found = outOfDomain(domain, values.get(name));
    if (found !== null) return { ...found, path: `${name}${found.path}` };
  }
  return null;
}

/** The model with `TypeOK` as one more invariant, the first. */
export function withTypeOk<P extends string>(
  model: ExecutableModel<MachineState, MachineEvent, P>,
  domains: Domains,
): ExecutableModel<MachineState, MachineEvent, P | typeof TYPE_OK> {
  const holds = (state: MachineState): boolean => typeError(domains, state) === null;
  return { ...model, invariants: [{ name: TYPE_OK, holds }, ...model.invariants] };
}
