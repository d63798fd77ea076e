import type { Place } from "../../base/diagnostic/diagnostic.js";
import type { Expression } from "../ir/expression.js";
import type { Action, Model, Operator } from "../ir/model.js";
import { containsArray, type Type, unnamed, withoutNames } from "../ir/type.js";
import { boxedComment, comment } from "./comments.js";
import { neededDefinitions } from "./definitions.js";
import { evaluated } from "./evaluated.js";
import { type Printing, printExpression } from "./expressions.js";
import { flat, flatOperand, PRECEDENCE } from "./flat.js";
import { comparesGuards } from "./guards.js";
import { at, type Block, fits, hang, line, WIDTH } from "./lines.js";
import { chooseNames, type Names, NONE, namedTypes } from "./names.js";
import { type OpenBundle, openConstants, withOpenBundle } from "./open-bundle.js";
import { orderSections, type Section } from "./sections.js";
import { printTypeSetInFull, typeConjuncts, typeSet, typeSetInFull, wrapItems } from "./sets.js";
import { printEquation, printStep } from "./steps.js";

/** A TLA+ module: its text, and for each line (from 0) where its content was written, if anywhere. */
export interface TlaModule {
  readonly name: string;
  readonly text: string;
  readonly places: readonly (Place | undefined)[];
  readonly names: Names;
}

export const RULE: string = "-".repeat(79);

/**
 * Prints the model as a TLA+ module that people can read without the typed model.
 *
 * @param open a bundle in it that the module leaves to others: constants in place of its definitions
 */
export function printModule(asWritten: Model, open: OpenBundle | null = null): TlaModule {
  const { model, names, printing, uses } = prepared(asWritten, open);
  const body: Block = [
    line(`EXTENDS ${uses.modules.join(", ")}`),
    line(""),
    ...printConstants(model, names, open),
    ...uses.definitions,
    ...rule(),
    ...printSets(model, names, open),
    ...printVariables(model, names),
    ...printTypeOk(model, names),
    ...rule(),
    ...printBehaviour(model, printing, [line("Spec == Init /\\ [][Next]_vars"), line("")]),
    ...printTheorem(),
    line("=".repeat(79)),
  ];
  return toModule(model.name, names, [...boxedComment(head(model, printing)), ...body]);
}

/**
 * The model as a module within another, which declares its variables and `None` above it. TLC computes
 * faster with it than with an instance of the module as it stands alone: what depends on constants alone
 * it computes once, and no variable stands for another.
 *
 * @param constantValue the value of a constant of the model, as TLA+ writes it
 */
export function printInnerModule(asWritten: Model, constantValue: (name: string) => string): Block {
  const { model, names, printing, uses } = prepared(asWritten, null);
  return [
    line(heading(`MODULE ${model.name}`)),
    line(`EXTENDS ${uses.modules.join(", ")}`),
    line(""),
    ...model.constants.flatMap(({ name, doc }) => [
      ...comment(doc),
      line(`${names.constant(name)} == ${constantValue(name)}`),
      line(""),
    ]),
    ...uses.definitions,
    ...rule(),
    ...printSets(model, names),
    ...printTypeOk(model, names),
    ...rule(),
    ...printBehaviour(model, printing, []),
    line("=".repeat(79)),
  ];
}

/** A model as it is printed, and what printing needs to know of it. */
function prepared(asWritten: Model, open: OpenBundle | null) {
  const whole = evaluated(open === null ? asWritten : withOpenBundle(asWritten, open));
  const names = chooseNames(whole, open);
  // Calls of what is left open stay, and need its names.
  const model: Model = {
    ...whole,
    operators: whole.operators.filter(({ section }) => section !== open?.section),
  };
  const printing: Printing = {
    names,
    places: model.places,
    bodies: new Map(whole.operators.map((operator) => [operator.name, operator.body])),
    bound: new Map(),
  };
  return { model, names, printing, uses: neededDefinitions(model) };
}

