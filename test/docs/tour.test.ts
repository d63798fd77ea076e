import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { everyAxis } from "../../src/machine/configuration/axes.js";
import { nmiProperties } from "../../src/machine/model/property-names.js";
import { propertyText } from "../../src/machine/trace/property-text.js";

const read = (name: string): string => readFileSync(join(packageRoot, name), "utf8");

test.each(["docs/architecture.md", "docs/glossary.md", "CONTRIBUTING.md"])(
  "%s names only files that there are",
  (page) => {
    const named = [...read(page).matchAll(/`((?:src|spec|test|report|docs)\/[\w./-]+)`/g)].map(
      ([, path = ""]) => path,
    );
    expect(named.length).toBeGreaterThan(page === "docs/glossary.md" ? 0 : 20);
    expect(named.filter((path) => !existsSync(join(packageRoot, path)))).toEqual([]);
  },
);

test("the glossary says of each property what the tool says", () => {
  const rows = read("docs/glossary.md").split("\n");
  for (const property of nmiProperties) {
    expect(rows).toContain(`| ${property} | ${propertyText[property]} |`);
  }
});

test("the glossary has every former name of an axis and of its values", () => {
  const former = read("docs/glossary.md").split("## Former names")[1] ?? "";
  for (const { name, formerly, offFormerly, values } of everyAxis) {
    for (const word of [offFormerly, ...values.map((value) => value.formerly)]) {
      if (word !== undefined) expect(former).toContain(`\`${word}\``);
    }
    if (formerly === undefined) continue;
    expect(former).toContain(`\`${formerly}\``);
    expect(former).toContain(`\`${name}\``);
  }
});
