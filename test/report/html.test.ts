import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { embedded } from "../../src/report/embedded.js";
import { escapeHtml, isReport, reportHtml } from "../../src/report/html.js";
import { type Page, readPage } from "../../src/report/page.js";
import { carried } from "./carried.js";
import { smallDocument } from "./small-document.js";

let page: Page;
beforeAll(async () => {
  page = await readPage();
});

/** Texts that would do harm where a browser took them for markup. */
const hostile = [
  "</script><script>alert(1)</script>",
  "<!--<script>",
  "<img src=x onerror=alert(1)>",
  '"><svg onload=alert(1)>',
  "]]>&lt;b&gt;' onclick='alert(1)",
  "\u2028\u2029\\u003c/script\\u003e",
];

/** The texts of the elements of a name, which hold no markup. */
function elements(html: string, name: string): readonly (readonly [string, string])[] {
  const found = html.matchAll(new RegExp(`<${name}([^>]*)>([\\s\\S]*?)</${name}>`, "g"));
  return [...found].map(([, attributes = "", text = ""]) => [attributes, text]);
}

describe("what comes from files", () => {
  test.each(hostile)("%s is a text and no markup", (text) => {
    const document = smallDocument(text);
    const html = reportHtml(document, page);
    expect(carried(html)).toEqual(document);
    // The data, the page's own program, and nothing else.
    expect(elements(html, "script")).toHaveLength(2);
    expect(elements(html, "script")[1]?.[1]).toBe(page.script);
    const around = html.replace(page.script, "").replace(page.style, "");
    expect(around).not.toMatch(/<img|<svg|<!--/);
  });

  test.each([
    [`a<b>&"c'`, "a&lt;b&gt;&amp;&quot;c&#39;"],
    ["&amp;", "&amp;amp;"],
  ])("%s in HTML", (text, escaped) => {
    expect(escapeHtml(text)).toBe(escaped);
  });

  test.each(hostile)("%s is embedded as letters and digits", (text) => {
    expect(embedded({ [text]: text })).toMatch(/^[A-Za-z0-9+/]+=*$/);
  });

  test("a page that would end its own element is refused", () => {
    const broken = { ...page, script: 'document.write("</script>")' };
    expect(() => reportHtml(smallDocument(""), broken)).toThrow("ends its own element");
  });
});

describe("the Content-Security-Policy", () => {
  function policyOf(html: string): ReadonlyMap<string, string> {
    const [, content = ""] =
      /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html) ?? [];
    return new Map(
      content.split("; ").map((one) => {
        const [name = "", ...values] = one.split(" ");
        return [name, values.join(" ")];
      }),
    );
  }

  function hash(text: string): string {
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  }

  test("allows the inline script and the inline style of this page, by their hashes alone", () => {
    const html = reportHtml(smallDocument("x"), page);
    const policy = policyOf(html);
    expect(policy.get("default-src")).toBe("'none'");
    expect(policy.get("script-src")).toBe(hash(elements(html, "script")[1]?.[1] ?? ""));
    expect(policy.get("style-src")).toBe(hash(elements(html, "style")[0]?.[1] ?? ""));
    expect(policy.get("require-trusted-types-for")).toBe("'script'");
    expect([...policy.values()].join(" ")).not.toMatch(/unsafe|http|\*/);
  });

  test("comes before anything that it has a say in", () => {
    const html = reportHtml(smallDocument("x"), page);
    const place = html.indexOf("Content-Security-Policy");
    for (const tag of ["<style", "<script", "<link", "<title"]) {
      expect(html.indexOf(tag)).toBeGreaterThan(place);
    }
  });

  test("nothing in the file is to be loaded from elsewhere", () => {
    const html = reportHtml(smallDocument("x"), page);
    expect(html).not.toMatch(/\b(?:src|href)="(?!data:,|#)[^"]+"/);
    expect(page.style).not.toMatch(/@import|url\(/);
    expect(page.script).not.toMatch(/\bimport\(|\bfetch\(|XMLHttpRequest|WebSocket\(/);
  });
});

describe("a report is known again", () => {
  test.each([
    ["a report", () => reportHtml(smallDocument("x"), page), true],
    ["its first bytes", () => reportHtml(smallDocument("x"), page).slice(0, 2_000), true],
    ["another page", () => "<!doctype html><title>mine</title>", false],
    ["a text that quotes one", () => 'a <meta name="generator" content="nmicheck 1">', false],
    ["nothing", () => "", false],
  ])("%s", (_, text, expected) => {
    expect(isReport(text())).toBe(expected);
  });
});

test("without scripts the verdicts are there as a table", () => {
  const html = reportHtml(smallDocument("<b>bold</b>"), page);
  expect(elements(html, "noscript")[0]?.[1]).toContain("<td>&lt;b&gt;bold&lt;/b&gt;</td>");
});
