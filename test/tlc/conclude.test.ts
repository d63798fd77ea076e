import { describe, expect, test } from "vitest";
import type { TlcOutcome } from "../../src/checkers/tlc/outcome.js";
import { outcomeOf, told, transcript, transcripts } from "./transcripts.js";

function outcome(name: string): TlcOutcome {
  const captured = transcript(name);
  return outcomeOf(captured, captured.stdout);
}

const ODD = String.raw`<<"a\"b\\n", [k |-> {1, 2}, f |-> (0 :> TRUE @@ 5 :> FALSE)]>>`;
const states = (...values: readonly number[]) =>
  values.map((x, index) => ({
    number: index + 1,
    action: index === 0 ? null : "Loop",
    values: { x: String(x), log: ODD },
  }));

describe("answers", () => {
  test("success, with the counts of the whole search", () => {
    expect(outcome("success")).toEqual({
      kind: "success",
      counts: { generated: 5, distinct: 4, queue: 0 },
      depth: 4,
      collision: { calculated: 2.2e-19, observed: null },
      printed: [],
      shown: [],
    });
  });

  test.each(["german", "french", "hindi", "arabic"])("success in %s", (language) => {
    expect(outcome(`success-${language}`)).toEqual({
      kind: "success",
      counts: { generated: 2_253_002, distinct: 1_501, queue: 0 },
      depth: 2,
      collision: { calculated: expect.any(Number), observed: expect.any(Number) },
      printed: [],
      shown: [],
    });
  });

  test("a violated invariant, with its counterexample", () => {
    expect(outcome("violation")).toEqual({
      kind: "violated",
      invariant: "Small",
      states: states(0, 1, 2),
      counts: { generated: 3, distinct: 3, queue: 0 },
      depth: 3,
    });
  });

  test("an invariant that the initial state violates", () => {
    expect(outcome("initial-violation")).toEqual({
      kind: "violated",
      invariant: "Positive",
      states: states(0),
      counts: null,
      depth: 1,
    });
  });

  test("a specification with one variable", () => {
    expect(outcome("violation-one-variable")).toMatchObject({
      invariant: "Zero",
      states: [
        { number: 1, action: null, values: { x: "0" } },
        { number: 2, action: "Next", values: { x: "1" } },
      ],
    });
  });

  test("a value that TLC prints on several lines, and an action with a parameter", () => {
    const found = outcome("violation-long-values");
    const last = found.kind === "violated" ? found.states.at(-1) : undefined;
    expect(last?.action).toBe("Twice");
    const lines = last?.values.log?.split("\n") ?? [];
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toBe('   [number |-> 12, name |-> "number", odd |-> FALSE] >>');
  });

  test("a property of steps, with the behaviour that ends with the broken one", () => {
    expect(outcome("action-property")).toEqual({
      kind: "stepViolated",
      property: "Growing",
      states: states(0, 1, 2, 3, 0),
      counts: { generated: 5, distinct: 4, queue: 0 },
      depth: 4,
    });
  });

  test("a temporal property broken by a behaviour that stops", () => {
    expect(outcome("temporal-property")).toEqual({
      kind: "temporal",
      states: states(0),
      continuation: { kind: "stuttering" },
      counts: { generated: 5, distinct: 4, queue: 0 },
      depth: 4,
    });
  });

  test("a temporal property broken by a behaviour that goes round", () => {
    expect(outcome("temporal-cycle")).toEqual({
      kind: "temporal",
      states: states(0, 1, 2, 3),
      continuation: { kind: "back", state: 1, action: "Loop" },
      counts: { generated: 5, distinct: 4, queue: 0 },
      depth: 4,
    });
  });

  test("a deadlock", () => {
    const deadlock = outcome("deadlock");
    expect(deadlock).toMatchObject({ kind: "deadlock", depth: 4 });
    expect(deadlock.kind === "deadlock" && deadlock.states.map(({ values }) => values.x)).toEqual([
      "0",
      "1",
      "2",
      "3",
    ]);
  });
});

