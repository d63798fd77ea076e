import { machineName } from "../machine/configuration/axes-text.js";
import type { ReportDocument } from "./document.js";
import { embeddedElement } from "./embedded.js";
import { hashSource, type Page } from "./page.js";

/** How every report begins, so that it is known again. */
const GENERATOR = '<meta name="generator" content="nmicheck ';

/** Whether a text is a report, or another page, that nmicheck has made: its first lines say so. */
export function isReport(text: string): boolean {
  return text.startsWith("<!doctype html>") && text.slice(0, 2_000).includes(GENERATOR);
}

/** A text as HTML shows it, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/**
 * Nothing may be loaded, sent or run but the two texts of the page itself, and no text may become
 * markup by a script (`require-trusted-types-for`).
 */
function contentSecurityPolicy({ script, style }: Page): string {
  return [
    "default-src 'none'",
    `script-src ${hashSource(script)}`,
    `style-src ${hashSource(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** What is shown where scripts do not run: the verdicts, in one table. */
function withoutScripts({ verdicts }: ReportDocument): string {
  const rows = verdicts.map((one) => {
    const cells = [one.policy, machineName(one), one.property, one.verdict, one.command];
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`;
  });
  const heads = ["policy", "platform", "property", "verdict", "command"];
  const head = heads.map((name) => `<th scope="col">${name}</th>`).join("");
  return `<main>
<h1>nmicheck report</h1>
<p>The timelines need scripts, which do not run here. These are the verdicts.</p>
<table><thead><tr>${head}</tr></thead><tbody>
${rows.join("\n")}
</tbody></table>
</main>`;
}

/** What a page shows beside its own script and style. */
interface PageParts {
  readonly title: string;
  /** By which nmicheck it was made, and what it is. */
  readonly made: string;
  /** What is shown where scripts do not run. */
  readonly withoutScripts: string;
  /** The elements with the documents that it shows. */
  readonly data: readonly string[];
}

/**
 * The report as one HTML file that loads nothing.
 *
 * @param data elements with what its other pages show
 */
export function reportHtml(
  document: ReportDocument,
  page: Page,
  data: readonly string[] = [],
): string {
  return pageHtml(
    {
      title: "nmicheck report",
      made: `${document.nmicheck} (${document.schema})`,
      withoutScripts: withoutScripts(document),
      data: [embeddedElement("report", document), ...data],
    },
    page,
  );
}

/**
 * A page as one HTML file that loads nothing.
 *
 * @throws Error when the page's own texts could end their elements: the build is broken
 */
export function pageHtml({ title, made, withoutScripts, data }: PageParts, page: Page): string {
  if (/<\/script|<!--/i.test(page.script) || /<\/style/i.test(page.style)) {
    throw new Error("the page holds text that ends its own element");
  }
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(page)}">
${GENERATOR}${escapeHtml(made)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${page.style}</style>
</head>
<body>
<div id="page"></div>
<noscript>
${withoutScripts}
</noscript>
${data.join("\n")}
<script>${page.script}</script>
</body>
</html>
`;
}
