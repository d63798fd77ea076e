import type { Json } from "../../../src/compiler/tla/value/json.js";
import { Choices } from "./choices.js";
import { BodyWriter } from "./random-bodies.js";
import { ExpressionWriter } from "./random-expressions.js";
import type { Named, RandomFunction, RandomScope } from "./random-scope.js";
import {
  anyType,
  BOOLEAN,
  declarationText,
  fieldLines,
  NUMBER,
  namedTypes,
  type RandomField,
  type RandomParameters,
  type RandomType,
  simpleType,
  typeText,
  valuesOf,
} from "./random-types.js";

/** An event: the name of an action, and the values of its parameters. */
export interface RandomEvent {
  readonly name: string;
  readonly arguments: readonly Json[];
}

/** A model in the subset, with everything that it takes to run it. */
export interface RandomModel {
  /** The text of the one file that it consists of; the vocabulary lies beside it. */
  readonly source: string;
  readonly parameters: RandomParameters;
  readonly events: readonly RandomEvent[];
  readonly invariants: readonly string[];
}

/** No more states than this, so that a graph is small. */
const MOST_STATES = 600;

/** The model that a sequence of decisions leads to. */
export function randomModel(numbers: readonly number[]): RandomModel {
  return new ModelWriter(new Choices(numbers)).write();
}

class ModelWriter {
  readonly #expressions: ExpressionWriter;
  readonly #bodies: BodyWriter;
  readonly #parameters: RandomParameters;
  readonly #types: readonly RandomType[];
  readonly #variables: readonly RandomField[];
  readonly #functions: RandomFunction[] = [];
  readonly #texts: string[] = [];

