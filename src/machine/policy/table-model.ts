import { at } from "../../../spec/language.js";
import { binary, type Expression, literal, local } from "../../compiler/ir/expression.js";
import type { Model, Operator } from "../../compiler/ir/model.js";
import { rewriteBehaviour } from "../../compiler/ir/rewrite.js";
import { type Type, unnamed } from "../../compiler/ir/type.js";
import type { PolicyTable, TableRow } from "./policy-table.js";
import type { Question } from "./seen-entries.js";

/** What the models call the memory's type, and the functions of a policy. */
const MEMORY_TYPE = "Memory";
const MEMORY = local("memory");

/**
 * The model with every axis under a policy that is a table. No compiler is needed for it: the table
 * takes the place of a policy that was compiled already.
 *
 * @param like the model under a policy whose functions look at all that they are given, and whose
 * memory is a record: `v5`
 */
export function modelOfTable(table: PolicyTable, like: Model): Model {
  const memory: Type = {
    kind: "integer",
    low: literal(0),
    high: literal(table.memories.length - 1),
  };
  const bodies = bodiesOf(table);
  const replaced = new Set<string>();
  const operators = like.operators.map((operator): Operator => {
    const body = bodies.get(operator.name);
    if (body === undefined) return operator;
    if (operator.parameters.join() !== "memory,seen") {
      throw new Error(`${operator.name} of ${like.name} does not look at all that it is given`);
    }
    replaced.add(operator.name);
    return { ...operator, body };
  });
  if (replaced.size !== bodies.size) throw new Error(`${like.name} has not every function`);
  const fields = memoryFields(like);
  // Beside its functions a policy has its first memory alone.
  return rewriteBehaviour(
    {
      ...like,
      variables: like.variables.map((variable) => ({
        ...variable,
        type: withMemory(variable.type, memory),
      })),
      operators,
    },
    {
      expression: (_, rewritten) =>
        rewritten.kind === "record" && rewritten.fields.map(({ name }) => name).join() === fields
          ? literal(0)
          : rewritten,
      step: (_, rewritten) => rewritten,
    },
  );
}

/** The type with the memory's in it replaced. */
function withMemory(type: Type, memory: Type): Type {
  switch (type.kind) {
    case "named":
      return type.name === MEMORY_TYPE ? memory : { ...type, type: withMemory(type.type, memory) };
    case "record":
      return {
        ...type,
        fields: type.fields.map((field) => ({ ...field, type: withMemory(field.type, memory) })),
      };
    case "array":
    case "ragged":
    case "sequence":
      return { ...type, item: withMemory(type.item, memory) };
    case "nullable":
      return { ...type, of: withMemory(type.of, memory) };
    default:
      return type;
  }
}

/** The names of the fields of the memory's type. */
function memoryFields({ name, variables }: Model): string {
  const found = variables.flatMap(({ type }) => memoryTypes(type));
  const [first] = found.map(unnamed);
  if (first?.kind !== "record") throw new Error(`${name} has no memory that is a record`);
  return first.fields.map((field) => field.name).join();
}

function memoryTypes(type: Type): readonly Type[] {
  switch (type.kind) {
    case "named":
      return type.name === MEMORY_TYPE ? [type] : memoryTypes(type.type);
    case "record":
      return type.fields.flatMap((field) => memoryTypes(field.type));
    case "array":
      return memoryTypes(type.item);
    default:
      return [];
  }
}

/** The bodies of the operators, by their names. */
function bodiesOf({ rows, questions }: PolicyTable): ReadonlyMap<string, Expression> {
  const over = (read: (row: TableRow) => number | string): Expression =>
    new Decisions(questions, (memory, entry) => read(at(at(rows, memory), entry))).expression(
      rows.length,
    );
  const answered = (
    read: (row: TableRow) => TableRow["proceed"] | TableRow["finish"],
    word: string,
  ): Expression => ({
    kind: "record",
    fields: [
      { name: "memory", value: over((row) => read(row).memory) },
      { name: word, value: over((row) => read(row).word) },
    ],
  });
  return new Map([
    ["Enter", over(({ enter }) => enter)],
    ["Proceed", answered(({ proceed }) => proceed, "walk")],
    ["Finish", answered(({ finish }) => finish, "unclaimed")],
  ]);
}

/** A part of a table as an expression: questions are asked only where the answer matters. */
class Decisions {
  readonly #questions: readonly Question[];
  readonly #read: (memory: number, entry: number) => number | string;
  /** What is the same is one object, so that it can be compared. */
  readonly #known = new Map<string, { readonly id: number; readonly expression: Expression }>();

  constructor(
    questions: readonly Question[],
    read: (memory: number, entry: number) => number | string,
  ) {
    this.#questions = questions;
    this.#read = read;
  }

  /** @param memories how many there are */
  expression(memories: number): Expression {
    return this.#ask(0, 0, memories).expression;
  }

  /** @param entry the number that the answers to the questions before this one make */
  #ask(question: number, entry: number, memories: number): Decided {
    const asked = this.#questions[question];
    if (asked === undefined) return this.#byMemory(entry, memories);
    const { values, expression } = asked;
    const answers = values.map((value, n) => ({
      value,
      decided: this.#ask(question + 1, entry * values.length + n, memories),
    }));
    const { decided: last } = at(answers, answers.length - 1);
    return answers.reduceRight((otherwise, { value, decided }) => {
      if (decided === otherwise) return otherwise;
      return this.#one(`${question} ${value} ${decided.id} ${otherwise.id}`, {
        kind: "if",
        condition:
          value === false
            ? { kind: "not", of: expression }
            : binary("equal", expression, literal(value)),
        whenTrue: decided.expression,
        whenFalse: otherwise.expression,
      });
    }, last);
  }

  /** The answers of all memories to one entry: halved until they are one, or leave the memory. */
  #byMemory(entry: number, memories: number): Decided {
    const answers = Array.from({ length: memories }, (_, memory) => this.#read(memory, entry));
    return this.#one(answers.join(), this.#between(answers, 0, memories));
  }

  #between(answers: readonly (number | string)[], from: number, to: number): Expression {
    const own = answers.slice(from, to);
    const [first = 0] = own;
    if (own.every((answer) => answer === first)) return literal(first);
    if (own.every((answer, n) => answer === from + n)) return MEMORY;
    const middle = Math.ceil((from + to) / 2);
    return {
      kind: "if",
      condition: binary("less", MEMORY, literal(middle)),
      whenTrue: this.#between(answers, from, middle),
      whenFalse: this.#between(answers, middle, to),
    };
  }

  #one(key: string, expression: Expression): Decided {
    const known = this.#known.get(key) ?? { id: this.#known.size, expression };
    this.#known.set(key, known);
    return known;
  }
}

/** An expression that is known, and its number. */
interface Decided {
  readonly id: number;
  readonly expression: Expression;
}
