import type { Term } from "./term.js";

/** Lines are broken where they would be longer than this. */
const WIDTH = 100;

/** A name as SMT-LIB has it: in bars, where it has other characters than a simple symbol may. */
export function symbolText(name: string): string {
  return /^[A-Za-z_~!@$%^&*+=<>.?/-][\w~!@$%^&*+=<>.?/-]*$/.test(name) ? name : `|${name}|`;
}

/** The constant of the sort `Word` for a text of the model: what no symbol may have is written in hex. */
export function wordText(text: string): string {
  return `|"${text.replace(/[\\|"%]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)}"|`;
}

/** The text of the model that a constant of the sort `Word` stands for, without its bars and quotes. */
export function textOfWord(word: string): string {
  return word.replace(/%([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function literalText(term: Extract<Term, { kind: "literal" }>): string {
  switch (term.sort) {
    case "Bool":
      return String(term.value);
    case "Int":
      return term.value < 0 ? `(- ${-term.value})` : String(term.value);
    case "Word":
      return wordText(term.value);
  }
}

/** What each bound name is called in a script: its stem and a number that nothing around it has. */
type Shown = ReadonlyMap<string, string>;

/** A term of one line, or of several. */
export function printTerm(term: Term, indent = 0): string {
  return broken(term, indent, new Map());
}

function short(term: Term, shown: Shown): string {
  switch (term.kind) {
    case "literal":
      return literalText(term);
    case "symbol": {
      const name = symbolText(shown.get(term.name) ?? term.name);
      return term.args.length === 0
        ? name
        : `(${name} ${term.args.map((arg) => short(arg, shown)).join(" ")})`;
    }
    case "operation":
      return `(${term.operation} ${term.args.map((arg) => short(arg, shown)).join(" ")})`;
    case "quantified": {
      const inner = withNames(shown, term.names);
      return `(${term.quantifier} ${boundText(term.names, inner)} ${short(term.body, inner)})`;
    }
  }
}

/** The term over as many lines as it needs, each after the first indented by `indent` spaces or more. */
function broken(term: Term, indent: number, shown: Shown): string {
  const line = short(term, shown);
  if (line.length + indent <= WIDTH) return line;
  const start = `\n${" ".repeat(indent + 2)}`;
  switch (term.kind) {
    case "literal":
    case "symbol":
      return line;
    case "operation": {
      const args = term.args.map((arg) => broken(arg, indent + 2, shown));
      return `(${term.operation}${args.map((arg) => start + arg).join("")})`;
    }
    case "quantified": {
      const inner = withNames(shown, term.names);
      return `(${term.quantifier} ${boundText(term.names, inner)}${start}${broken(term.body, indent + 2, inner)})`;
    }
  }
}

/** `slot!57` becomes `slot!1`: the first number that no name around it has. */
function withNames(shown: Shown, names: readonly string[]): Shown {
  const all = new Map(shown);
  for (const name of names) {
    const [stem = name] = name.split("!");
    const taken = new Set(all.values());
    let number = 1;
    while (taken.has(`${stem}!${number}`)) number++;
    all.set(name, `${stem}!${number}`);
  }
  return all;
}

function boundText(names: readonly string[], shown: Shown): string {
  return `(${names.map((name) => `(${symbolText(shown.get(name) ?? name)} Int)`).join(" ")})`;
}

/** `(assert term)`. */
export function assertion(term: Term): string {
  return `(assert ${printTerm(term, 8)})\n`;
}

/** A comment of as many lines as the text needs. */
export function comment(text: string): string {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = ";";
    for (const part of paragraph.split(" ")) {
      if (line.length + 1 + part.length > WIDTH && line !== ";") {
        lines.push(line);
        line = ";";
      }
      line += part === "" ? "" : ` ${part}`;
    }
    lines.push(line);
  }
  return `${lines.join("\n")}\n`;
}
