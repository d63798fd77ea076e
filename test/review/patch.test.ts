import { expect, test } from "vitest";
import { changedLines, patchedFiles } from "../../src/analyses/review/patch.js";

const hunk = ["@@ -1,3 +1,4 @@ static int x", " one", "-two", "+2", "+3", " three"].join("\n");

test("a mail of git format-patch: what stands around its hunks is passed over", () => {
  const mail = [
    "From 0123 Mon Sep 17 00:00:00 2001",
    "Subject: [PATCH] x86/nmi: --- not a header",
    "---",
    " arch/x86/kernel/nmi.c | 3 ++-",
    "",
    "diff --git a/arch/x86/kernel/nmi.c b/arch/x86/kernel/nmi.c",
    "index 1..2 100644",
    "--- a/arch/x86/kernel/nmi.c",
    "+++ b/arch/x86/kernel/nmi.c",
    hunk,
    "@@ -9 +10 @@",
    "-old",
    "\\ No newline at end of file",
    "+new",
    "\\ No newline at end of file",
    "-- ",
    "2.39.5",
    "",
    "From 4567 Mon Sep 17 00:00:00 2001",
    "diff --git a/Documentation/x.rst b/Documentation/x.rst",
    "--- a/Documentation/x.rst",
    "+++ b/Documentation/x.rst",
    hunk,
    "-- ",
  ].join("\n");
  const files = patchedFiles(mail);
  expect(files.map(({ path }) => path)).toEqual(["arch/x86/kernel/nmi.c", "Documentation/x.rst"]);
  expect(files[0]?.hunks).toHaveLength(2);
  expect(files[0]?.hunks[0]).toBe(`${hunk}\n`);
  expect(files[0]?.hunks[1]).toBe(
    "@@ -9 +10 @@\n-old\n\\ No newline at end of file\n+new\n\\ No newline at end of file\n",
  );
});

test("a line of a hunk that looks like a header is no header", () => {
  const text = ["--- nmi.c\t2026-01-01", "+++ nmi.c\t2026-01-02", "@@ -1,3 +1,2 @@"];
  const lines = [...text, " a", "--- b", "-+++ c", "+@@ -1 +1 @@"];
  expect(patchedFiles(lines.join("\n"))).toEqual([
    { path: "nmi.c", hunks: ["@@ -1,3 +1,2 @@\n a\n--- b\n-+++ c\n+@@ -1 +1 @@\n"] },
  ]);
});

test("binary files have no hunks; a file that is removed is the one before", () => {
  const text = [
    "diff --git a/x.png b/x.png",
    "index 1..2 100644",
    "GIT binary patch",
    "literal 3",
    "Binary files a/y.png and b/y.png differ",
    "--- a/z.c",
    "+++ /dev/null",
    "@@ -1 +0,0 @@",
    "-z",
  ];
  expect(patchedFiles(text.join("\n"))).toEqual([
    { path: "x.png", hunks: [] },
    { path: "y.png", hunks: [] },
    { path: "z.c", hunks: ["@@ -1 +0,0 @@\n-z\n"] },
  ]);
});

test.each([
  ["added and removed", "@@ -1,3 +1,4 @@ f\n one\n-two\n+2\n+3\n three\n", [2, 3]],
  ["removed alone", "@@ -10,3 +12,2 @@\n a\n-b\n c\n", [13, 13]],
  ["apart", "@@ -5,3 +5,5 @@\n+a\n b\n c\n d\n+e\n", [5, 9]],
  ["a new file", "@@ -0,0 +1,2 @@\n+a\n+b\n", [1, 2]],
  ["without an end of line", "@@ -3 +3 @@\n-a\n\\ No newline\n+b\n\\ No newline\n", [3, 3]],
] as const)("the lines of a hunk: %s", (_, hunk, [line, endLine]) => {
  expect(changedLines(hunk)).toEqual({ line, endLine });
});

test("a text without a diff changes nothing", () => {
  expect(patchedFiles("--- a\n+++ b\nno hunk\n")).toEqual([]);
});
