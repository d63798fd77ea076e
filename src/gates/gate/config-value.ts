import { SourceMap } from "node:module";
import { type Context, createContext, Script } from "node:vm";
import { type SourceFile, ts } from "ts-morph";
import { z } from "zod";
import type { Place } from "../../base/diagnostic/diagnostic.js";
import { placeAt } from "../../base/diagnostic/place.js";
import { displayPath } from "../../compiler/lang/display-path.js";
import { CONFIG_MODULE, type ConfigSources } from "./config-sources.js";
import { configRuns } from "./diagnostics.js";

/** A config builds a value of some lines; more time than this is a loop without an end. */
const MOST_MILLISECONDS = 2000;

/** Takes away what would make a value depend on more than the text. */
const PRELUDE = `
  delete globalThis.Date; delete Math.random; delete globalThis.WeakRef;
  delete globalThis.FinalizationRegistry; delete globalThis.Atomics; delete globalThis.WebAssembly;
`;

const mapSchema = z.object({
  version: z.int(),
  file: z.string(),
  sources: z.array(z.string()),
  names: z.array(z.string()),
  mappings: z.string(),
});

interface Transpiled {
  readonly code: string;
  /** Finds the place in the source for one in the code; both count from 0. */
  readonly map: SourceMap;
}

function transpile(source: SourceFile): Transpiled {
  const { outputText, sourceMapText } = ts.transpileModule(source.getFullText(), {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      sourceMap: true,
    },
    fileName: source.getBaseName(),
  });
  const payload = mapSchema.parse(JSON.parse(sourceMapText ?? ""));
  return {
    code: outputText,
    map: new SourceMap({ ...payload, sourcesContent: [], sourceRoot: "" }),
  };
}

/**
 * What a config exports by default, as plain data: executed by itself, without a clock, chance,
 * files or network, and for a limited time.
 *
 * @throws Diagnostic `gate/config-runs`
 */
export function configValue({ file, files }: ConfigSources): unknown {
  const modules = new Map(files.map((source) => [source.getFilePath().toString(), source]));
  const transpiled = new Map(
    files.map((source) => [source.getFilePath().toString(), transpile(source)]),
  );
  const context = createContext(Object.create(null), {
    codeGeneration: { strings: false, wasm: false },
  });
  run(context, PRELUDE, "prelude");
  const resolutions = [...modules].map(([path, source]) => [
    path,
    Object.fromEntries(
      [...source.getImportDeclarations(), ...source.getExportDeclarations()].flatMap(
        (declaration) => {
          const name = declaration.getModuleSpecifierValue();
          const target = declaration.getModuleSpecifierSourceFile()?.getFilePath();
          return name === undefined || target === undefined ? [] : [[name, target.toString()]];
        },
      ),
    ),
  ]);
  try {
    run(context, "globalThis.functions = Object.create(null);", "prelude");
    // Each module is a script of its own, so that a stack names the module and its line.
    for (const [path, { code }] of transpiled) {
      const name = JSON.stringify(path);
      run(context, `functions[${name}] = function (exports, require) {${code}\n};`, path);
    }
    const json = run(
      context,
      loader(file.getFilePath(), Object.fromEntries(resolutions)),
      "loader",
    );
    return typeof json === "string" ? JSON.parse(json) : undefined;
  } catch (error) {
    throw configRuns(
      displayPath(file.getFilePath()),
      reasonOf(error),
      placeOf(error, transpiled, modules),
    );
  }
}

function run(context: Context, code: string, filename: string): unknown {
  return new Script(code, { filename }).runInContext(context, { timeout: MOST_MILLISECONDS });
}

/** Loads the modules as `require` does, and gives the default export of `entry` as JSON. */
function loader(entry: string, resolutions: unknown): string {
  return `
    const resolutions = ${JSON.stringify(resolutions)};
    const loaded = Object.create(null);
    const load = (path) => {
      if (path in loaded) return loaded[path];
      const exports = (loaded[path] = {});
      functions[path](exports, (name) => name === ${JSON.stringify(CONFIG_MODULE)}
        ? { defineConfig: (config) => config }
        : load(resolutions[path][name]));
      return exports;
    };
    JSON.stringify(load(${JSON.stringify(entry)}).default);
  `;
}

function reasonOf(error: unknown): string {
  const code = z.object({ code: z.string() }).safeParse(error);
  if (code.success && code.data.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
    return `it did not end within ${MOST_MILLISECONDS / 1000} s`;
  }
  const message = z.object({ message: z.string() }).safeParse(error);
  return (message.success ? message.data.message : String(error)).replace(/\.$/, "");
}

/** The place of the innermost call in a module of the config's. */
function placeOf(
  error: unknown,
  transpiled: ReadonlyMap<string, Transpiled>,
  modules: ReadonlyMap<string, SourceFile>,
): Place | undefined {
  const stack = z.object({ stack: z.string() }).safeParse(error);
  if (!stack.success) return undefined;
  for (const [, path = "", line, column] of stack.data.stack.matchAll(
    /\(?([^\s()]+):(\d+):(\d+)\)?$/gm,
  )) {
    const source = modules.get(path);
    const map = transpiled.get(path)?.map;
    if (source === undefined || map === undefined) continue;
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!("originalLine" in entry)) continue;
    const text = source.getFullText();
    const offset = ts.getPositionOfLineAndCharacter(
      source.compilerNode,
      entry.originalLine,
      entry.originalColumn,
    );
    return placeAt(displayPath(path), text, offset);
  }
  return undefined;
}
