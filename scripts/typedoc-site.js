// What the site has beside TypeDoc's own: pages called by their first heading, grouped as
// docs/README.md has them, at the paths of their files; and the way to the report and to play.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Converter, JSX, KindRouter } from "typedoc";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where one goes first: the start page, and pages of nmicheck's own, which are whole files. */
const pages = [
  ["docs/README.html", "The documentation"],
  ["report.html", "Report: verdicts, timelines, atlas"],
  ["play.html", "Play: step through the model"],
];

const text = (name) => readFileSync(join(root, `${name}.md`), "utf8");

/** The heading of docs/README.md that each page stands under, by the page's name: "docs/audit". */
function groupsOfPages() {
  const groups = new Map();
  const [begin, ...sections] = text("docs/README").split(/^## /m);
  for (const section of [`Begin with what you have\n${begin}`, ...sections]) {
    const [heading = ""] = section.split("\n");
    for (const [, target] of section.matchAll(/\]\(([\w./-]+)\.md/g)) {
      const name = join("docs", target);
      if (!groups.has(name)) groups.set(name, heading);
    }
  }
  return groups;
}

/** The names of pages before they were called by their headings. */
const names = new Map();

class SiteRouter extends KindRouter {
  getIdealBaseName(reflection) {
    return names.get(reflection) ?? super.getIdealBaseName(reflection);
  }
}

/** What stands in a block without a language is no TypeScript, as which TypeDoc would colour it. */
function plainBlocks(parts) {
  for (const part of parts) {
    if (part.kind === "code") part.text = part.text.replace(/^```\n/, "```text\n");
  }
}

/** Called by TypeDoc. */
export function load(app) {
  const groups = groupsOfPages();
  app.renderer.defineRouter("site", SiteRouter);
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, page) => {
    names.set(page, page.name);
    const group = page.name.startsWith("docs/model/")
      ? "Axes of a machine"
      : (groups.get(page.name) ?? "The project");
    page.frontmatter.group = group;
    plainBlocks(page.content);
    page.name = /^# (.*)$/m.exec(text(page.name))?.[1]?.replaceAll("`", "") ?? page.name;
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    // The page has the name as its heading already.
    for (const part of project.readme ?? []) part.text = part.text.replace(/^# nmicheck\n/, "");
    plainBlocks(project.readme ?? []);
  });
  app.renderer.hooks.on("sidebar.begin", (context) =>
    JSX.createElement(
      "nav",
      { class: "tsd-navigation" },
      ...pages.map(([file, title]) =>
        JSX.createElement("a", { href: context.relativeURL(file) }, title),
      ),
    ),
  );
}
