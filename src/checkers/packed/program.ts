import { cardinality, type Domain, valuesOf } from "../../compiler/ir/finite-domain.js";
import type { Instance } from "../../compiler/ir/instance.js";
import { sameValue } from "../../compiler/ir/value.js";
import type { BitField } from "./bit-field.js";
import type { SymmetricFields } from "./canonical-state.js";
import { exploredEvents } from "./chains.js";
import { type Code, operandsOf } from "./code.js";
import { effectOf, isPossible, reachableValues, targetsOf } from "./effects.js";
import { InstanceSteps } from "./instance-steps.js";
import type { Layout } from "./layout.js";
import { liveBits } from "./live-bits.js";
import {
  bitsOf,
  CodeReads,
  isEmpty,
  noBits,
  type StateBits,
  union,
  without,
} from "./state-bits.js";
import { type Kept, ownCode, type Statement, statementsOf } from "./statement.js";
import type { FieldWrite } from "./symbolic-state.js";
import type { Symbols } from "./symbols.js";

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

/** What is left out where the control variable has one of its values. */
export interface ControlReduction {
  /** The variable that most events depend on: where the model is. */
  readonly control: string;
  readonly field: BitField;
  readonly domain: Domain;
  /** For each value the bits that matter; null where all are kept. */
  readonly live: readonly StateBits[] | null;
  /** For each value the events to explore; null where all are. */
  readonly explored: readonly ReadonlySet<number>[] | null;
  /** The values that the variable can come to have. */
  readonly reachable: ReadonlySet<number>;
  /** For each value the events that can happen there at all. */
  readonly possible: readonly ReadonlySet<number>[];
}

/** How a program may be reduced. */
export interface ProgramOptions {
  readonly symmetric?: SymmetricFields;
  /** The numbers of the invariants that matter; all by default. */
  readonly invariants?: readonly number[];
  /** Bits that no later step and no property depends on are 0. */
  readonly dead?: boolean;
  /** Steps that commute with all others are not interleaved with them. */
  readonly chains?: boolean;
}

/** Everything that the code of one instance of a model computes. */
export interface Program {
  readonly layout: Layout;
  readonly reduction: ControlReduction | null;
  readonly groups: readonly EventGroup[];
  readonly invariants: readonly CompiledInvariant[];
}

/** A variable with more values than this is never taken apart case by case. */
const MOST_CASES = 64;

/** Compiles an instance of a model over a layout. */
export function compileProgram(
  instance: Instance,
  layout: Layout,
  options: ProgramOptions = {},
): Program {
  return new ProgramCompiler(instance, layout, options).program();
}

interface SplitVariable {
  readonly name: string;
  readonly domain: Domain;
  readonly field: BitField;
}

class ProgramCompiler {
  readonly #steps: InstanceSteps;
  readonly #symbols: Symbols;
  readonly #asked: ReadonlySet<number>;

  constructor(
    private readonly instance: Instance,
    private readonly layout: Layout,
    private readonly options: ProgramOptions,
  ) {
    const { invariants } = instance.model;
    const isReduced = options.dead === true || options.chains === true;
    this.#asked = new Set(options.invariants ?? invariants.keys());
    const observed = invariants.flatMap(({ body }, invariant) =>
      isReduced && this.#asked.has(invariant) ? [{ invariant, body }] : [],
    );
    const symmetric = options.symmetric ?? [];
    this.#steps = new InstanceSteps(instance, layout, { symmetric, observed });
    this.#symbols = this.#steps.symbols;
  }

