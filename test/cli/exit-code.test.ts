import { describe, expect, test } from "vitest";
import { EXIT, exitCodeFrom } from "../../src/cli/exit-code.js";
import { Interrupted } from "../../src/cli/interrupt.js";
import type { Output } from "../../src/cli/output.js";

/** What a command that throws this ends with, and what a person reads. */
async function endOf(thrown: unknown): Promise<{ readonly code: number; readonly told: string }> {
  const told: string[] = [];
  const output: Output = {
    answer: () => {},
    remark: (text) => told.push(text),
    colour: false,
    terminal: null,
    width: 80,
    unread: new AbortController().signal,
  };
  const code = await exitCodeFrom(async () => {
    throw thrown;
  }, output);
  return { code, told: told.join("") };
}

describe("what no room has foreseen is never the exit code of an answer", () => {
  test("a mistake of nmicheck's", async () => {
    const { code, told } = await endOf(new TypeError("undefined is not a function"));
    expect(code).toBe(EXIT.tool);
    expect(told).toMatch(
      /^error\[nmicheck\/mistake\]: this is a mistake in nmicheck, and says nothing about what you asked\.\nTypeError: undefined is not a function\n {4}at [\s\S]*\n {2}→ please report it, with the command and these lines\.\n$/,
    );
  });

  test("something thrown that is no error", async () => {
    expect(await endOf("text")).toEqual({
      code: EXIT.tool,
      told: "error[nmicheck/mistake]: this is a mistake in nmicheck, and says nothing about what you asked.\ntext\n  → please report it, with the command and these lines.\n",
    });
  });

  test("a refusal of the system's", async () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, open '/x/y'"), {
      code: "ENOSPC",
      syscall: "open",
      path: "/x/y",
    });
    expect(await endOf(full)).toEqual({
      code: EXIT.tool,
      told: "error[nmicheck/system]: the system refused what nmicheck needs: no space left on device (ENOSPC, open /x/y).\n  → fix that, and run the command again.\n",
    });
  });
});

test("an interruption passes", async () => {
  await expect(endOf(new Interrupted("SIGINT"))).rejects.toThrow("interrupted by SIGINT");
});