/** Operators, actions, the first state, the steps, and below `specification` the properties. */
function printBehaviour(model: Model, printing: Printing, specification: Block): Block {
  const { names } = printing;
  return [
    ...orderSections(model).flatMap((section) => [
      ...printSection(section, model, printing),
      ...rule(),
    ]),
    ...printInitial(model, printing),
    ...printNext(model, names),
    ...specification,
    ...rule(),
    ...model.invariants.flatMap((invariant) =>
      at(model.places.get(invariant), [
        ...comment(invariant.doc),
        ...definition(`${names.operator(invariant.name)} ==`, invariant.body, printing),
        line(""),
      ]),
    ),
  ];
}

/** A module of this name, with `body` below its heading. */
export function toModule(name: string, names: Names, body: Block): TlaModule {
  const block = [line(heading(`MODULE ${name}`)), ...body];
  return {
    name,
    text: `${block.map(({ text }) => text.trimEnd()).join("\n")}\n`,
    places: block.map(({ place }) => place),
    names,
  };
}

function heading(title: string): string {
  // TLA+ wants four on each side, however long the name of the module is.
  const dashes = Math.max(8, 79 - title.length - 2);
  const left = Math.floor(dashes / 2);
  return `${"-".repeat(left)} ${title} ${"-".repeat(dashes - left)}`;
}

function head(model: Model, printing: Printing): string {
  const types = [...model.constants, ...model.variables].map((part) => part.type);
  const evaluates = neededDefinitions(model).evaluates;
  const compares = model.actions.some((action) => comparesGuards(action.step, printing));
  return [
    model.doc,
    `Generated by nmicheck from ${model.sources.join(", ")}. Do not edit: change the typed model, and run \`nmicheck generate\`.`,
    types.some(containsArray)
      ? "Arrays of the typed model are functions here and count from 0; constant sequences count from 1, as in TLA+."
      : "",
    compares
      ? "In an action `P = TRUE` says P: TLC would take each disjunct of P itself for a step of its own."
      : "",
    evaluates
      ? "`TLCEval(f)` says f, and has TLC evaluate it at once: some releases take a wrong value where an array is made, changed, and changed again (tlaplus #1302)."
      : "",
  ]
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}

function rule(): Block {
  return [line(RULE), line("")];
}

function printConstants(model: Model, names: Names, open: OpenBundle | null): Block {
  const entries = [
    ...model.constants.map((constant) => [names.constant(constant.name), constant.doc] as const),
    [NONE, "A model value that stands for `null`: there is no such thing (yet)."] as const,
    ...(open === null ? [] : openConstants(open)),
  ];
  const assumptions = [
    ...model.constants.flatMap((constant) => {
      const name = names.constant(constant.name);
      const type = unnamed(constant.type);
      const membership = `${name} \\in ${constantSet(type, names)}`;
      return type.kind === "sequence" && type.nonEmpty
        ? [membership, `${name} # <<>>`]
        : [membership];
    }),
    ...(open === null ? [] : [`${open.first} \\in ${open.type}`]),
  ];
  return [
    line("CONSTANTS"),
    ...entries.flatMap(([name, doc], index) => [
      ...hang("  ", comment(doc)),
      line(`  ${name}${index < entries.length - 1 ? "," : ""}`),
    ]),
    line(""),
    ...(assumptions.length === 0
      ? []
      : [
          ...hang(
            "ASSUME ",
            assumptions.map((text) => line(`/\\ ${text}`)),
          ),
          line(""),
        ]),
  ];
}

/** A parameter array is a tuple. Types of constants have no definitions: the constant has the name. */
function constantSet(type: Type, names: Names): string {
  const full = withoutNames(type);
  switch (full.kind) {
    case "sequence":
      return `Seq(${constantSet(full.item, names)})`;
    case "array":
      return `[1 .. ${flatOperand(full.length, names, PRECEDENCE.plus)} -> ${constantSet(full.item, names)}]`;
    default:
      return typeSet(full, names);
  }
}

/** The definitions of its named types; what a bundle remembers is a constant where that is open. */
export function printSets(model: Model, names: Names, open: OpenBundle | null = null): Block {
  return namedTypes(model).flatMap((type) => {
    if (type.name === open?.type) return [];
    const head = `${names.set(type)} ==`;
    const oneLine = `${head} ${typeSetInFull(type, names)}`;
    return [
      ...comment(type.doc),
      ...(fits(oneLine, WIDTH)
        ? [line(oneLine)]
        : [line(head), ...hang("  ", printTypeSetInFull(type, WIDTH - 2, names))]),
      line(""),
    ];
  });
}