const JAVA_PLUS = (module: string) =>
  `Attempted to apply the operator overridden by the Java method public static tlc2.value.impl.IntValue tlc2.module.${module}.Plus(tlc2.value.impl.IntValue,tlc2.value.impl.IntValue), but it produced the following error: Cannot cast tlc2.value.impl.StringValue to tlc2.value.impl.IntValue`;

const failures: Readonly<Record<string, string>> = {
  "violation-continued":
    "tlc/contradiction: TLC contradicts itself: it says that Small is violated, but its exit code is 0.",
  "no-initial-state":
    "tlc/no-initial-state: No state satisfies Init: TLC checked nothing, though it says that no error has been found.",
  evaluation:
    "tlc/evaluation-error: TLC could not evaluate the specification: Attempted to apply function: (0 :> 1 @@ 1 :> 2 @@ 2 :> 3) to argument 3, which is not in the domain of the function. @ Counter.tla:8:14",
  "initial-evaluation": `tlc/evaluation-error: TLC could not evaluate the specification: ${JAVA_PLUS("Integers")} @ Counter.tla:18:16`,
  "invariant-evaluation": `tlc/evaluation-error: TLC could not evaluate the specification: Evaluating invariant Untyped failed. ${JAVA_PLUS("Integers")}`,
  "invariant-not-boolean":
    "tlc/evaluation-error: TLC could not evaluate the specification: Evaluating invariant NotBoolean failed. TLC expected a boolean value, but did not find one. line 39, col 15 to line 39, col 39 of module Counter @ Counter.tla:39:15",
  incomplete:
    "tlc/evaluation-error: TLC could not evaluate the specification: Successor state is not completely specified by the next-state action. The following variable is not assigned: log.",
  assert:
    'tlc/evaluation-error: TLC could not evaluate the specification: The first argument of Assert evaluated to FALSE; the second argument was: "x is too large" @ Counter.tla:31:12',
  "stack-overflow": "tlc/stack-overflow: TLC ran out of stack.",
  "out-of-memory": "tlc/out-of-memory: Java ran out of memory.",
  configuration:
    "tlc/config-error: TLC refused the configuration: The invariant Nowhere specified in the configuration file is not defined in the specification.",
  "configuration-syntax":
    "tlc/config-error: TLC refused the configuration: TLC found an error in the configuration file at line 3 It was expecting a keyword, but did not find it.",
  "parse-error":
    'tlc/parse-error: TLC could not parse the specification: Encountered "Beginning of definition" at line 5, column 15 and token "(" @ Syntax.tla:5:15',
  "parse-error-lexical":
    'tlc/parse-error: TLC could not parse the specification: Lexical error at line 5, column 17. Encountered: " " (32), after : "?" @ Lexical.tla:5:17',
  "parse-error-semantic":
    "tlc/parse-error: TLC could not parse the specification: Unknown operator: `Undefined'. (and 2 more) @ Semantic.tla:5:14",
  "parse-error-no-module":
    "tlc/parse-error: TLC could not parse the specification: Cannot find source file for module Nowhere imported in module NoModule.",
  assumption:
    "tlc/assumption-false: An assumption of the specification does not hold: Assumption line 5, col 8 to line 5, col 12 of module Assumption is false. @ Assumption.tla:5:8",
  "assumption-evaluation": `tlc/evaluation-error: TLC could not evaluate the specification: Evaluating assumption line 5, col 8 to line 5, col 20 of module AssumptionError failed. ${JAVA_PLUS("Naturals")} @ AssumptionError.tla:5:8`,
  usage:
    "tlc/usage: TLC refused its command line: Error: unrecognized option: -nonsense Usage: java tlc2.TLC [-option] inputfile",
  killed: "tlc/killed: TLC was killed from outside (SIGKILL) before it had finished.",
  terminated: "tlc/killed: TLC was killed from outside (SIGTERM) before it had finished.",
  "disk-full":
    "tlc/disk-full: The disk for TLC's files is full: java.io.IOException: No space left on device",
};