  program(): Program {
    const plain = this.instance.events.map((_, event) =>
      statementsOf(this.#steps.residual(event), event),
    );
    const split = this.#chooseSplit(plain);
    const invariants = this.#invariants();
    const reduced = split === null ? null : this.#reduced(split, invariants);
    return {
      layout: this.layout,
      invariants,
      reduction: reduced?.reduction ?? null,
      groups:
        reduced?.groups ??
        (split === null
          ? [{ kind: "plain", statements: plain.flat() }]
          : this.#groups(plain, split)),
    };
  }

  #invariants(): readonly CompiledInvariant[] {
    const { code } = this.#symbols;
    return this.instance.model.invariants.map(({ name, body }, number) => {
      if (!this.#asked.has(number)) return { name, defined: code.one, holds: code.one };
      const { evaluator, environment } = this.#steps;
      const { value, defined } = evaluator.evaluate(body, environment);
      // Where it cannot be evaluated it is not violated: that is told apart.
      const holds = code.or(code.not(defined), evaluator.boolean(value));
      return { name, defined, holds };
    });
  }

  /** The events case by case, with what the options allow left out; null where nothing is. */
  #reduced(
    { name, field, domain }: SplitVariable,
    invariants: readonly CompiledInvariant[],
  ): { readonly reduction: ControlReduction; readonly groups: readonly EventGroup[] } | null {
    const { dead, chains } = this.options;
    if (dead !== true && chains !== true) return null;
    const { words } = this.layout;
    const reads = new CodeReads(words);
    const control = bitsOf(field, words);
    const residuals = valuesOf(domain).map((value) => {
      const known = new Map([[name, this.#symbols.known(value)]]);
      return this.instance.events.map((_, event) => this.#steps.residual(event, known));
    });
    const effects = residuals.map((here, value) =>
      here.map((residual, event) => effectOf(residual, event, { field, value }, reads, words)),
    );
    const first = this.instance.initial[name];
    const initial = valuesOf(domain).findIndex(
      (value) => first !== undefined && sameValue(value, first),
    );
    const reachable = reachableValues(effects, initial);
    const live = liveBits(effects, control, reads);
    const invariantReads = new Map(
      invariants.map(({ defined, holds }, number) => [
        number,
        union(reads.of(defined), reads.of(holds)),
      ]),
    );
    const explored =
      chains === true
        ? exploredEvents({ effects, residuals, live, reachable, control, invariantReads }, reads)
        : null;
    const masks = dead === true ? live : null;
    const cases = residuals.map((here, value) =>
      here.flatMap((residual, event) => {
        if (explored !== null && explored[value]?.has(event) !== true) return [];
        return statementsOf(residual, event, (writes) =>
          masks === null ? null : keptAfter(writes, { field, value }, masks, words),
        );
      }),
    );
    return {
      reduction: {
        control: name,
        field,
        domain,
        live: masks,
        explored,
        possible: effects.map((here) => new Set(here.filter(isPossible).map(({ event }) => event))),
        reachable,
      },
      groups: [{ kind: "split", field, cases }],
    };
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
      const { symmetric = [] } = this.options;
      if (symmetric.some((group) => group.some((one) => one.field === field))) continue;
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
          return events.flatMap((event) => statementsOf(this.#steps.residual(event, known), event));
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

/** What is kept of the state after these writes; null where everything that does not matter is 0. */
function keptAfter(
  writes: readonly FieldWrite[],
  control: { readonly field: BitField; readonly value: number },
  live: readonly StateBits[],
  words: number,
): Kept | null {
  const targets = targetsOf(writes, control);
  const written = writes.map(({ field }) => bitsOf(field, words));
  const all = written.reduce((bits, one) => union(bits, one), noBits(words));
  const here = live[control.value] ?? noBits(words);
  // What was kept until now, and what is written now, may be more than what matters from now on.
  const isMore = targets.some((target) => {
    const matters = live[target] ?? noBits(words);
    const nonzero = writes
      .filter(({ code }) => code.op !== "constant" || code.value !== 0)
      .reduce((bits, { field }) => union(bits, bitsOf(field, words)), without(here, all));
    return !isEmpty(without(nonzero, matters));
  });
  return isMore ? { control: control.field, masks: live, targets } : null;
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
