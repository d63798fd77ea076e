import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../../src/base/diagnostic/diagnostic.js";
import { parseEngineCommand, showCommand } from "../../../src/engines/adapter/command.js";

function diagnosticOf(text: string): Diagnostic {
  try {
    parseEngineCommand(text);
  } catch (error) {
    if (error instanceof Diagnostic) return error;
  }
  throw new Error(`no fault: ${text}`);
}

describe("an engine command", () => {
  test.each([
    ["python3 engine.py", ["python3", "engine.py"]],
    [`"my engine" --at='a b' c\\ d`, ["my engine", "--at=a b", "c d"]],
    ["./engine ~ --level=3 @x,y", ["./engine", "~", "--level=3", "@x,y"]],
    ["engine '$HOME' \"*\"", ["engine", "$HOME", "*"]],
  ])("%s", (text, words) => {
    expect(parseEngineCommand(text)).toEqual(words);
    expect(parseEngineCommand(showCommand(parseEngineCommand(text)))).toEqual(words);
  });

  test.each([
    ["engine | tee log", "|"],
    ["engine > log", ">"],
    ["engine *.json", "*.json"],
    ["engine $HOME", "$HOME"],
    ["engine && rm x", "&&"],
    ["engine # fast", "# fast"],
  ])("refuses what only a shell could do: %s", (text, word) => {
    const diagnostic = diagnosticOf(text);
    expect(diagnostic.code).toBe("engine/command");
    expect(diagnostic.blame).toBe("user");
    expect(diagnostic.message).toBe(
      `the engine command \`${text}\` holds \`${word}\`, which needs a shell; engines are started without one.`,
    );
    expect(diagnostic.remedy).toBe(
      "quote it if it is meant as it stands, or put the command into a script.",
    );
  });

  test.each(["", "   ", "''"])("must name a program: %j", (text) => {
    const diagnostic = diagnosticOf(text);
    expect(diagnostic.message).toBe("the engine command is empty.");
    expect(diagnostic.remedy).toBe(
      "give a program and its arguments, as in --engine-command 'python3 engine.py'.",
    );
  });
});
