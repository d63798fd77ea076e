import type { Instance } from "../../compiler/ir/instance.js";
import { eventText } from "../explore/executable-model.js";
import { eventOf } from "../explore/interpreted-model.js";
import { lowBits } from "./bit-field.js";
import { bitsText, CodeText, Tables, wordName } from "./code-text.js";
import type { EventGroup, Program } from "./program.js";
import type { Kept } from "./statement.js";
import { indented, type Sink, StatementText } from "./statement-text.js";
import { absorbLines, checkLines, foundLines, loads, storage } from "./storage-text.js";

/**
 * The JavaScript source of an explorer: the body of a function that returns the function `explorer`
 * (see `GeneratedExplorer`). Readable, and complete but for the visited set and the storage of
 * states, which it is given.
 */
export function moduleText(instance: Instance, program: Program): string {
  const tables = new Tables();
  const body = explorerLines(instance, program, tables);
  const { layout } = program;
  const header = [
    `// ${instance.model.name}: every step and invariant over packed states of ${layout.bits} bits.`,
    ...layout.fields.map(
      ({ name, word, shift, width }) =>
        `//   ${name}: ${width === 1 ? `bit ${shift}` : `bits ${shift} to ${shift + width - 1}`} of word ${word}`,
    ),
  ];
  const text = ["'use strict';", ...header, ...tables.lines, ...body].join("\n");
  return `${text}\n`;
}

/** The same explorer as an ES module that can be kept and read: `title` says of what. */
export function savedExplorer(source: string, title: string): string {
  const module = source
    .replace(/^'use strict';\n/, "")
    .replace(/^return function explorer/m, "export default function explorer");
  return `// ${title}\n//\n${module}`;
}

/** Whether a file that begins so is a saved explorer. */
export function isSavedExplorer(head: string): boolean {
  return /^\/\/ .*: every step and invariant over packed states of \d+ bits\.$/m.test(head);
}

function explorerLines(instance: Instance, program: Program, tables: Tables): readonly string[] {
  const count = program.layout.words;
  const words = Array.from({ length: count }, (_, index) => wordName(index));
  const next = words.map((_, index) => `n${index}`);
  const names = (event: number): string => {
    const known = instance.events[event];
    return known === undefined ? "" : eventText(eventOf(known));
  };
  const isTotal = program.invariants.every(
    ({ defined }) => defined.op === "constant" && defined.value === 1,
  );
  return [
    "return function explorer(memory) {",
    ...indented([
      `let { store, visited } = memory, { ${storage.parts} } = visited;`,
      "let { out, tail, end } = store, violated = 0, unclear = 0;",
      "",
      ...violationLines(program, words, tables),
      "",
      ...storage.functions(next),
      "",
      ...foundLines(words, isTotal, program.reduction?.live != null),
      "",
      ...expandLines(program, tables, words, next, names, isTotal),
      "",
      ...successorLines(program, tables, words, names, false),
      ...(program.reduction?.live == null
        ? []
        : ["", ...successorLines(program, tables, words, names, true)]),
      "",
      ...absorbLines(words),
      "",
      "return {",
      `  absorb, expand, successors, rawSuccessors${program.reduction?.live == null ? ": successors" : ""},`,
      `  violations: (state) => violations(${words.map((_, index) => `state[${index}]`).join(", ")}),`,
      `  undefinedInvariants: (state) => undefinedInvariants(${words.map((_, index) => `state[${index}]`).join(", ")}),`,
      "};",
    ]),
    "};",
  ];
}

function violationLines(
  program: Program,
  words: readonly string[],
  tables: Tables,
): readonly string[] {
  const text = new CodeText(tables, new Map());
  const marks = (conditions: readonly string[]): readonly string[] =>
    conditions.flatMap((condition, index) =>
      condition === "false"
        ? []
        : [
            `  if (${condition}) found |= 0x${(2 ** index).toString(16)}; // ${program.invariants[index]?.name}`,
          ],
    );
  const mark = (name: string, doc: string, conditions: readonly string[]): readonly string[] => [
    `// ${doc}`,
    `function ${name}(${words.join(", ")}) {`,
    "  let found = 0;",
    ...marks(conditions),
    "  return found;",
    "}",
  ];
  return [
    ...mark(
      "violations",
      "The invariants that do not hold, one bit each.",
      program.invariants.map(({ holds }) => text.negated(holds)),
    ),
    "",
    ...mark(
      "undefinedInvariants",
      "The invariants that cannot be evaluated, one bit each.",
      program.invariants.map(({ defined }) => text.negated(defined)),
    ),
  ];
}

