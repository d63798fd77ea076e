import { valuesOf } from "../../compiler/ir/finite-domain.js";
import type { Instance } from "../../compiler/ir/instance.js";
import type { Model } from "../../compiler/ir/model.js";
import { type ConstantValues, isRecordValue, type Value } from "../../compiler/ir/value.js";
import { eventText } from "../explore/executable-model.js";
import { eventOf } from "../explore/interpreted-model.js";
import { configuredProgram } from "./configured-program.js";
import type { Layout } from "./layout.js";
import type { ControlReduction } from "./program.js";
import { type ReductionName, reductionNames } from "./reductions.js";
import { bitsOf, meets } from "./state-bits.js";
import { type SymmetricType, symmetricTypes } from "./symmetric-types.js";

/** One reduction as it applies to a configuration of a model. */
export interface ReductionExplanation {
  readonly name: ReductionName;
  readonly applies: boolean;
  /** What is done, or why nothing can be done. */
  readonly what: string;
  /** The same place by place. */
  readonly details: readonly string[];
  /** Why it is sound. */
  readonly why: string;
}

/**
 * What `nmicheck explain --reductions` shows: what is left out where these properties are asked
 * about, all by default. Throws as `compileForExploration` does.
 */
export function explainReductions(
  model: Model,
  constants: ConstantValues,
  properties: readonly string[] = model.invariants.map(({ name }) => name),
): readonly ReductionExplanation[] {
  const types = symmetricTypes(model);
  const { instance, layout, program } = configuredProgram(model, constants, {
    reductions: reductionNames,
    properties,
  });
  const { reduction } = program;
  return [
    explainSymmetry(types),
    explainDead(reduction, layout),
    explainChains(reduction, instance),
  ];
}

function explainSymmetry(types: readonly SymmetricType[]): ReductionExplanation {
  const found = types.map(
    ({ name, variables }) => `${name} (${variables.map((one) => `\`${one}\``).join(", ")})`,
  );
  return {
    name: "symmetry",
    applies: types.length > 0,
    what:
      types.length > 0
        ? `of all states that differ only by exchanged values of ${found.join(" and ")} one is explored.`
        : "the model has no type whose values are only copied and compared for equality.",
    details: [],
    why:
      "steps and properties copy these values and compare them with each other, and do nothing " +
      "else with them; parameters of actions take all of them. So exchanging two values in a " +
      "behaviour gives a behaviour of the same length with the same properties violated.",
  };
}

const NO_CONTROL = "the model has no variable with 3 to 64 values that its steps depend on.";

function explainDead(reduction: ControlReduction | null, layout: Layout): ReductionExplanation {
  const details = reduction === null ? [] : deadDetails(reduction, layout);
  return {
    name: "dead",
    applies: details.length > 0,
    what:
      reduction === null
        ? NO_CONTROL
        : details.length > 0
          ? "a part of the state that nothing depends on any more is set to its first value."
          : "every part of the state matters everywhere.",
    details,
    why:
      "whatever such a part is, the same steps can be taken, and they lead to states that differ " +
      "in such parts alone; properties are asked about before it is set. So each behaviour has " +
      "one of the same length with the same properties violated.",
  };
}

function deadDetails(
  { field, control, domain, live, reachable }: ControlReduction,
  layout: Layout,
): readonly string[] {
  const places = valuesOf(domain);
  return layout.fields.flatMap((part) => {
    if (part === field || live === null) return [];
    const dead = places.filter(
      (_, value) => reachable.has(value) && !meets(live[value] ?? [], bitsOf(part, layout.words)),
    );
    if (dead.length === 0) return [];
    const where =
      dead.length === reachable.size
        ? "everywhere"
        : `where \`${control}\` is ${dead.map(valueText).join(", or ")}`;
    return [`\`${part.name}\` ${where}`];
  });
}

function explainChains(
  reduction: ControlReduction | null,
  instance: Instance,
): ReductionExplanation {
  const details = reduction === null ? [] : chainDetails(reduction, instance);
  return {
    name: "chains",
    applies: details.length > 0,
    what:
      reduction === null
        ? NO_CONTROL
        : details.length > 0
          ? "steps that commute with everything that may happen meanwhile are not interleaved with it."
          : "no step commutes with all others, or the model can be wrong in one.",
    details,
    why:
      "every other event that may happen there commutes with each of these, leaves the place " +
      "alone and violates nothing; so on a shortest way to a violation the first of these can " +
      "come first, and the way is as long as before.",
  };
}

function chainDetails(
  { control, domain, explored, possible, reachable }: ControlReduction,
  instance: Instance,
): readonly string[] {
  return valuesOf(domain).flatMap((value, number) => {
    const chosen = explored?.[number];
    if (!reachable.has(number) || chosen === undefined || chosen.size === possible[number]?.size)
      return [];
    const names = [...chosen]
      .sort((left, right) => left - right)
      .flatMap((event) => {
        const known = instance.events[event];
        return known === undefined ? [] : [eventText(eventOf(known))];
      });
    return [`where \`${control}\` is ${valueText(value)}: only ${names.join(" and ")}`];
  });
}

/** A value on one line, records by the values of their fields: `polling 0 1`. */
function valueText(value: Value): string {
  if (isRecordValue(value)) return Object.values(value).map(valueText).join(" ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