function printVariables(model: Model, names: Names): Block {
  const last = model.variables.length - 1;
  const list = model.variables.map((variable) => names.variable(variable.name));
  return [
    line("VARIABLES"),
    ...model.variables.flatMap((variable, index) => [
      ...hang("  ", comment(variable.ghost ? `Ghost: ${variable.doc}` : variable.doc)),
      line(`  ${names.variable(variable.name)}${index < last ? "," : ""}`),
    ]),
    line(""),
    ...wrapItems("vars == <<", list, ">>", WIDTH),
    line(""),
  ];
}

function printTypeOk(model: Model, names: Names): Block {
  const conjuncts = model.variables.flatMap((variable) =>
    typeConjuncts(names.variable(variable.name), variable.type, WIDTH - 5, names),
  );
  return [
    line("TypeOK =="),
    ...conjuncts.flatMap((conjunct) => hang("  /\\ ", conjunct)),
    line(""),
  ];
}

/** `\A x \in S : P`, with the rest after the first colon on a line of its own if need be. */
export function breakAfterColon(text: string, width: number): Block {
  const colon = text.indexOf(" : ");
  if (text.length <= width || colon < 0) return [line(text)];
  return [
    line(text.slice(0, colon + 2)),
    ...hang("  ", breakAfterColon(text.slice(colon + 3), width - 2)),
  ];
}

function printTheorem(): Block {
  return [line("THEOREM Spec => []TypeOK"), line("")];
}

function printSection(section: Section, model: Model, printing: Printing): Block {
  return [
    line(`\\* ${section.title}`),
    line(""),
    ...section.operators.flatMap((operator) => printOperator(operator, printing)),
    ...section.actions.flatMap((action) => printAction(action, model, printing)),
  ];
}

/** An operator under its comment. */
export function printOperator(operator: Operator, printing: Printing): Block {
  const name = printing.names.operator(operator.name);
  const parameters = operator.parameters.map(printing.names.local);
  const head = parameters.length === 0 ? `${name} ==` : `${name}(${parameters.join(", ")}) ==`;
  return at(printing.places.get(operator), [
    ...comment(operator.doc),
    ...definition(head, operator.body, printing),
    line(""),
  ]);
}

/** `head body` on one line where it fits, else the body indented below. */
function definition(head: string, body: Expression, printing: Printing): Block {
  const oneLine = `${head} ${flat(body, printing.names)}`;
  const broken = printExpression(body, WIDTH - 2, printing);
  if (oneLine.length <= WIDTH && broken.length === 1) return [line(oneLine)];
  return [line(head), ...hang("  ", broken)];
}

function printAction(action: Action, model: Model, printing: Printing): Block {
  const { names } = printing;
  const parameters = action.parameters.map((parameter) => names.local(parameter.name));
  const name = names.operator(action.name);
  const head = parameters.length === 0 ? `${name} ==` : `${name}(${parameters.join(", ")}) ==`;
  const variables = model.variables.map((variable) => variable.name);
  return at(model.places.get(action), [
    ...comment(action.doc),
    line(head),
    ...hang("  ", printStep(action.step, variables, WIDTH - 2, printing)),
    line(""),
  ]);
}

function printInitial(model: Model, printing: Printing): Block {
  return [
    line("Init =="),
    ...model.variables.flatMap((variable) =>
      hang(
        "  /\\ ",
        printEquation(
          printing.names.variable(variable.name),
          variable.initial,
          WIDTH - 5,
          printing,
        ),
      ),
    ),
    line(""),
  ];
}

/** A disjunction of named actions at the top: TLC labels the edges of the state graph by it. */
function printNext(model: Model, names: Names): Block {
  return [
    line("Next =="),
    ...model.actions.flatMap((action) => {
      const bounds = action.parameters.map(
        (parameter) =>
          `\\E ${names.local(parameter.name)} \\in ${typeSet(parameter.type, names)} : `,
      );
      const args = action.parameters.map((parameter) => names.local(parameter.name)).join(", ");
      const call = names.operator(action.name) + (args === "" ? "" : `(${args})`);
      return hang("  \\/ ", breakAfterColon(`${bounds.join("")}${call}`, WIDTH - 5));
    }),
    line(""),
  ];
}
