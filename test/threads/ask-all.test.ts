import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { packageRoot } from "../../src/base/package/root.js";
import { type AskOptions, askAll } from "../../src/base/threads/ask-all.js";
import { type Given, job, type Question } from "./odd-job.js";

function asked(
  questions: readonly Question[],
  options: AskOptions<string, string, Question>,
  given: Given = { greeting: "good" },
): Promise<readonly string[]> {
  return askAll(job, given, questions, options);
}

const times = ["morning", "noon", "afternoon", "evening", "night"].map((text) => ({ text }));

describe.each([1, 2, 8])("with %i threads at most", (threads) => {
  test("answers are in the order of their questions, and told as they come", async () => {
    // The first takes the longest.
    const questions = times.map((one, index) => ({ ...one, after: 40 - 10 * index }));
    const told: number[] = [];
    const onAnswer = (done: number, all: number) => told.push(done, all);
    expect(await asked(questions, { threads, onAnswer })).toEqual(
      times.map(({ text }) => `good ${text}`),
    );
    expect(told).toEqual([1, 5, 2, 5, 3, 5, 4, 5, 5, 5]);
  });

  test("no questions have no answers", async () => {
    expect(await asked([], { threads })).toEqual([]);
  });

  test("what is told on the way is heard", async () => {
    const told: string[] = [];
    const questions = [{ text: "morning", tells: "half of it" }, { text: "noon" }];
    await asked(questions, { threads, onTold: (one) => told.push(one) });
    expect(told).toEqual(["half of it"]);
  });

  test("a diagnostic is thrown as one, with its place", async () => {
    const question = { text: "that is odd", does: "diagnoses" };
    const error = await asked([{ text: "morning" }, question], { threads }).catch((one) => one);
    expect(error).toBeInstanceOf(threads === 1 ? Object : Diagnostic);
    expect(error).toMatchObject({
      ...{ code: "odd/job", blame: "user", message: "that is odd" },
      remedy: expect.stringMatching(/^`(node|npx) .*doctor` tells more\.$/),
      place: { file: "odd.ts", line: 3, column: 7, source: "  odd();" },
      cause: { name: "TypeError", message: "the cause of it" },
    });
  });

  test("of two errors that of the first question is thrown, though it comes later", async () => {
    const questions = [
      { text: "morning" },
      { text: "first", does: "throws", after: 60 },
      { text: "second", does: "throws" },
      ...times,
    ];
    const error = await asked(questions, { threads }).catch((one) => one);
    expect(error).toMatchObject({ name: "RangeError", message: "first" });
  });

  test("what cannot begin is told", async () => {
    const given = { greeting: "good", fails: true };
    await expect(asked(times, { threads }, given)).rejects.toThrow("it cannot begin");
  });

  test("whoever waits no more is left with the reason", async () => {
    const controller = new AbortController();
    const onAnswer = (done: number) => done === 2 && controller.abort(new Error("enough"));
    const answers = asked(times, { threads, signal: controller.signal, onAnswer });
    await expect(answers).rejects.toThrow("enough");
  });
});

describe("of two threads", () => {
  const threads = 2;

  test("one that ends leaves no answer, but an error", async () => {
    const questions = [{ text: "morning" }, { text: "noon", does: "exits" }];
    const error = await asked(questions, { threads }).catch((one) => one);
    expect(error).toMatchObject({ code: "threads/ended" });
    expect(error.message).toBe(
      "a thread ended, with exit code 5, before it had answered: there is no answer without it.",
    );
  });

  test("one that answers another question is found out", async () => {
    const questions = [{ text: "morning" }, { text: "noon", does: "mistakes" }];
    await expect(asked(questions, { threads })).rejects.toThrow(
      "a thread answers another question than question 1, which it was asked",
    );
  });

  test("one whose answer is no plain data has none", async () => {
    const questions = [{ text: "morning" }, { text: "noon", does: "functions" }];
    await expect(asked(questions, { threads })).rejects.toThrow("could not be cloned");
  });

  test("those that compute for ever end with the signal", async () => {
    const controller = new AbortController();
    const questions = [
      { text: "morning", does: "computes", tells: "begun" },
      { text: "noon", does: "computes", tells: "begun" },
    ];
    const began: string[] = [];
    const onTold = (one: string): void => {
      if (began.push(one) === 2) controller.abort(new Error("enough"));
    };
    await expect(asked(questions, { threads, signal: controller.signal, onTold })).rejects.toThrow(
      "enough",
    );
    expect(process.getActiveResourcesInfo()).not.toContain("MessagePort");
  });

  test("one that throws ends those that are at later questions", async () => {
    const questions = [
      { text: "first", does: "throws" },
      { text: "noon", does: "computes" },
    ];
    await expect(asked(questions, { threads })).rejects.toThrow("first");
  });
});

test("a thread without memory for its question says so", async () => {
  const program = `
    import { askAll } from "./dist/src/base/threads/ask-all.js";
    import { job } from "./test/threads/odd-job.js";
    const questions = [{ text: "morning" }, { text: "noon", does: "eats" }];
    await askAll(job, { greeting: "good" }, questions, { threads: 2 }).catch((error) =>
      process.stdout.write(error.code + " " + error.message),
    );
  `;
  const { stdout } = await execa(
    process.execPath,
    ["--max-old-space-size=64", "--input-type=module", "-e", program],
    { cwd: packageRoot, reject: false },
  );
  expect(stdout).toBe("threads/out-of-memory a thread ran out of memory before it had answered.");
});

test("on one core, or for one question, nothing is started", async () => {
  const program = (questions: number): string => `
    import { askAll } from "./dist/src/base/threads/ask-all.js";
    import { isMainThread } from "node:worker_threads";
    import { job } from "./test/threads/odd-job.js";
    const here = { ...job, begin: () => () => isMainThread };
    const questions = Array.from({ length: ${questions} }, (_, text) => ({ text }));
    const answers = await askAll(here, { greeting: "good" }, questions);
    process.stdout.write(JSON.stringify(answers));
  `;
  const answersOf = async (command: readonly string[], questions: number): Promise<unknown> => {
    const [file = "", ...args] = [...command, process.execPath, "--input-type=module", "-e"];
    const { stdout } = await execa(file, [...args, program(questions)], { cwd: packageRoot });
    return JSON.parse(stdout);
  };
  expect(await answersOf([], 1)).toEqual([true]);
  expect(await answersOf(["taskset", "-c", "0"], 3)).toEqual([true, true, true]);
});
