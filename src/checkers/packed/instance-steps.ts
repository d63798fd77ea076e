import type { Instance } from "../../compiler/ir/instance.js";
import type { SymmetricFields } from "./canonical-state.js";
import type { Layout } from "./layout.js";
import { PartialEvaluator, type SymbolicEnvironment } from "./partial-evaluation.js";
import { type Observed, operatorsOf, type Residual, StepCompiler } from "./residual.js";
import type { Symbolic } from "./symbol.js";
import { readSymbol } from "./symbolic-state.js";
import { Symbols } from "./symbols.js";

/** What is compiled into each step. */
export interface StepOptions {
  readonly symmetric?: SymmetricFields;
  readonly observed?: readonly Observed[];
}

/** The steps of one instance of a model over a layout: what is left of each where parts are known. */
export class InstanceSteps {
  readonly symbols = new Symbols();
  readonly evaluator = new PartialEvaluator(this.symbols);
  /** What the names of the model stand for in the state before a step. */
  readonly environment: SymbolicEnvironment;
  readonly #steps: StepCompiler;

  constructor(
    private readonly instance: Instance,
    layout: Layout,
    { symmetric = [], observed = [] }: StepOptions = {},
  ) {
    this.#steps = new StepCompiler(this.evaluator, layout, symmetric, observed);
    const constants = Object.entries(instance.environment.constants).map(
      ([name, value]) => [name, this.symbols.known(value)] as const,
    );
    const variables = [...layout.variables].map(
      ([name, encoding]) => [name, readSymbol(this.symbols, encoding)] as const,
    );
    this.environment = {
      constants: new Map(constants),
      variables: new Map(variables),
      locals: new Map(),
      operators: operatorsOf(instance.model),
    };
  }

  /**
   * What is left of an event, given by its number.
   *
   * @param known variables whose values are known, by their names
   */
  residual(event: number, known: ReadonlyMap<string, Symbolic> = new Map()): Residual {
    const chosen = this.instance.events[event];
    if (chosen === undefined) return { kind: "disabled" };
    const locals = [...chosen.parameters].map(
      ([name, value]) => [name, this.symbols.known(value)] as const,
    );
    return this.#steps.residual(chosen.action.step, {
      ...this.environment,
      variables: new Map([...this.environment.variables, ...known]),
      locals: new Map(locals),
    });
  }
}