test.each(Object.entries(failures))("the failure of %s", (name, text) => {
  expect(told(outcome(name))).toBe(text);
});

test("every transcript is looked at", () => {
  const answers = [...transcripts.keys()].filter((name) => outcome(name).kind !== "failed");
  expect(answers.sort()).toEqual([
    "action-property",
    "coverage",
    "deadlock",
    "initial-violation",
    "success",
    "success-arabic",
    "success-french",
    "success-german",
    "success-hindi",
    "temporal-cycle",
    "temporal-property",
    "violation",
    "violation-long-values",
    "violation-one-variable",
  ]);
  const failed = [...transcripts.keys()].filter((name) => outcome(name).kind === "failed");
  expect(failed.sort()).toEqual(Object.keys(failures).sort());
});

describe("a run that goes on after what it finds", () => {
  const { stdout } = transcript("violation-continued");
  const text = Buffer.from(stdout).toString();
  const success = { kind: "code", code: 0 } as const;
  const over = { kind: "timeout", seconds: 5 } as const;
  const ended = (exit: Parameters<typeof outcomeOf>[0]["exit"], said: string) =>
    outcomeOf({ stderr: "", exit }, Buffer.from(said), { goesOn: true });
  const small = (...values: readonly number[]) => ({
    finding: { kind: "violated", invariant: "Small" },
    states: states(...values),
    printed: 0,
  });

  test("is a success that shows each violation with its own states", () => {
    const shown = [small(0, 1, 2), small(0, 1, 2, 3)];
    expect(ended(success, text)).toMatchObject({ kind: "success", depth: 4, shown });
  });

  test("is none with a counterexample that is not whole", () => {
    const second = /^3: <Loop[\s\S]*?STARTMSG 2217:4 @!@!@\n(?=4: )/m;
    expect(text).toMatch(second);
    expect(told(ended(success, text.replace(second, "")))).toBe(
      "tlc/trace-cut: TLC found a violation of Small, but its counterexample is not whole (state 3 is missing).",
    );
    const shown = text.indexOf("@!@!@STARTMSG 2110");
    const said = text.slice(0, shown) + text.slice(text.indexOf("@!@!@STARTMSG 2217"));
    expect(told(ended(success, said))).toBe(
      "tlc/contradiction: TLC contradicts itself: it says that no error has been found, but it prints a counterexample.",
    );
  });

  test("is bounded by its time, with what was shown to its end", () => {
    const end = text.indexOf("@!@!@STARTMSG 2193");
    expect(ended(over, text.slice(0, end))).toMatchObject({ shown: [small(0, 1, 2)] });
    expect(ended(over, text.slice(0, text.indexOf("4: <Loop")))).toMatchObject({
      kind: "bounded",
      shown: [small(0, 1, 2)],
    });
    const counted = text.slice(end, text.indexOf("@!@!@STARTMSG 2200"));
    expect(ended(over, text.slice(0, end) + counted)).toMatchObject({
      kind: "bounded",
      shown: [small(0, 1, 2), small(0, 1, 2, 3)],
    });
  });
});

