import { type Expression, FALSE, operands } from "../../compiler/ir/expression.js";
import type { Written } from "../../compiler/ir/model.js";
import { negate } from "../../compiler/ir/negate.js";
import type { Site } from "./expression-sites.js";
import { mutation } from "./mutation.js";
import type { SitedModel } from "./sited-model.js";

/** What a `switch` has become: a chain of these, all written at the same place. */
interface Branching<Part> {
  readonly condition: Expression;
  readonly whenTrue: Part;
  readonly whenFalse: Part;
}

/** Whether the choice was written as a `switch`: its labels are conditions then. */
export function isSwitch(part: object, { places }: SitedModel): boolean {
  return /^switch\s*\(/.test(places.get(part)?.text ?? "");
}

/** Every change of one link of the chain that a `switch` has become. */
export function switchSites<Part extends object>(
  original: Branching<Part>,
  model: SitedModel,
  asBranching: (part: Part) => Branching<Part> | null,
  make: (branching: Branching<Part>) => Part,
): readonly Site<Part>[] {
  const labels = operands("or", original.condition).map((label) => model.places.get(label));
  const [first] = labels;
  if (first === undefined) return [];
  const all = labels.map((label) => label?.text ?? "").join(", ");
  const next = asBranching(original.whenFalse);
  const goesOn =
    next !== null &&
    model.places.get(original.whenFalse)?.offset === model.places.get(original)?.offset &&
    model.places.get(original.whenFalse)?.file === model.places.get(original)?.file;
  const swapped: Site<Part> = {
    mutation: mutation("branch", first, {
      kind: "described",
      what: `the branches of case ${all} and the next one are swapped`,
    }),
    change: (part) => {
      const branching = asBranching(part);
      if (branching === null) return part;
      const following = goesOn ? asBranching(branching.whenFalse) : null;
      if (following === null) return make({ ...branching, condition: negate(branching.condition) });
      return make({
        ...branching,
        whenTrue: following.whenTrue,
        whenFalse: make({ ...following, whenTrue: branching.whenTrue }),
      });
    },
  };
  const leftOut = labels.flatMap((label, index): readonly Site<Part>[] =>
    label === undefined ? [] : [leftOutSite(label, index, asBranching, make)],
  );
  return [swapped, ...leftOut];
}

function leftOutSite<Part extends object>(
  label: Written,
  index: number,
  asBranching: (part: Part) => Branching<Part> | null,
  make: (branching: Branching<Part>) => Part,
): Site<Part> {
  return {
    mutation: mutation("branch", label, {
      kind: "described",
      what: `case ${label.text} is left out`,
    }),
    change: (part) => {
      const branching = asBranching(part);
      if (branching === null) return part;
      const kept = operands("or", branching.condition).filter((_, place) => place !== index);
      const condition =
        kept.length === 0
          ? FALSE
          : kept.reduce((left, right) => ({ kind: "binary", operator: "or", left, right }));
      return make({ ...branching, condition });
    },
  };
}