  constructor(private readonly choices: Choices) {
    this.#expressions = new ExpressionWriter(choices);
    this.#bodies = new BodyWriter(choices);
    this.#parameters = {
      size: choices.between(1, 3),
      on: choices.chance(50),
      table: choices.several(1, 3, () => choices.between(0, 3)),
    };
    this.#types = namedTypes(choices);
    this.#variables = this.#fewStates(
      choices.several(2, 5, (index) => ({
        name: `v${index}`,
        type: anyType(choices, this.#types),
      })),
    );
  }

  write(): RandomModel {
    const { choices } = this;
    const initial = this.#variables.map(
      ({ name, type }) => `    ${name}: ${this.#expressions.write(type, this.#scope([]), 1)},\n`,
    );
    for (const type of this.#types) {
      if (type.kind === "enumeration") this.#texts.push(sameFunction(type.name));
    }
    choices.several(0, 3, (index) => this.#function(index));
    const helpers = choices.several(0, 1, () => this.#helper());
    const actions = choices.several(1, 4, (index) => this.#action(index, helpers));
    const invariants = choices.several(1, 2, (index) => this.#invariant(index));
    return {
      source: this.#source(
        initial,
        actions.map(({ name }) => name),
        invariants,
      ),
      parameters: this.#parameters,
      events: actions.flatMap(({ name, types }) =>
        this.#argumentLists(types).map((list) => ({ name, arguments: list })),
      ),
      invariants,
    };
  }

  /** As many of the variables as keep the number of states small. */
  #fewStates(variables: readonly RandomField[]): readonly RandomField[] {
    let states = 1;
    return variables.filter(({ type }, index) => {
      const values = valuesOf(type, this.#parameters).length;
      if (index > 0 && states * values > MOST_STATES) return false;
      states *= values;
      return true;
    });
  }

  #scope(values: readonly Named[], withFunctions = false): RandomScope {
    return {
      values,
      functions: withFunctions ? [...this.#functions] : [],
      types: this.#types,
      compared: new Set(),
      names: new Set(["state", "config"]),
    };
  }

  /** What a function of the model can name: the state, and its own parameters. */
  #inFunction(parameters: readonly RandomField[]): RandomScope {
    const scope = this.#scope(
      [
        ...this.#variables.map(({ name, type }) => ({ path: `state.${name}`, type })),
        ...parameters.map(({ name, type }) => ({ path: name, type })),
      ],
      true,
    );
    for (const { name } of parameters) scope.names.add(name);
    return scope;
  }

  #function(index: number): void {
    const { choices } = this;
    const name = choices.pick([`F${index}`, `turn${index}`, `Nat${index}`]);
    const returns = choices.pick<RandomType>([BOOLEAN, NUMBER, anyType(choices, this.#types)]);
    const parameters = choices.several(0, 2, (position): RandomField => {
      const type = choices.pick<RandomType>([NUMBER, BOOLEAN, anyType(choices, this.#types)]);
      return { name: choices.pick([`p${position}`, `v${position}`]), type };
    });
    const body = this.#bodies.block(
      { kind: "value", type: returns },
      this.#inFunction(parameters),
      2,
      false,
    );
    const list = parameters.map((field) => `, ${field.name}: ${typeText(field.type)}`).join("");
    this.#texts.push(
      `/** A function, ${name}. */\nfunction ${name}(config: Config, state: State${list}): ${typeText(returns)} {\n${body}\n}`,
    );
    this.#functions.push({ name, parameters: parameters.map(({ type }) => type), returns });
  }

  /** A function that returns a state, for actions to call. */
  #helper(): string {
    const wanted = {
      kind: "state",
      variables: this.#variables,
      mayBeDisabled: false,
      helpers: [],
    } as const;
    const body = this.#bodies.block(wanted, this.#inFunction([]), 2, false);
    this.#texts.push(`function advance(config: Config, state: State): State {\n${body}\n}`);
    return "advance";
  }

  #action(
    index: number,
    helpers: readonly string[],
  ): { readonly name: string; readonly types: readonly RandomType[] } {
    const { choices } = this;
    const enumerations = this.#types.filter((type) => type.kind === "enumeration");
    const parameters = choices.several(0, 2, (position): RandomField => {
      const type = choices.pick<RandomType>([
        BOOLEAN,
        { kind: "index", length: choices.pick([2, "size", 3]) },
        simpleType(choices, enumerations),
        { kind: "nullable", of: simpleType(choices, enumerations) },
        this.#types.find((candidate) => candidate.kind === "union") ?? BOOLEAN,
      ]);
      return { name: choices.pick([`p${position}`, `v${position}`]), type };
    });
    const wanted = {
      kind: "state",
      variables: this.#variables,
      mayBeDisabled: true,
      helpers,
    } as const;
    const name = choices.pick([`a${index}`, `Act${index}`]);
    const body = this.#bodies.block(wanted, this.#inFunction(parameters), 3, false);
    const list = parameters.map((field) => `, ${field.name}: ${typeText(field.type)}`).join("");
    this.#texts.push(
      `function ${name}(config: Config, state: State${list}): State | null {\n${body}\n}`,
    );
    return { name, types: parameters.map(({ type }) => type) };
  }

  #invariant(index: number): string {
    const body = this.#bodies.block(
      { kind: "value", type: BOOLEAN },
      this.#inFunction([]),
      2,
      false,
    );
    this.#texts.push(`function Holds${index}(config: Config, state: State): boolean {\n${body}\n}`);
    return `Holds${index}`;
  }

  #argumentLists(types: readonly RandomType[]): readonly (readonly Json[])[] {
    return types.reduce<readonly (readonly Json[])[]>(
      (lists, type) =>
        lists.flatMap((list) => valuesOf(type, this.#parameters).map((value) => [...list, value])),
      [[]],
    );
  }

  #source(
    initial: readonly string[],
    actions: readonly string[],
    invariants: readonly string[],
  ): string {
    return `import { at, type Below, type Range, type Vector } from "./language.js";

export interface Config {
  readonly size: Range<1, 3>;
  readonly on: boolean;
  readonly table: readonly [Range<0, 3>, ...Range<0, 3>[]];
}

${this.#types.map(declarationText).join("\n\n")}

export interface State {
${fieldLines(this.#variables)}}

export type Unused = Below<2>;

const YES: boolean = true;
const NO: boolean = false;
const LIMIT = 2;
const STEPS = [1, -1, 2];

function initial(config: Config): State {
  return {
${initial.join("")}  };
}

${this.#texts.join("\n\n")}

export const model = {
  initial,
  actions: { ${actions.join(", ")} },
  invariants: { ${invariants.join(", ")} },
};
`;
  }
}

/** Compares two values of an enumeration where TypeScript knows nothing of them. */
function sameFunction(type: string): string {
  return `export function same${type}(left: ${type}, right: ${type}): boolean {\n  return left === right;\n}`;
}