describe("what the exit adds", () => {
  const success = transcript("success").stdout;
  const violation = transcript("violation").stdout;
  const killed = transcript("killed").stdout;
  const ended = (exit: Parameters<typeof outcomeOf>[0]["exit"], stdout: Uint8Array) =>
    outcomeOf({ stderr: "", exit }, stdout);

  test("a success with another exit code is a contradiction", () => {
    expect(told(ended({ kind: "code", code: 1 }, success))).toBe(
      "tlc/contradiction: TLC contradicts itself: it says that no error has been found, but its exit code is 1.",
    );
  });

  test("a time limit without a finding is bounded, with what was reached", () => {
    expect(ended({ kind: "timeout", seconds: 5 }, killed)).toEqual({
      kind: "bounded",
      seconds: 5,
      reached: expect.objectContaining({ depth: expect.any(Number), queue: 99 }),
      printed: [],
      shown: [],
    });
  });

  test("a time limit before anything was told is bounded as well", () => {
    const nothing = { kind: "bounded", seconds: 1, reached: null, printed: [], shown: [] };
    expect(ended({ kind: "timeout", seconds: 1 }, new Uint8Array())).toEqual(nothing);
  });

  test("a violation whose trace the time limit cut is not bounded", () => {
    const cut = Buffer.from(violation).indexOf("3: <Loop");
    expect(told(ended({ kind: "timeout", seconds: 5 }, violation.subarray(0, cut)))).toBe(
      "tlc/trace-cut: TLC found a violation of Small, but its counterexample is not whole (the time limit of 5 s came first).",
    );
  });

  test("a counterexample is not shown where states come before it", () => {
    const text = Buffer.from(violation).toString();
    const from = text.indexOf("@!@!@STARTMSG 2217");
    const state = text.slice(from, text.indexOf("@!@!@STARTMSG 2217", from + 1));
    const before = text.replace("@!@!@STARTMSG 2110", `${state}@!@!@STARTMSG 2110`);
    expect(told(ended({ kind: "code", code: 12 }, Buffer.from(before)))).toBe(
      "tlc/trace-cut: TLC found a violation of Small, but its counterexample is not whole (there are states that do not belong to it).",
    );
  });

  test("a counterexample without its first state is not shown", () => {
    const text = Buffer.from(violation).toString();
    const first = text.slice(
      text.indexOf("@!@!@STARTMSG 2217"),
      text.lastIndexOf("@!@!@STARTMSG 2217"),
    );
    const cut = Buffer.from(text.replace(first, ""));
    expect(told(ended({ kind: "code", code: 12 }, cut))).toBe(
      "tlc/trace-cut: TLC found a violation of Small, but its counterexample is not whole (state 1 is missing).",
    );
  });

  test("a behaviour that never ends is not shown without its way on", () => {
    const text = Buffer.from(transcript("temporal-cycle").stdout).toString();
    const from = text.indexOf("@!@!@STARTMSG 2122");
    const to = text.indexOf("@!@!@STARTMSG 2267");
    const exit = { kind: "code", code: 13 } as const;
    const without = Buffer.from(text.slice(0, from) + text.slice(to));
    expect(told(ended(exit, without))).toBe(
      "tlc/trace-cut: TLC found a violation of a temporal property, but its counterexample is not whole (it does not say how it goes on).",
    );
    const beyond = Buffer.from(text.replace("1: Back to state", "7: Back to state"));
    expect(told(ended(exit, beyond))).toBe(
      "tlc/trace-cut: TLC found a violation of a temporal property, but its counterexample is not whole (state 7 is missing).",
    );
  });

  test("an exit without a last message is a cut stream", () => {
    const cut = Buffer.from(success).indexOf("@!@!@STARTMSG 2186");
    expect(told(ended({ kind: "code", code: 0 }, success.subarray(0, cut)))).toBe(
      "tlc/truncated-output: TLC's output ends before TLC had finished (between two messages, its exit code is 0).",
    );
  });
});

