import { describe, expect, test } from "vitest";
import { LineSplitter } from "../../../src/engines/adapter/line-splitter.js";

describe("lines of a stream", () => {
  const text = 'first\n{"é":"😀"}\n\nrest';
  const bytes = Buffer.from(text);

  test("are the same for every split into two chunks", () => {
    for (let cut = 0; cut <= bytes.length; cut++) {
      const splitter = new LineSplitter(100);
      const parts = [bytes.subarray(0, cut), bytes.subarray(cut)];
      expect(parts.flatMap((part) => splitter.push(part).lines)).toEqual([
        "first",
        '{"é":"😀"}',
        "",
      ]);
      expect(splitter.rest).toBe("rest");
    }
  });

  test("end at the limit, finished or not", () => {
    expect(new LineSplitter(3).push(Buffer.from("abc\nabcd\nx\n"))).toEqual({
      lines: ["abc"],
      overlong: "abcd",
    });
    const splitter = new LineSplitter(3);
    expect(splitter.push(Buffer.from("abc"))).toEqual({ lines: [], overlong: undefined });
    expect(splitter.push(Buffer.from("d"))).toEqual({ lines: [], overlong: "abcd" });
  });
});
