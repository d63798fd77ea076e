import { expect, test } from "vitest";
import { compileAnnotations, reviewAnnotations } from "../../src/analyses/review/annotations.js";
import { type ReviewDocument, reviewSchema } from "../../src/analyses/review/document.js";

const side = { from: "linux:6.12", source: "nmi.c", states: 2, phases: ["a", "b"], policyText: "" };

const document: ReviewDocument = reviewSchema.parse({
  schema: "nmicheck.review/1",
  nmicheck: "0.0.0",
  patch: {
    file: "fix.patch",
    changes: ["arch/x86/kernel/nmi.c"],
    leaves: [],
    places: [
      { file: "arch/x86/kernel/nmi.c", line: 3, endLine: 4 },
      { file: "arch/x86/kernel/nmi.c", line: 90, endLine: 90 },
    ],
    moved: [],
  },
  machine: { chain: [2, 1], rips: 2, axes: {} },
  before: side,
  after: { kind: "policy", ...side },
  difference: { kind: "events", events: ["external"], sentence: "it differs" },
  onCpus: null,
  untouched: [],
  verdicts: [
    {
      platform: "ideal",
      property: "NoStranded",
      before: { verdict: "holds", length: null },
      after: { verdict: "violated", length: 7 },
      changed: true,
      regression: true,
      causes: {
        shared: 0,
        changes: [{ change: "new", facts: ["100 %: it,\nstops"], runs: 1, example: ["external"] }],
        mostEvents: null,
      },
    },
  ],
});

test("an error for what held and for each new cause, on the first lines; a notice on every hunk", () => {
  const lines = reviewAnnotations(document).trimEnd().split("\n");
  const place = "file=arch/x86/kernel/nmi.c,line=3,endLine=4";
  expect(lines.slice(0, 2)).toEqual([
    `::error ${place},title=nmicheck%3A NoStranded on ideal::it held before, and is violated in 7 after`,
    `::error ${place},title=nmicheck%3A NoStranded on ideal%3A a new cause::100 %25: it,%0Astops%0Aexternal`,
  ]);
  expect(lines[2]).toMatch(
    new RegExp(`^::notice ${place},title=nmicheck%3A what this patch does::`),
  );
  expect(lines[3]).toMatch(
    /^::notice file=arch\/x86\/kernel\/nmi\.c,line=90,endLine=90,title=.*::The change alters what the kernel does\. It violates NoStranded \(ideal\), which held before\.$/,
  );
  expect(lines).toHaveLength(4);
});

test("code that is no policy is an error; two engines have no lines", () => {
  const broken: ReviewDocument = {
    ...document,
    after: { kind: "no policy", code: "engine/exited", message: "it ended" },
    verdicts: [],
  };
  expect(reviewAnnotations(broken)).toMatch(/^::error .*title=nmicheck%3A no policy::it ended\n/);
  expect(reviewAnnotations({ ...broken, patch: null })).not.toContain("::error");
});

test("what gcc refuses is an error on the line that it names, or on the patch's first lines", () => {
  const patch = document.patch;
  if (patch === null) throw new Error("there is no patch");
  const said = [
    "arch/x86/kernel/nmi.c of a tree does not compile:",
    "arch/x86/kernel/nmi.c: In function 'broken':",
    "arch/x86/kernel/nmi.c:91:27: error: 'nothing_known' undeclared, 100 % (first use)",
    "   91 | int broken(void) { return nothing_known; }",
    "arch/x86/kernel/nmi.c:92:1: warning: unused",
    "stubs.h:3:1: fatal error: no such file",
  ].join("\n");
  expect(compileAnnotations(said, patch).split("\n")).toEqual([
    "::error file=arch/x86/kernel/nmi.c,line=91,col=27,title=nmicheck%3A it does not compile::'nothing_known' undeclared, 100 %25 (first use)",
    "::error file=arch/x86/kernel/nmi.c,line=3,endLine=4,title=nmicheck%3A it does not compile::stubs.h:3: no such file",
    "",
  ]);
});
