import { expect, test } from "vitest";
import { readTreeName, treeNameIn, treeNameText } from "../../../src/engines/linux/tree-name.js";

test.each([
  ["6.12", { tree: "6.12", shim: null }],
  ["../linux", { tree: "../linux", shim: null }],
  ["../linux,shim=stubs.h", { tree: "../linux", shim: "stubs.h" }],
  ["/a,b/linux,shim=/c d/e.h", { tree: "/a,b/linux", shim: "/c d/e.h" }],
])("%s is read, and written again", (text, name) => {
  expect(readTreeName(text)).toEqual(name);
  expect(treeNameText(name)).toBe(text);
});

test("paths of a config are relative to its folder, and versions are no paths", () => {
  expect(treeNameIn("6.12,shim=stubs.h", "/project")).toBe("6.12,shim=/project/stubs.h");
  expect(treeNameIn("../linux", "/project")).toBe("/linux");
  expect(treeNameIn("/linux,shim=/x.h", "/project")).toBe("/linux,shim=/x.h");
});
