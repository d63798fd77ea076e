import type { Model } from "../ir/model.js";
import type { StateView, ViewPart } from "../ir/state-view.js";
import { type Printing, printExpression } from "./expressions.js";
import { append, type Block, hang, line, WIDTH } from "./lines.js";
import type { TlaModule } from "./module.js";
import { NONE } from "./names.js";

/** The operator that tells states apart, as the `VIEW` of a `.cfg` names it. */
export const VIEW = "MCView";

/** The standard modules that the definition of a view needs. */
export function viewModules(view: StateView): readonly string[] {
  return view.some(({ kind }) => kind === "numbered") ? ["FiniteSets"] : [];
}

/**
 * The definition of the view, for a module that extends the model's.
 *
 * @param told operators of the module whose values tell states apart too
 */
export function printView(
  model: Model,
  module: TlaModule,
  view: StateView,
  told: readonly string[],
): readonly string[] {
  const printing: Printing = {
    names: module.names,
    places: new Map(),
    bodies: new Map(model.operators.map(({ name, body }) => [name, body])),
    bound: new Map(),
  };
  const entries = [
    ...view.flatMap((part) => printPart(part, printing)),
    ...told.map((operator) => [line(operator)]),
  ];
  const block: Block = [
    ...(viewModules(view).length === 0 ? [] : NUMBERS),
    line(`\\* What tells states apart. ${NONE} stands for what matters no more, or is not there.`),
    ...(told.length === 0 ? [] : PROPERTIES),
    line(`${VIEW} ==`),
    ...entries.flatMap((entry, index) =>
      hang(index === 0 ? "  <<" : "    ", append(entry, index === entries.length - 1 ? ">>" : ",")),
    ),
  ];
  return ["", ...block.map(({ text }) => text)];
}

const PROPERTIES: Block = [
  "\\* TLC asks what should hold only of states that it has not seen: so whether it holds tells states",
  "\\* apart too.",
].map((text) => line(text));

const NUMBERS: Block = [
  "\\* Each value counts as its number in the order in which values come up, so that states which",
  "\\* differ only by exchanged values are one to TLC.",
  "MCNumbers(values) ==",
  "  [i \\in DOMAIN values |->",
  `    IF values[i] = ${NONE} THEN 0`,
  "    ELSE LET first == CHOOSE j \\in 1 .. i :",
  "               /\\ values[j] = values[i]",
  "               /\\ \\A k \\in 1 .. j - 1 : values[k] # values[i]",
  `         IN  Cardinality({values[j] : j \\in 1 .. first} \\ {${NONE}})]`,
  "",
].map((text) => line(text));

function printPart(part: ViewPart, printing: Printing): readonly Block[] {
  const { names } = printing;
  if (part.kind === "value") return [printExpression(part.value, WIDTH - 6, printing)];
  const numbers = `MCNumbers(<<${part.variables.map(names.variable).join(", ")}>>)`;
  if (part.dead.every((dead) => dead === null)) return [[line(numbers)]];
  return part.dead.map((dead, index) => {
    const number = [line(`${numbers}[${index + 1}]`)];
    return dead === null
      ? number
      : [
          ...hang("IF ", append(printExpression(dead, WIDTH - 16, printing), ` THEN ${NONE}`)),
          ...hang("ELSE ", number),
        ];
  });
}