function expandLines(
  program: Program,
  tables: Tables,
  words: readonly string[],
  next: readonly string[],
  names: (event: number) => string,
  isTotal: boolean,
): readonly string[] {
  const isLive = program.reduction?.live != null;
  const others = next.slice(1).map((_, index) => `key${index + 1}`);
  const sink: Sink = {
    successor: ({ kept, isObserved }, values) => {
      const { lines, raws, masked, actual } = nextLines(values, kept, next, tables);
      const checks = isLive && isObserved ? checkLines(raws, isTotal) : [];
      return ["generated++;", ...lines, ...checks, ...masked, ...storage.take(actual, others)];
    },
    failure: (event) => [`store.fail(${event}, [${words.join(", ")}]);`],
  };
  const statements = new StatementText(tables, words.length, sink, names);
  return [
    "// Computes the successors of the states in `states`, from item `from` up to item `to`.",
    "function expand(states, from, to) {",
    "  synchronise();",
    ...indented(storage.expansion(others)),
    "  try {",
    `    for (let at = from; at < to; at += ${words.length}) {`,
    `      const ${loads(words, "states", "at")};`,
    ...indented(indented(indented(groupLines(program.groups, statements)))),
    "    }",
    "  } finally {",
    "    store.generated += generated;",
    "    publish();",
    "  }",
    "}",
  ];
}

/** The words of a successor as the model has them, then as they are kept, and their names. */
function nextLines(
  values: readonly string[],
  kept: Kept | null,
  next: readonly string[],
  tables: Tables,
): {
  readonly lines: readonly string[];
  readonly raws: readonly string[];
  readonly masked: readonly string[];
  readonly actual: readonly string[];
} {
  const raws = values.map((value, index) => {
    if (value === wordName(index)) return value;
    return kept === null ? (next[index] ?? "") : `r${index}`;
  });
  const changed = raws.flatMap((raw, index) =>
    raw === wordName(index) ? [] : [`${raw} = ${values[index]}`],
  );
  const lines = changed.length === 0 ? [] : [`const ${changed.join(", ")};`];
  if (kept === null) return { lines, raws, masked: [], actual: raws };
  const parts = next.map(
    (name, index) => `${name} = ${maskedText(raws[index] ?? "", index, raws, kept, tables)}`,
  );
  return { lines, raws, masked: [`const ${parts.join(", ")};`], actual: next };
}

/** Word number `index` of a state with only the bits that matter. */
function maskedText(
  raw: string,
  index: number,
  raws: readonly string[],
  { control, masks, targets }: Kept,
  tables: Tables,
): string {
  const [only, ...others] = targets;
  if (only !== undefined && others.length === 0) {
    return `${raw} & ${bitsText(masks[only]?.[index] ?? 0)}`;
  }
  const table = tables.nameOf(masks.map((mask) => mask[index] ?? 0));
  const place = `${raws[control.word]} >>> ${control.shift} & ${lowBits(control.width)}`;
  return `${raw} & ${table}[${place}]`;
}

function successorLines(
  program: Program,
  tables: Tables,
  words: readonly string[],
  names: (event: number) => string,
  isRaw: boolean,
): readonly string[] {
  const next = words.map((_, index) => `n${index}`);
  const sink: Sink = {
    successor: ({ event, kept }, values) => {
      if (isRaw || kept === null) return [`visit(${event}, ${values.join(", ")});`];
      const raws = next.map((name) => name.replace("n", "r"));
      const masked = raws.map((raw, index) => maskedText(raw, index, raws, kept, tables));
      return [
        `const ${raws.map((raw, index) => `${raw} = ${values[index]}`).join(", ")};`,
        `visit(${event}, ${masked.join(", ")});`,
      ];
    },
    failure: (event) => [`fail(${event});`],
  };
  const statements = new StatementText(tables, words.length, sink, names);
  return [
    "// Tells every successor of one state with its event, and the events in which the model fails.",
    ...(isRaw ? ["// Successors as the model has them, with the bits that do not matter."] : []),
    `function ${isRaw ? "rawSuccessors" : "successors"}(state, visit, fail) {`,
    `  const ${loads(words, "state", "0")};`,
    ...indented(groupLines(program.groups, statements)),
    "}",
  ];
}

function groupLines(groups: readonly EventGroup[], text: StatementText): readonly string[] {
  return groups.flatMap((group) => {
    if (group.kind === "plain") return text.lines(group.statements);
    const { word, shift, width, name } = group.field;
    const value = `${wordName(word)} >>> ${shift} & ${lowBits(width)}`;
    return [
      `switch (${value}) { // ${name}`,
      ...group.cases.flatMap((statements, number) =>
        statements.length === 0
          ? []
          : [
              `  case ${number}: {`,
              ...indented(indented(text.lines(statements))),
              "    break;",
              "  }",
            ],
      ),
      "}",
    ];
  });
}
