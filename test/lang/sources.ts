import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { packageRoot } from "../../src/base/package/root.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { type CompileResult, compileModel } from "../../src/compiler/lang/compile.js";
import { printModule } from "../../src/compiler/tla/module.js";

/** Source files by their paths in a folder of their own, which also has the vocabulary. */
export type Sources = Readonly<Record<string, string>>;

/** The files as they were given, without the folder that they were compiled in. */
function withoutFolder(folder: string, text: string): string {
  return text.replaceAll(`${folder}/`, "");
}

/** What compiling came to: the text of each diagnostic as a person reads it, or the model. */
export type Compiled =
  | { readonly kind: "compiled"; readonly model: Model; readonly bundles: readonly string[] }
  | { readonly kind: "refused"; readonly diagnostics: readonly string[] };

/** Where the vocabulary is, and what to compile in the folder of the sources. */
export interface Asked {
  readonly root: string;
  /** The files of the bundles by their interfaces. */
  readonly bundles?: Readonly<Record<string, string>>;
}

/** Compiles a model of its own; paths are relative to the folder of the sources. */
export function compileSources(sources: Sources, asked: Asked = { root: "model.ts" }): Compiled {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "nmicheck-lang-")));
  const within = (path: string): string => join(folder, path);
  try {
    const vocabulary = within(dirname(asked.root));
    mkdirSync(vocabulary, { recursive: true });
    copyFileSync(join(packageRoot, "spec", "language.ts"), join(vocabulary, "language.ts"));
    for (const [path, text] of Object.entries(sources)) {
      mkdirSync(dirname(within(path)), { recursive: true });
      writeFileSync(within(path), text);
    }
    const bundles = Object.entries(asked.bundles ?? {}).map(([name, path]) => [name, within(path)]);
    const result: CompileResult = compileModel({
      root: within(asked.root),
      vocabulary,
      bundles: Object.fromEntries(bundles),
    });
    return result.kind === "compiled"
      ? result
      : {
          kind: "refused",
          diagnostics: result.diagnostics.map((diagnostic) =>
            withoutFolder(folder, renderDiagnostic(diagnostic)),
          ),
        };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The diagnostics of sources that must not compile, each as a person reads it. */
export function diagnosticsOf(sources: Sources, asked?: Asked): readonly string[] {
  const result = compileSources(sources, asked);
  if (result.kind === "compiled") throw new Error("the model was compiled");
  return result.diagnostics;
}

/** The module made of sources that must compile. */
export function moduleOf(sources: Sources, asked?: Asked): string {
  const result = compileSources(sources, asked);
  if (result.kind === "refused") throw new Error(result.diagnostics.join("\n"));
  return printModule(result.model).text;
}

/** The definition of `name` in a module: from its line to the next empty one. */
export function definitionOf(module: string, name: string): string {
  const lines = module.split("\n");
  const start = lines.findIndex((line) => new RegExp(`^${name}(\\(.*\\))? ==`).test(line));
  if (start < 0) throw new Error(`there is no definition of ${name} in\n${module}`);
  const end = lines.indexOf("", start);
  return lines.slice(start, end).join("\n");
}
