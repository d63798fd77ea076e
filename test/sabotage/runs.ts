import type { Lie, Recording } from "./fake-java.js";

/** What TLC said of the questions of the base, by their names. */
export type Recordings = ReadonlyMap<string, Recording>;

/** A lie about the question of this name. */
export interface RunSabotage {
  readonly about: string;
  readonly name: string;
  readonly lie: Lie;
}

/** TLC's messages: each with its code, as they stand in its output. */
const MESSAGE = /@!@!@STARTMSG (\d+):\d+ @!@!@\n[\s\S]*?@!@!@ENDMSG \1 @!@!@\n/g;

/** The output without the messages of this code. */
function without(text: string, code: number): string {
  return text.replace(MESSAGE, (message, own) => (own === String(code) ? "" : message));
}

/** The states of a counterexample, one message each. */
function statesIn(text: string): readonly string[] {
  return [...text.matchAll(MESSAGE)].flatMap(([message, code]) =>
    code === "2217" ? [message] : [],
  );
}

/** Everything that a jar, or a Java, may do in place of what it did. */
export function runSabotages(recordings: Recordings): readonly RunSabotage[] {
  return [...recordings].flatMap(([about, own]) =>
    [
      ...alwaysPossible(own),
      ...ofOthers(about, recordings),
      ...(own.code === 0 ? aboutSuccess(own) : aboutViolation(own)),
    ].map(([name, lie]): RunSabotage => ({ about, name, lie })),
  );
}

type Named = readonly [name: string, lie: Lie];

function alwaysPossible({ stdout, code }: Recording): readonly Named[] {
  return [
    ["it never starts", { stdout: "", ends: 127 }],
    ["it says nothing, and ends well", { stdout: "", ends: 0 }],
    ["it is killed at once", { stdout: "", ends: "kill -9 $$" }],
    ["it is killed at its end", { stdout, ends: "kill -9 $$" }],
    ["it is cut in the middle", { stdout: stdout.slice(0, stdout.length / 2), ends: code }],
    ["its last message is missing", { stdout: without(stdout, 2186), ends: code }],
    ["its statistics are missing", { stdout: without(stdout, 2199), ends: code === 0 ? 0 : 1 }],
    ["its exit code is 1", { stdout, ends: 1 }],
    ["its exit code is that of another answer", { stdout, ends: code === 0 ? 12 : 0 }],
    ["it is the output of another run", { stdout, ends: code, isOfAnotherRun: true }],
    ["it comes twice", { stdout: stdout + stdout, ends: code }],
    [
      "a message of no known kind is in it",
      { stdout: `@!@!@STARTMSG 9999:1 @!@!@\n?\n@!@!@ENDMSG 9999 @!@!@\n${stdout}`, ends: code },
    ],
  ];
}

/** What TLC said of the others, as if it had read this module. */
function ofOthers(about: string, recordings: Recordings): readonly Named[] {
  return [...recordings].flatMap(([name, { stdout, code }]): readonly Named[] =>
    name === about ? [] : [[`it is what it says of ${name}`, { stdout, ends: code }]],
  );
}

function aboutSuccess({ stdout }: Recording): readonly Named[] {
  const counts = /(\d+) states generated, (\d+) distinct states found, 0 states left/;
  const [, generated = "", distinct = ""] = counts.exec(stdout) ?? [];
  const counted = (made: number, found: number, left: number): Lie => ({
    stdout: stdout.replaceAll(
      new RegExp(counts, "g"),
      `${made} states generated, ${found} distinct states found, ${left} states left`,
    ),
    ends: 0,
  });
  return [
    ["it has one state more", counted(Number(generated), Number(distinct) + 1, 0)],
    ["it has one state less", counted(Number(generated), Number(distinct) - 1, 0)],
    ["it has one step more", counted(Number(generated) + 1, Number(distinct), 0)],
    ["it has one state", counted(1, 1, 0)],
    ["it has no state", counted(0, 0, 0)],
    ["states are left on its queue", counted(Number(generated), Number(distinct), 1)],
    ["its success is missing", { stdout: without(stdout, 2193), ends: 0 }],
  ];
}

function aboutViolation({ stdout }: Recording): readonly Named[] {
  const states = statesIn(stdout);
  const [first = "", second = ""] = states;
  const last = states.at(-1) ?? "";
  const before = states.at(-2) ?? "";
  const lie = (text: string): Lie => ({ stdout: text, ends: 12 });
  return [
    [
      "its invariant is another one",
      lie(stdout.replace(/Invariant \w+ is/, "Invariant NoSpurious is")),
    ],
    ["its invariant is TypeOK", lie(stdout.replace(/Invariant \w+ is/, "Invariant TypeOK is"))],
    ["its counterexample has no last state", lie(stdout.replace(last, ""))],
    ["its counterexample has no first state", lie(stdout.replace(first, ""))],
    ["its counterexample has no second state", lie(stdout.replace(second, ""))],
    ["its counterexample has no state", lie(without(stdout, 2217))],
    [
      "its last state is the one before",
      lie(stdout.replace(last, before.replace(/^(\d+):/m, `${states.length}:`))),
    ],
    ["a step has another action", lie(stdout.replace(/<Deliver /, "<External "))],
    ["a step has an action that there is not", lie(stdout.replace(/<Deliver /, "<Nothing "))],
    ["a value is another one", lie(stdout.replace(second, second.replace(/TRUE/g, "FALSE")))],
    ["a value cannot be read", lie(stdout.replace(last, last.replace(/FALSE/, "MAYBE")))],
    [
      "the violation is left out, and it ends well",
      { stdout: without(without(stdout, 2110), 2217), ends: 0 },
    ],
  ];
}
