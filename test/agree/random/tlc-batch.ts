import type { NameTable } from "../../../src/checkers/agree/agreement.js";
import type { DumpEdge, DumpState } from "../../../src/checkers/tlc/dump.js";
import type { Model } from "../../../src/compiler/ir/model.js";
import { type ConstantValue, tlaValue } from "../../../src/compiler/tla/configuration.js";
import type { TlaModule } from "../../../src/compiler/tla/module.js";
import type { Names } from "../../../src/compiler/tla/names.js";
import { typeSet } from "../../../src/compiler/tla/sets.js";
import type { TlcSources } from "../../tlc/written-sources.js";

/** A compiled model, its module, and the values of its constants. */
export interface BatchItem {
  readonly model: Model;
  readonly module: TlaModule;
  readonly constants: Readonly<Record<string, ConstantValue>>;
}

const ROOT = "Batch";

/** Variable `number` of whichever model a state belongs to. */
const shared = (number: number): string => `x${number}`;

/** The names of one model in the batch, for the comparison of its graph. */
export function batchNames({ model, module }: BatchItem, number: number): NameTable {
  const known = new Set(model.actions.map((action) => action.name));
  return {
    variables: new Map(model.variables.map(({ name }, index) => [shared(index), name])),
    actions: (event) => {
      const name = event.charAt(0).toUpperCase() + event.slice(1);
      return `${known.has(name) ? "A" : "H"}${number}_${module.names.operator(name)}`;
    },
  };
}

/**
 * One module that is all of the models: the variable `model` says which of them a state belongs to,
 * and the others are shared. A start of TLC takes longer than most of these graphs.
 */
export function batchSources(items: readonly BatchItem[]): TlcSources {
  const width = Math.max(...items.map(({ model }) => model.variables.length));
  const variables = Array.from({ length: width }, (_, index) => shared(index));
  const parts = items.map((item, number) => printPart(item, number, variables));
  const root = [
    `---- MODULE ${ROOT} ----`,
    "EXTENDS Integers, Sequences, FiniteSets, TLC",
    "CONSTANT None",
    `VARIABLES model, ${variables.join(", ")}`,
    ...parts.flatMap((part) => part.definitions),
    `Init ==\n${parts.map(({ initial }) => `  \\/ ${initial}`).join("\n")}`,
    `Next ==\n${parts.flatMap(({ steps }) => steps.map((step) => `  \\/ ${step}`)).join("\n")}`,
    `Spec == Init /\\ [][Next]_<<model, ${variables.join(", ")}>>`,
    `TypeOK ==\n${items.map((_, number) => `  /\\ model = ${number} => M${number}!TypeOK`).join("\n")}`,
    "====",
    "",
  ].join("\n");
  return {
    files: {
      ...Object.fromEntries(items.map(({ module }) => [`${module.name}.tla`, module.text])),
      [`${ROOT}.tla`]: root,
      [`${ROOT}.cfg`]: "SPECIFICATION Spec\nCONSTANT None = None\nINVARIANT TypeOK\n",
    },
    module: `${ROOT}.tla`,
    config: `${ROOT}.cfg`,
  };
}

interface Part {
  readonly definitions: readonly string[];
  readonly initial: string;
  readonly steps: readonly string[];
}

function printPart(
  { model, module, constants }: BatchItem,
  number: number,
  variables: readonly string[],
): Part {
  const instance = `M${number}`;
  const { names } = module;
  const unused = variables.slice(model.variables.length);
  const substitutions = [
    ...model.variables.map(({ name }, index) => `${names.variable(name)} <- ${shared(index)}`),
    ...model.constants.map(
      ({ name }) => `${names.constant(name)} <- ${constantText(constants, name)}`,
    ),
  ];
  // The sets that parameters are taken from, seen from outside of the module.
  const outside: Names = {
    ...names,
    constant: (name) => constantText(constants, name),
    set: (type) => `${instance}!${names.set(type)}`,
  };
  const steps = model.actions.map((action) => {
    const locals = action.parameters.map((_, index) => `q${index}`);
    // A parameter may be bounded by those before it.
    const bound: Names = {
      ...outside,
      local: (name) => `q${action.parameters.findIndex((parameter) => parameter.name === name)}`,
    };
    const bounds = action.parameters.map(
      ({ type }, index) => `\\E q${index} \\in ${typeSet(type, bound)} : `,
    );
    const list = locals.length === 0 ? "" : `(${locals.join(", ")})`;
    const operator = names.operator(action.name);
    const name = `A${number}_${operator}${list}`;
    const unchanged = `UNCHANGED <<${["model", ...unused].join(", ")}>>`;
    return {
      definition: `${name} == model = ${number} /\\ ${instance}!${operator}${list} /\\ ${unchanged}`,
      step: `${bounds.join("")}${name}`,
    };
  });
  const questions = model.invariants.map((invariant) => {
    const operator = names.operator(invariant.name);
    const name = `H${number}_${operator}`;
    const unchanged = `UNCHANGED <<model, ${variables.join(", ")}>>`;
    return {
      definition: `${name} == model = ${number} /\\ ${instance}!${operator} = TRUE /\\ ${unchanged}`,
      step: name,
    };
  });
  const rest = unused.map((variable) => ` /\\ ${variable} = None`).join("");
  return {
    definitions: [
      `${instance} == INSTANCE ${module.name} WITH ${substitutions.join(", ")}`,
      ...[...steps, ...questions].map(({ definition }) => definition),
    ],
    initial: `model = ${number} /\\ ${instance}!Init${rest}`,
    steps: [...steps, ...questions].map(({ step }) => step),
  };
}

function constantText(constants: BatchItem["constants"], name: string): string {
  const value = constants[name];
  if (value === undefined) throw new Error(`the constant ${name} has no value`);
  return tlaValue(value);
}

/** The dump of a batch, taken apart into those of its models. */
export async function splitDump(
  dump: AsyncIterable<DumpState | DumpEdge>,
  items: readonly BatchItem[],
): Promise<readonly (readonly (DumpState | DumpEdge)[])[]> {
  const parts = items.map((): (DumpState | DumpEdge)[] => []);
  const owners = new Map<string, number>();
  for await (const item of dump) {
    if (item.kind === "state") {
      const owner = Number(item.values.model);
      owners.set(item.id, owner);
      const used = items[owner]?.model.variables.length ?? 0;
      const own = Array.from({ length: used }, (_, index) => shared(index));
      const values = own.map((variable) => [variable, item.values[variable] ?? ""] as const);
      parts[owner]?.push({ ...item, values: Object.fromEntries(values) });
    } else {
      parts[owners.get(item.from) ?? -1]?.push(item);
    }
  }
  return parts;
}

/** The items as a stream that can be read once. */
export async function* streamed<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
