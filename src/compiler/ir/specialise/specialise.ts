import { withExplicitChecks } from "../explicit-checks.js";
import { literal } from "../expression.js";
import type { Model } from "../model.js";
import { type ConstantValues, isArrayValue, isRecordValue, type Value } from "../value.js";
import { withoutDeadParts } from "./dead-parts.js";
import { documentedFor } from "./documentation.js";
import { withoutUnchanging } from "./drop-unchanging.js";
import { folded, settled } from "./folded.js";
import { rewriteModel } from "./rewrite-model.js";
import { unchangingParts } from "./unchanging.js";

/** What a model is specialised to. */
export interface Specialisation {
  /** The values of the constants that are fixed; the other constants stay. */
  readonly constants: ConstantValues;
  /** The constants that are off: sentences about them are left out. */
  readonly off: ReadonlySet<string>;
  /** Variables that stay even where they never change. */
  readonly kept: ReadonlySet<string>;
  /** Invariants that stay even where nothing could violate them. */
  readonly asked: ReadonlySet<string>;
}

/**
 * The model of the machine in which the constants have the given values: these constants, the variables
 * that never leave their first value, the actions that are never enabled, and what only they needed,
 * are gone. It has the same behaviours; its states lack the variables that are gone, and it fails in
 * the states in which `model` fails. The places in the source stay known.
 *
 * @throws TypeError when a constant has no value of its type that is a scalar
 */
export function specialise(model: Model, specialisation: Specialisation): Model {
  const fixed = withConstants(model, specialisation.constants);
  const unchanging = unchangingParts(fixed, specialisation.kept);
  const trimmed = settled(folded(withoutUnchanging(fixed, unchanging)), (current) =>
    folded(withoutDeadParts(current, specialisation.asked)),
  );
  // What computed a value that may fail may be gone: a check stands in its place.
  return withExplicitChecks(documentedFor(trimmed, specialisation.off));
}

function withConstants(model: Model, constants: ConstantValues): Model {
  const values = new Map(
    Object.entries(constants).map(([name, value]) => [name, scalar(name, value)] as const),
  );
  const replaced = rewriteModel(
    { ...model, constants: model.constants.filter(({ name }) => !values.has(name)) },
    {
      expression: (original, rewritten) => {
        const value = original.kind === "constant" ? values.get(original.name) : undefined;
        return value === undefined ? rewritten : literal(value);
      },
      step: (_, rewritten) => rewritten,
    },
  );
  return folded(replaced);
}

function scalar(name: string, value: Value): boolean | number | string | null {
  if (!isArrayValue(value) && !isRecordValue(value)) return value;
  throw new TypeError(`the constant ${name} is no scalar, and cannot be fixed`);
}