describe("a stream that does not follow its rules", () => {
  const success = Buffer.from(transcript("success").stdout).toString();
  const broken = (from: string, to: string) =>
    told(outcomeOf(transcript("success"), Buffer.from(success.replace(from, to))));

  test("a message with a code that TLC does not have", () => {
    const strange = "@!@!@STARTMSG 9999:0 @!@!@\nHello.\n@!@!@ENDMSG 9999 @!@!@\n";
    expect(broken("@!@!@STARTMSG 2193", `${strange}@!@!@STARTMSG 2193`)).toBe(
      "tlc/unknown-message: TLC sent a message with the unknown code 9999: Hello.",
    );
  });

  test("a message that ends as another", () => {
    expect(broken("@!@!@ENDMSG 2193", "@!@!@ENDMSG 2194")).toBe(
      "tlc/malformed-output: TLC's output cannot be read: message 2194 ends where message 2193 is open.",
    );
  });

  test("a message of an unknown severity", () => {
    expect(broken("STARTMSG 2193:0", "STARTMSG 2193:7")).toBe(
      "tlc/malformed-output: TLC's output cannot be read: message 2193 has the severity 7.",
    );
  });

  test("statistics in other words", () => {
    expect(broken("5 states generated, 4 distinct", "5 states, 4 distinct")).toBe(
      'tlc/malformed-output: TLC\'s output cannot be read: message 2199 (TLC_STATS) says "5 states, 4 distinct states found, 0 states left on queue.".',
    );
  });

  test("more after the last message, and that cut", () => {
    const start = "@!@!@STARTMSG 2200:0 @!@!@\n";
    const last = "@!@!@ENDMSG 2186 @!@!@\n";
    expect(broken(last, `${last}Pro`)).toBe(
      "tlc/truncated-output: TLC's output ends before TLC had finished (inside a line, its exit code is 0).",
    );
    expect(broken(last, `${last}${start}`)).toBe(
      "tlc/truncated-output: TLC's output ends before TLC had finished (inside message 2200, its exit code is 0).",
    );
  });

  test("a success with states left on the queue", () => {
    expect(
      broken(
        "5 states generated, 4 distinct states found, 0",
        "5 states generated, 4 distinct states found, 1",
      ),
    ).toBe(
      "tlc/contradiction: TLC contradicts itself: it says that no error has been found, but 1 states are left on its queue.",
    );
  });

  test("a message that TLC itself calls an error, whatever its code", () => {
    expect(broken("@!@!@STARTMSG 2194:0", "@!@!@STARTMSG 2194:1")).toBe(
      "tlc/internal-error: TLC failed in itself: The depth of the complete state graph search is 4.",
    );
    expect(broken("@!@!@STARTMSG 2268:0", "@!@!@STARTMSG 2268:2")).toMatch(/^tlc.internal-error: /);
  });

  test("a class of TLC's that Java cannot load is no error of the specification", () => {
    const loading = Buffer.from(transcript("evaluation").stdout)
      .toString()
      .replace(
        /Attempted to apply function:[\s\S]*?(?=@!@!@ENDMSG 1000)/,
        "Illegal exception table range in class file tla2sany/semantic/ModuleNode\n",
      );
    expect(told(outcomeOf(transcript("evaluation"), Buffer.from(loading)))).toBe(
      "tlc/internal-error: TLC failed in itself: Illegal exception table range in class file tla2sany/semantic/ModuleNode",
    );
  });

  test("a graph that TLC cannot read back is no error of the specification", () => {
    const reading = Buffer.from(transcript("evaluation").stdout)
      .toString()
      .replace(
        /Attempted to apply function:[\s\S]*?(?=@!@!@ENDMSG 1000)/,
        "Read past end of file (increase with setLength)?\n",
      );
    expect(told(outcomeOf(transcript("evaluation"), Buffer.from(reading)))).toMatch(
      /^tlc.disk-error: TLC could not read or write its files: .*Read past end of file \(increase with setLength\)\?$/,
    );
  });

  test("a success beside a counterexample of nothing", () => {
    const state =
      "@!@!@STARTMSG 2217:4 @!@!@\n1: <Initial predicate>\nx = 0\n\n@!@!@ENDMSG 2217 @!@!@\n";
    expect(broken("@!@!@STARTMSG 2194", `${state}@!@!@STARTMSG 2194`)).toBe(
      "tlc/contradiction: TLC contradicts itself: it says that no error has been found, but it prints a counterexample.",
    );
  });
});
