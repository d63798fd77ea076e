import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { gateDocumentSchema, jsonReport } from "../../src/gates/reporters/document.js";
import { githubReport } from "../../src/gates/reporters/github.js";
import { githubSummary } from "../../src/gates/reporters/github-summary.js";
import { junitReport } from "../../src/gates/reporters/junit.js";
import { sarifReport } from "../../src/gates/reporters/sarif.js";
import { terminalReport } from "../../src/gates/reporters/terminal.js";
import { hostileRun as run } from "./hostile-run.js";

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
  const text = githubSummary(run, style);
  const outside = text.replace(/^(`{4,})diff\n[\s\S]*?\n\1$/gm, "");
  expect(outside).not.toMatch(/<|@|https?:\/\//);
  expect(outside).not.toMatch(/(^|[^\\])[![\]`|]evil/);
  expect(text).toMatch(/^````diff$/m);
});
