import { expect, test } from "vitest";
import { residentBytes, residentBytesOf } from "../../src/base/process/resident-memory.js";

test("the memory of a process is what the system tells, and nothing of one that is not there", () => {
  const own = residentBytes(process.pid) ?? 0;
  const asNodeSays = process.memoryUsage.rss();
  expect(own).toBeGreaterThan(asNodeSays / 2);
  expect(own).toBeLessThan(asNodeSays * 2);
  // Above the largest process number that Linux gives (2^22).
  expect(residentBytes(2 ** 23)).toBeNull();
  expect(residentBytesOf([2 ** 23])).toBeNull();
  expect(residentBytesOf([2 ** 23, process.pid]) ?? 0).toBeGreaterThan(asNodeSays / 2);
});
