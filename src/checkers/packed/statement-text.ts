import { maskOf } from "./bit-field.js";
import type { Code } from "./code.js";
import { bitsText, CodeText, type Tables, wordName } from "./code-text.js";
import { type Statement, type SuccessorStatement, sharedNodes } from "./statement.js";
import type { FieldWrite } from "./symbolic-state.js";

/** What generated code does with a successor, and where the model fails. */
export interface Sink {
  /** Lines for the successor whose words are the expressions of `words`. */
  successor(step: SuccessorStatement, words: readonly string[]): readonly string[];
  failure(event: number): readonly string[];
}

/** Prints statements as JavaScript, with the work that they share done once. */
export class StatementText {
  #count = 0;

  constructor(
    private readonly tables: Tables,
    private readonly words: number,
    private readonly sink: Sink,
    private readonly eventName: (event: number) => string,
  ) {}

  /** The lines of `statements`, where the nodes of `names` have names already. */
  lines(
    statements: readonly Statement[],
    names: ReadonlyMap<Code, string> = new Map(),
  ): readonly string[] {
    const known = new Map(names);
    const lines: string[] = [];
    for (const code of sharedNodes(statements, new Set(names.keys()))) {
      const text = new CodeText(this.tables, known);
      const isBoolean = code.low >= 0 && code.high <= 1 && code.op !== "extract";
      const name = `${isBoolean ? "is" : "value"}${++this.#count}`;
      lines.push(`const ${name} = ${isBoolean ? text.condition(code) : text.number(code)};`);
      known.set(code, name);
    }
    let event = -1;
    for (const statement of statements) {
      const own = eventOf(statement);
      if (own !== event) lines.push(`// ${this.eventName(own)}`);
      event = own;
      lines.push(...this.#statement(statement, known));
    }
    return lines;
  }

  #statement(statement: Statement, names: ReadonlyMap<Code, string>): readonly string[] {
    const text = new CodeText(this.tables, names);
    switch (statement.kind) {
      case "successor": {
        const words = Array.from({ length: this.words }, (_, word) =>
          nextWord(text, word, statement.writes),
        );
        return ["{", ...indented(this.sink.successor(statement, words)), "}"];
      }
      case "failure":
        return this.sink.failure(statement.event);
      case "if": {
        const then = this.#inner(statement.whenTrue, names);
        const otherwise = this.#inner(statement.whenFalse, names);
        if (then.length === 0) {
          // Written as what is done, not as what is not.
          const negated = text.negated(statement.condition);
          return otherwise.length === 0 ? [] : [`if (${negated}) {`, ...otherwise, "}"];
        }
        const tail = otherwise.length === 0 ? ["}"] : ["} else {", ...otherwise, "}"];
        return [`if (${text.condition(statement.condition)}) {`, ...then, ...tail];
      }
    }
  }

  #inner(statements: readonly Statement[], names: ReadonlyMap<Code, string>): readonly string[] {
    const [only] = statements;
    // A block in a block would only be noise.
    if (statements.length === 1 && only?.kind === "successor") {
      return this.#statement(only, names).slice(1, -1);
    }
    return indented(
      this.lines(statements, names).filter((line) => !line.trimStart().startsWith("// ")),
    );
  }
}

/** Lines two columns further in. */
export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === "" ? line : `  ${line}`));
}

function eventOf(statement: Statement): number {
  if (statement.kind !== "if") return statement.event;
  const [first] = [...statement.whenTrue, ...statement.whenFalse];
  return first === undefined ? -1 : eventOf(first);
}

/** Word number `word` of the state after the step, as an expression. */
function nextWord(text: CodeText, word: number, all: readonly FieldWrite[]): string {
  const writes = all.filter((write) => write.field.word === word);
  if (writes.length === 0) return wordName(word);
  let constant = 0;
  let clear = 0;
  const parts: string[] = [];
  for (const { field, code } of writes) {
    clear |= maskOf(field);
    if (code.op === "constant") constant |= code.value << field.shift;
    else parts.push(text.placed(code, field));
  }
  // Bits that become 1 whatever they were need not be cleared.
  clear &= ~constant;
  const kept = clear === 0 ? wordName(word) : `${wordName(word)} & ${bitsText(~clear)}`;
  const all32 = clear === -1 ? [] : [parts.length > 0 || constant !== 0 ? `(${kept})` : kept];
  const terms = [...all32, ...(constant === 0 ? [] : [bitsText(constant)]), ...parts];
  return terms.length === 0 ? "0" : terms.join(" | ");
}
