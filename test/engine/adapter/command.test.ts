import { describe, expect, test } from "vitest";
import { Fault } from "../../../src/base/fault/fault.js";
import { parseEngineCommand, showCommand } from "../../../src/engines/adapter/command.js";

function faultOf(text: string): Fault {
  try {
    parseEngineCommand(text);
  } catch (error) {
    if (error instanceof Fault) return error;
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
    const fault = faultOf(text);
    expect(fault.code).toBe("engine/command");
    expect(fault.blame).toBe("user");
    expect(fault.message).toBe(
      `the engine command \`${text}\` holds \`${word}\`, which needs a shell; engines are started without one.`,
    );
    expect(fault.remedy).toBe(
      "quote it if it is meant as it stands, or put the command into a script.",
    );
  });

  test.each(["", "   ", "''"])("must name a program: %j", (text) => {
    const fault = faultOf(text);
    expect(fault.message).toBe("the engine command is empty.");
    expect(fault.remedy).toBe(
      "give a program and its arguments, as in --engine-command 'python3 engine.py'.",
    );
  });
});
