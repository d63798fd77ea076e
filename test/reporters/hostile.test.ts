import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import type { GateRun } from "../../src/gate/outcome.js";
import { reason } from "../../src/gate/reason.js";
import { gateDocumentSchema, jsonReport } from "../../src/reporters/document.js";
import { githubReport } from "../../src/reporters/github.js";
import { junitReport } from "../../src/reporters/junit.js";
import { markdownReport } from "../../src/reporters/markdown.js";
import { sarifReport } from "../../src/reporters/sarif.js";
import { tapReport } from "../../src/reporters/tap.js";
import { terminalReport } from "../../src/reporters/terminal.js";

/** What somebody would like a report to carry out of a policy or a config. */
const EVIL =
  "\u001b[2J</failure><script>alert(1)</script>]]> & \"'` | @everyone ```\n::error::owned\nok 9 - fine # SKIP ![x](https://evil.example) \u0000\u202e\ud800";

const run: GateRun = {
  nmicheck: "0.0.0",
  config: `/p/${EVIL.replaceAll("/", "")}.ts`,
  checker: { name: "explorer", version: "0.0.0", reductions: [] },
  gates: [
    {
      kind: "verdicts",
      name: "mine",
      policy: EVIL,
      chain: [2, 1],
      rips: 2,
      place: { file: `/p/a b#${EVIL.replaceAll("/", "")}.ts`, line: 3, column: 4 },
      cached: false,
      seconds: 0,
      reasons: [reason("failed", EVIL, { details: [EVIL], blame: "tool" })],
      verdicts: [
        {
          platform: "ideal",
          property: "NoSpurious",
          expected: "holds",
          verdict: "violated",
          certified: false,
          states: { distinct: 1, generated: 1 },
          depth: 1,
          collisionProbability: null,
          counterexample: { events: [EVIL], because: EVIL, replayedOn: [EVIL] },
          reasons: [reason("verdict", EVIL, { details: [EVIL] })],
        },
      ],
    },
  ],
  reasons: [],
  seconds: 0,
};
const style = { colour: false, folder: "/p" };

test("a terminal is not controlled", () => {
  const text = terminalReport(run, style);
  for (const control of ["\u001b", "\u0000", "\u202e"]) expect(text).not.toContain(control);
  expect(text).toContain("\\x1b[2J");
});

test("JSON is one document of its schema", () => {
  expect(gateDocumentSchema.safeParse(JSON.parse(jsonReport(run, style))).success).toBe(true);
});

test("XML is well-formed, and holds no element of a file's", () => {
  const text = junitReport(run, style);
  expect(XMLValidator.validate(text)).toBe(true);
  expect(text).not.toContain("<script");
  const parsed = new XMLParser({ ignoreAttributes: false }).parse(text);
  expect(parsed.testsuites["@_failures"]).toBe("2");
});

test("SARIF has its places as references, and nothing that controls", () => {
  const text = sarifReport(run, style);
  const log = JSON.parse(text);
  const { uri } = log.runs[0].results[0].locations[0].physicalLocation.artifactLocation;
  expect(uri).toMatch(/^[\w%.~!*'()/-]+$/);
  expect(text).not.toContain("\\u001b");
});

test("GitHub reads one command a line, and no other", () => {
  const lines = githubReport(run, style).trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/^::error file=[^,:]*,line=3,col=4,title=[^:]*::/);
});

test("Markdown holds no HTML, no link, no mention and no end of a fence", () => {
  const text = markdownReport(run, style);
  const outside = text.replace(/^(`{4,})diff\n[\s\S]*?\n\1$/gm, "");
  expect(outside).not.toMatch(/<|@|https?:\/\//);
  expect(outside).not.toMatch(/(^|[^\\])[![\]`|]evil/);
  expect(text).toMatch(/^````diff$/m);
});

test("TAP has as many points as its plan says, and skips none", () => {
  const lines = tapReport(run, style).split("\n");
  expect(lines[1]).toBe("1..3");
  expect(lines.filter((line) => /^(not )?ok /.test(line))).toHaveLength(3);
  expect(lines.filter((line) => /^(not )?ok .*[^\\]# *SKIP/i.test(line))).toEqual([]);
});
