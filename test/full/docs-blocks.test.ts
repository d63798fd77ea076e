import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { afterAll, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";

/** What stands before a block that shows a part of a file of ours: the names that it uses. */
const before: Readonly<Record<string, readonly string[]>> = {
  "docs/subset.md": [
    `import { execute, external, initial, raise } from "../../spec/cpu/hardware.js";
import { decide, deliver, poll } from "../../spec/cpu/kernel.js";
import { NoFalseSwallow, NoMasked, NoSpurious, NoStranded } from "../../spec/cpu/properties.js";
`,
    `import { decide, deliver, poll } from "../../spec/cpu/kernel.js";
import { EveryEventHandled, EveryExternalReported, SourceRepeats } from "../../spec/cpu/liveness.js";
`,
  ],
};

interface Block {
  readonly page: string;
  readonly text: string;
}

const pages = readdirSync(join(packageRoot, "docs"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .map((name) => join("docs", name));
const blocks: readonly Block[] = ["README.md", "CONTRIBUTING.md", ...pages].flatMap((page) => {
  const text = readFileSync(join(packageRoot, page), "utf8");
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, inside = ""], index) => ({
    page,
    text: (before[page]?.[index] ?? "") + inside,
  }));
});

/** In the package, so that what is imported from `nmicheck` is what a user gets. */
mkdirSync(join(packageRoot, "artefacts"), { recursive: true });
const folder = mkdtempSync(join(packageRoot, "artefacts", "blocks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes blocks as files, called as their first line says where it does. */
function written(some: readonly Block[]): readonly string[] {
  return some.map(({ page, text }, index) => {
    const name = /^\/\/ (\w+\.ts)$/m.exec(text)?.[1] ?? `${index}-${page.replace(/\W/g, "-")}.ts`;
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
}

function complaints(files: readonly string[]): readonly string[] {
  const program = ts.createProgram([...files], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    types: ["node"],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
    const name = file === undefined ? "" : relative(folder, file.fileName);
    return `${name}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

test("every TypeScript block of the docs is typed as a user's file would be", () => {
  expect(blocks.length).toBeGreaterThan(5);
  // One that is wrong is in the same program, and the only one that is complained of.
  const text = 'import { check } from "nmicheck";\nvoid check({ rips: "2" });\n';
  const wrong = { page: "wrong.md", text };
  expect(complaints(written([wrong, ...blocks]))).toEqual([
    "0-wrong-md.ts:2: Type 'string' is not assignable to type 'number'.",
  ]);
});
