import fc from "fast-check";

/** What people paste into a file by mistake, and what takes a parser to its limits. */
const FRAGMENTS = [
  ...["{", "}", "(", ")", "[", "]", "`", "'", '"', "/*", "*/", "//", "\\", "\u0000", "\uFEFF"],
  ...["\ud800", "𝒳", "\u2028", "\r", "=>", "...", "?.", "??", "#!", "@", "<", ">", ";", ","],
  ...["null", "undefined", "NaN", "1e400", "-0", "0x", "1_0", "9007199254740993", "1n", "/(a+)+$/"],
  ...["await ", "yield ", "async ", "new ", "delete ", "typeof ", "void ", "this", "super"],
  ...["as any", "satisfies never", "!", "enum E { A }", "namespace N {}", "class C {}", "declare "],
  ...["memory.__proto__", "Object.prototype", "constructor", '["__proto__"]', "globalThis"],
  ...['import fs from "node:fs";', 'import("node:child_process")', 'require("fs")', 'eval("1")'],
  ...["while (true) {}", "for (;;) {}", "throw 1", "debugger", "export default 1;", "export {};"],
  ...["Policy<any>", "Policy<unknown>", "Policy<never>", "Policy<string>", "keyof ", "infer X"],
] as const;

/** Cuts a source into what it is made of: words, numbers, texts, and single signs. */
function tokens(source: string): readonly string[] {
  return source.match(/\w+|"[^"]*"|\s+|[^\w\s]/g) ?? [];
}

/** One way of spoiling a source, given numbers to choose by. */
type Spoiling = (parts: readonly string[], at: number, other: number) => readonly string[];

const spoilings: readonly Spoiling[] = [
  // Cut off, without an end.
  (parts, at) => parts.slice(0, at % parts.length),
  (parts, at) => parts.toSpliced(at % parts.length, 1),
  (parts, at, other) => parts.toSpliced(at % parts.length, other % 12),
  (parts, at, other) => parts.toSpliced(at % parts.length, 0, parts[other % parts.length] ?? ""),
  (parts, at, other) => parts.with(at % parts.length, parts[other % parts.length] ?? "").slice(),
  (parts, at, other) => parts.with(at % parts.length, FRAGMENTS[other % FRAGMENTS.length] ?? ""),
  (parts, at, other) =>
    parts.toSpliced(at % parts.length, 0, FRAGMENTS[other % FRAGMENTS.length] ?? ""),
];

const spoiling = fc.record({
  how: fc.nat(spoilings.length - 1),
  at: fc.nat(5000),
  other: fc.nat(5000),
});

/** Sources near `source`: spoiled in one to four places. */
export function spoiledSources(source: string): fc.Arbitrary<string> {
  return fc.array(spoiling, { minLength: 1, maxLength: 4 }).map((steps) =>
    steps
      .reduce<readonly string[]>((parts, { how, at, other }) => {
        if (parts.length === 0) return parts;
        return spoilings[how]?.(parts, at, other) ?? parts;
      }, tokens(source))
      .join(""),
  );
}

/** Sources that are nothing like a policy. */
export const foreignSources: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 60 }).map((parts) => parts.join(" ")),
  fc.json(),
);

/** `source` with its `initial: …` made of `text`: what nests without an end. */
export function deepSources(source: string): readonly (readonly [string, string])[] {
  const withInitial = (text: string): string =>
    source.replace(/initial: \{[^}]*\}/, `initial: ${text}`);
  const deep = 20_000;
  return [
    ["parentheses", withInitial(`${"(".repeat(deep)}1${")".repeat(deep)}`)],
    ["negations", withInitial(`${"!".repeat(deep)}true`)],
    ["arrays", withInitial(`${"[".repeat(deep)}${"]".repeat(deep)}`)],
    ["a sum", withInitial(`0${" + 1".repeat(deep)}`)],
    ["conditionals", withInitial(`${"true ? 1 : ".repeat(deep)}2`)],
    ["records", withInitial(`${"{ a: ".repeat(deep)}1${" }".repeat(deep)}`)],
    ["arrow functions", withInitial(`${"() => ".repeat(deep)}1`)],
    ["a type", `type T = ${"Array<".repeat(deep)}1${">".repeat(deep)};\n${source}`],
    ["a long line", `${source}// ${"x".repeat(1_000_000)}`],
    ["many lines", `${"\n".repeat(200_000)}${source}`],
  ];
}
