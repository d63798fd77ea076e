import { expect, test } from "vitest";
import { StderrTail } from "../../../src/engines/adapter/stderr-tail.js";

test("the tail keeps the last five lines that are not empty", () => {
  const tail = new StderrTail();
  tail.push(Buffer.from("1\n2\n3\n\n4\n5\n6\nunfinished"));
  expect(tail.lines).toEqual(["3", "4", "5", "6", "unfinished"]);
});

test("a flood of standard error is cut", () => {
  const tail = new StderrTail();
  for (let n = 0; n < 1_000; n++) tail.push(Buffer.alloc(65_536, "x"));
  tail.push(Buffer.from("\nlast words\n"));
  expect(tail.lines.at(-1)).toBe("last words");
  expect(tail.lines.join("").length).toBeLessThan(200_000);
});
