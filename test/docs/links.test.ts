import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";

/** The pages that people read, as paths from the root. */
const pages: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...["docs", "examples"].flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(folder, name)),
  ),
];

/** A page without its code: what is shown there is no link. */
function prose(page: string): string {
  const text = readFileSync(join(packageRoot, page), "utf8");
  return text
    .replace(/^```.*?^```$/gms, "")
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ""));
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): ReadonlySet<string> {
  const text = readFileSync(join(packageRoot, page), "utf8").replace(/^```.*?^```$/gms, "");
  const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
  return new Set(anchors);
}

interface Link {
  readonly page: string;
  readonly target: string;
}

const links: readonly Link[] = pages.flatMap((page) =>
  [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => ({ page, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target)),
);

/** What is wrong with a link; undefined where it leads somewhere. */
function whyDead({ page, target }: Link): string | undefined {
  const [path = "", anchor] = target.split("#");
  const file =
    path === "" ? page : relative(packageRoot, resolve(packageRoot, dirname(page), path));
  if (!existsSync(join(packageRoot, file))) return `${page}: there is no ${target}`;
  if (anchor === undefined || anchorsOf(file).has(anchor)) return undefined;
  return `${page}: ${file} has no heading #${anchor}`;
}

test("every link of every page leads somewhere", () => {
  expect(links.length).toBeGreaterThan(100);
  expect(links.flatMap((link) => whyDead(link) ?? [])).toEqual([]);
});

test("a dead link is seen", () => {
  const page = "docs/README.md";
  expect(whyDead({ page, target: "nowhere.md" })).toBe("docs/README.md: there is no nowhere.md");
  expect(whyDead({ page, target: "engines.md#nothing" })).toBe(
    "docs/README.md: docs/engines.md has no heading #nothing",
  );
  expect(whyDead({ page, target: "engines.md#your-own-engine" })).toBeUndefined();
});

test("every page is found from the start page, in two steps at most", () => {
  const from = (page: string): readonly string[] =>
    links
      .filter((link) => link.page === page)
      .map(({ target }) => join(dirname(page), target.split("#")[0] ?? ""));
  const first = from("docs/README.md");
  const found = new Set(["docs/README.md", ...first, ...first.flatMap(from)]);
  const lost = pages.filter((page) => page.startsWith("docs/") && !found.has(page));
  expect(lost).toEqual([]);
});
