import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { DIAGNOSTICS } from "../../src/compiler/lang/diagnostics.js";
import { moduleOf } from "./sources.js";
import { modelOfActions } from "./trial-model.js";

const page = readFileSync(join(packageRoot, "docs", "subset.md"), "utf8");

/** The rows of the table under `heading`, without its head, cells trimmed and without backticks. */
function table(heading: string): readonly (readonly string[])[] {
  const [, after = ""] = page.split(`\n## ${heading}\n`);
  const [section = ""] = after.split("\n## ");
  return section
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))
    .slice(1)
    .map((line) =>
      line
        .slice(2, -2)
        .split(" | ")
        .map((cell) =>
          cell
            .trim()
            .replace(/^`(.*)`$/, "$1")
            .replaceAll("\\|", "|"),
        ),
    );
}

test("the page lists every code of the compiler, as the compiler says it", () => {
  const rows = page
    .split("\n")
    .filter((line) => /^\| L\d+ /.test(line))
    .map((line) => line.slice(2, -2));
  const codes = Object.entries(DIAGNOSTICS).map(
    ([code, { about, instead }]) => `${code} | ${about} | ${instead.replaceAll("|", "\\|")}`,
  );
  expect(rows).toEqual(codes);
});

describe("each expression of the page means in TLA+ what the page says", () => {
  const rows = table("Expressions").map(([typescript = "", tla = "", variable = ""], index) => ({
    typescript,
    tla,
    variable,
    name: `row${index}`,
  }));
  let module = "";
  beforeAll(() => {
    const sources = rows.map(({ typescript, variable, name }) => [
      name,
      `import { at } from "./language.js";\nimport type { Config, State } from "./world.js";
export function ${name}(config: Config, state: State): State | null {
  if (config.size > 9) return null;
  return { ...state, ${variable}: ${typescript} };
}`,
    ]);
    module = moduleOf(modelOfActions(Object.fromEntries(sources)));
  });

  test("there are some", () => {
    expect(rows.length).toBeGreaterThan(15);
  });

  test.each(rows)("$typescript", ({ tla, variable, name }) => {
    const start = module.indexOf(`\n${name.replace("row", "Row")} ==\n`);
    const action = module.slice(start, module.indexOf("\n\n", start)).replace(/\s+/g, " ");
    // `=` binds as tightly as other comparisons: what does not bind tighter stands in parentheses.
    const value = action.includes(`${variable}' = (`) ? `(${tla})` : tla;
    expect(action).toContain(`${variable}' = ${value} `);
  });
});
