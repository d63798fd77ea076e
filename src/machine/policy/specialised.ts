import type { Axes } from "../../../spec/cpu/axes.js";
import { noAxes } from "../../../spec/cpu/no-axes.js";
import type { Model } from "../../compiler/ir/model.js";
import { specialise } from "../../compiler/ir/specialise/specialise.js";
import { bareAxes, type NamedAxes } from "../configuration/named-axes.js";
import { moduleName } from "./identity.js";

/** What a policy keeps is its own, even where it never changes. */
export const kept: ReadonlySet<string> = new Set(["policyMemory"]);

/**
 * The model of one machine under a policy: the model with every axis, specialised. It keeps the
 * constants of the platform and the number of several CPUs, and has the variables, actions and
 * properties of its machine.
 *
 * @param whole the model with every axis, of as many CPUs as the machine has: one, or several
 * (`wholeModelFor`), under the policy called `policy`
 * @param asked properties that it keeps though nothing on this machine could violate them
 * @param keeps variables, and fields of records in them, that it keeps though they never change
 */
export function specialisedTo(
  whole: Model,
  policy: string,
  { machine, board, names }: NamedAxes = bareAxes,
  asked: readonly string[] = [],
  keeps: ReadonlySet<string> = kept,
): Model {
  const { ...ofCpu }: Axes = machine;
  return {
    ...specialise(whole, {
      constants: { ...ofCpu, ...topologyOf(board) },
      off: offAxes(machine),
      kept: keeps,
      asked: new Set(asked),
    }),
    name: moduleName(policy, names),
  };
}

/** A model that was specialised, as it is where no property is asked: without those that nothing could violate. */
export function withoutAsked(model: Model): Model {
  const invariants = model.invariants.filter(
    ({ body }) => body.kind !== "literal" || body.value !== true,
  );
  return invariants.length === model.invariants.length ? model : { ...model, invariants };
}

/** How several CPUs hang together, without their number. */
function topologyOf(board: NamedAxes["board"]): Readonly<Record<string, string>> {
  if (board === null) return {};
  const { cpus: _, ...topology } = board;
  return topology;
}

/** The names of the axes that are off. */
function offAxes(machine: Axes): ReadonlySet<string> {
  const values = new Map<string, unknown>(Object.entries(machine));
  return new Set(
    Object.entries(noAxes)
      .filter(([name, off]) => values.get(name) === off)
      .map(([name]) => name),
  );
}
