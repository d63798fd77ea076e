import { cardinality, type Domain, valuesOf } from "../ir/finite-domain.js";
import type { Instance } from "../ir/instance.js";
import type { BitField } from "./bit-field.js";
import type { SymmetricFields } from "./canonical-state.js";
import { type Code, operandsOf } from "./code.js";
import type { Layout } from "./layout.js";
import { PartialEvaluator, type SymbolicEnvironment } from "./partial-evaluation.js";
import { operatorsOf, StepCompiler } from "./residual.js";
import { ownCode, type Statement, statementsOf } from "./statement.js";
import type { Symbolic } from "./symbol.js";
import { readSymbol } from "./symbolic-state.js";
import { Symbols } from "./symbols.js";

/** Consecutive events that are tried alike. */
export type EventGroup =
  | { readonly kind: "plain"; readonly statements: readonly Statement[] }
  /** One list of statements for each value of a field. */
  | {
      readonly kind: "split";
      readonly field: BitField;
      readonly cases: readonly (readonly Statement[])[];
    };

/** An invariant: where it can be evaluated, and whether it is violated. */
export interface CompiledInvariant {
  readonly name: string;
  readonly defined: Code;
  readonly holds: Code;
}

/** Everything that the code of one instance of a model computes. */
export interface Program {
  readonly layout: Layout;
  readonly groups: readonly EventGroup[];
  readonly invariants: readonly CompiledInvariant[];
}

/** A variable with more values than this is never taken apart case by case. */
const MOST_CASES = 64;

/** Compiles an instance of a model over a layout. */
export function compileProgram(
  instance: Instance,
  layout: Layout,
  symmetric: SymmetricFields = [],
): Program {
  return new ProgramCompiler(instance, layout, symmetric).program();
}

interface SplitVariable {
  readonly name: string;
  readonly domain: Domain;
  readonly field: BitField;
}

class ProgramCompiler {
  readonly #symbols = new Symbols();
  readonly #evaluator = new PartialEvaluator(this.#symbols);
  readonly #steps: StepCompiler;
  readonly #environment: SymbolicEnvironment;

  constructor(
    private readonly instance: Instance,
    private readonly layout: Layout,
    private readonly symmetric: SymmetricFields,
  ) {
    this.#steps = new StepCompiler(this.#evaluator, layout, symmetric);
    const constants = Object.entries(instance.environment.constants).map(
      ([name, value]) => [name, this.#symbols.known(value)] as const,
    );
    const variables = [...layout.variables].map(
      ([name, encoding]) => [name, readSymbol(this.#symbols, encoding)] as const,
    );
    this.#environment = {
      constants: new Map(constants),
      variables: new Map(variables),
      locals: new Map(),
      operators: operatorsOf(instance.model),
    };
  }

  program(): Program {
    const plain = this.instance.events.map((_, event) => this.#event(event, new Map()));
    const split = this.#chooseSplit(plain);
    return {
      layout: this.layout,
      groups:
        split === null ? [{ kind: "plain", statements: plain.flat() }] : this.#groups(plain, split),
      invariants: this.instance.model.invariants.map(({ name, body }) => {
        const { value, defined } = this.#evaluator.evaluate(body, this.#environment);
        const { code } = this.#symbols;
        // Where it cannot be evaluated it is not violated: that is told apart.
        const holds = code.or(code.not(defined), this.#evaluator.boolean(value));
        return { name, defined, holds };
      }),
    };
  }

  #event(event: number, known: ReadonlyMap<string, Symbolic>): readonly Statement[] {
    const chosen = this.instance.events[event];
    if (chosen === undefined) return [];
    const locals = [...chosen.parameters].map(
      ([name, value]) => [name, this.#symbols.known(value)] as const,
    );
    const residual = this.#steps.residual(chosen.action.step, {
      ...this.#environment,
      variables: new Map([...this.#environment.variables, ...known]),
      locals: new Map(locals),
    });
    return statementsOf(residual, event);
  }

  /**
   * The variable that most events depend on in their conditions: with each of its values known, the
   * events that it rules out disappear, and what is indexed by it becomes fixed.
   */
  #chooseSplit(plain: readonly (readonly Statement[])[]): SplitVariable | null {
    let best: SplitVariable | null = null;
    let mostEvents = 1;
    for (const [name, encoding] of this.layout.variables) {
      if (encoding.kind !== "number") continue;
      const { domain, field } = encoding;
      const size = cardinality(domain);
      if (size < 3 || size > MOST_CASES) continue;
      // What is numbered anew in every step is never known.
      if (this.symmetric.some((group) => group.some((one) => one.field === field))) continue;
      const events = plain.filter((statements) => statements.some((one) => tests(one, field)));
      if (events.length > mostEvents) {
        best = { name, domain, field };
        mostEvents = events.length;
      }
    }
    return best;
  }

  #groups(plain: readonly (readonly Statement[])[], split: SplitVariable): readonly EventGroup[] {
    const groups: EventGroup[] = [];
    const isSplit = plain.map((statements) =>
      statements.some((statement) => mentions(statement, split.field)),
    );
    for (let from = 0; from < plain.length; ) {
      let to = from;
      while (to < plain.length && isSplit[to] === isSplit[from]) to++;
      if (isSplit[from] === true) {
        const events = Array.from({ length: to - from }, (_, index) => from + index);
        const cases = valuesOf(split.domain).map((value) => {
          const known = new Map([[split.name, this.#symbols.known(value)]]);
          return events.flatMap((event) => this.#event(event, known));
        });
        groups.push({ kind: "split", field: split.field, cases });
      } else {
        groups.push({ kind: "plain", statements: plain.slice(from, to).flat() });
      }
      from = to;
    }
    return groups;
  }
}

/** Whether a condition of the statement depends on the field. */
function tests(statement: Statement, field: BitField): boolean {
  if (statement.kind !== "if") return false;
  return (
    reads(statement.condition, field) ||
    [...statement.whenTrue, ...statement.whenFalse].some((inner) => tests(inner, field))
  );
}

/** Whether anything in the statement depends on the field. */
function mentions(statement: Statement, field: BitField): boolean {
  if (ownCode(statement).some((code) => reads(code, field))) return true;
  return (
    statement.kind === "if" &&
    [...statement.whenTrue, ...statement.whenFalse].some((inner) => mentions(inner, field))
  );
}

function reads(code: Code, field: BitField, seen: Set<Code> = new Set()): boolean {
  if (seen.has(code)) return false;
  seen.add(code);
  if (code.op === "field") {
    return code.field.word === field.word && code.field.shift === field.shift;
  }
  return operandsOf(code).some((operand) => reads(operand, field, seen));
}
