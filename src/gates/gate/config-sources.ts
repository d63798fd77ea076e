import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  Node,
  type Project,
  type SourceFile,
  type Diagnostic as TypeScriptDiagnostic,
  ts,
} from "ts-morph";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { packageRoot } from "../../base/package/root.js";
import { placeIn, placeOf } from "../../compiler/lang/diagnostics.js";
import { displayPath, isInside } from "../../compiler/lang/display-path.js";
import {
  besideImports,
  closureOf,
  dynamicImports,
  hasNode,
  moduleReferences,
} from "../../compiler/lang/files.js";
import { isImpure } from "../../compiler/lang/impure.js";
import { openProject } from "../../compiler/lang/project.js";
import { specFolder } from "../../machine/policy/compile-policy.js";
import {
  configExport,
  configImport,
  configImpure,
  configType,
  configUnreadable,
  type GateDiagnosticCode,
} from "./diagnostics.js";

/** The module that a config imports `defineConfig` from. */
export const CONFIG_MODULE = "nmicheck";

/** A config that TypeScript and nmicheck have read, and found nothing wrong with. */
export interface ConfigSources {
  readonly file: SourceFile;
  /** The config and every file of the project's that it imports, directly or not. */
  readonly files: readonly SourceFile[];
}

/** The types of a config: from the sources in a clone, from the build where the package is installed. */
function configTypes(): string {
  const source = join(packageRoot, "src", "gates", "gate", "config.ts");
  return existsSync(source)
    ? source
    : join(packageRoot, "dist", "src", "gates", "gate", "config.d.ts");
}

/**
 * Reads a config with TypeScript. Its meaning is to depend on nothing but its text and that of the
 * files beside it, since gates are answered from a cache by the hash of these.
 *
 * @param path absolute
 * @throws the first Diagnostic `gate/config-…`
 */
export function readConfigSources(path: string): ConfigSources {
  const types = configTypes();
  const project = openProject(specFolder, { [CONFIG_MODULE]: types });
  if (!existsSync(path)) throw configUnreadable(displayPath(path), "there is no such file");
  if (!/\.m?ts$/.test(path) || /\.d\.m?ts$/.test(path)) {
    throw configUnreadable(displayPath(path), "it is not a TypeScript source file");
  }
  const file = project.addSourceFileAtPath(path);
  project.resolveSourceFileDependencies();
  const files = [...closureOf(file)].filter((source) => source.getFilePath() !== types);
  const diagnostic =
    importDiagnostics(files, dirname(path), types)[0] ??
    typeDiagnostics(project)[0] ??
    files.flatMap(impureNames)[0];
  if (diagnostic !== undefined) throw diagnostic;
  if (file.getExportAssignment((assignment) => !assignment.isExportEquals()) === undefined) {
    throw configExport(placeOf(file));
  }
  return { file, files };
}

function importDiagnostics(
  files: readonly SourceFile[],
  folder: string,
  types: string,
): readonly Diagnostic<GateDiagnosticCode>[] {
  return files.flatMap((file) => [
    ...moduleReferences(file).flatMap(({ specifier, name, target }) => {
      const path = target?.getFilePath();
      const isOwn =
        target !== undefined &&
        path !== undefined &&
        !target.isDeclarationFile() &&
        name.startsWith(".") &&
        isInside(folder, path);
      return path === types || isOwn ? [] : [configImport(name, placeOf(specifier))];
    }),
    ...dynamicImports(file).map((call) => configImport(call.getText(), placeOf(call))),
    ...besideImports(file).map(({ text, offset }) => configImport(text, placeIn(file, offset))),
  ]);
}

/** "Cannot find name", in its variants for names that other environments have. */
const UNKNOWN_NAME: ReadonlySet<number> = new Set([2304, 2552, 2580, 2584, 2591, 2592, 2593]);

/** TypeScript numbers what is wrong with the form of a text below, and with its types from here on. */
const FIRST_OF_TYPES = 2000;

function typeDiagnostics(project: Project): readonly Diagnostic<GateDiagnosticCode>[] {
  const diagnostics = project.getPreEmitDiagnostics();
  // What is no TypeScript comes first: what its parts would mean says nothing.
  const syntax = diagnostics.filter((diagnostic) => diagnostic.getCode() < FIRST_OF_TYPES);
  return [...syntax, ...diagnostics].map((diagnostic) => {
    const node = nodeOf(diagnostic);
    const code = diagnostic.getCode();
    if (node !== undefined && UNKNOWN_NAME.has(code) && isImpure(node.getText())) {
      return configImpure(node.getText(), placeOf(node));
    }
    const text = ts.flattenDiagnosticMessageText(diagnostic.compilerObject.messageText, "\n  ");
    const what = `TypeScript ${code}: ${text.replace(/\.$/, "")}`;
    return configType(what, node === undefined ? undefined : placeOf(node));
  });
}

function nodeOf(diagnostic: TypeScriptDiagnostic): Node | undefined {
  const start = diagnostic.getStart();
  return start === undefined ? undefined : diagnostic.getSourceFile()?.getDescendantAtPos(start);
}

/** JavaScript's own names through which a value could depend on more than the text. */
const FOREIGN: ReadonlySet<string> = new Set([
  "Date",
  "eval",
  "Function",
  "globalThis",
  "WeakRef",
  "FinalizationRegistry",
]);

/** Whether a node is such a name, or one that is written as it is. */
function mayBeForeign(node: ts.Node): boolean {
  return ts.isIdentifier(node) && (FOREIGN.has(node.text) || node.text === "random");
}

function impureNames(file: SourceFile): readonly Diagnostic<GateDiagnosticCode>[] {
  if (!hasNode(file, mayBeForeign)) return [];
  return file
    .getDescendants()
    .filter(Node.isIdentifier)
    .flatMap((identifier) => {
      const name = identifier.getText();
      const isChance = name === "random" && identifier.getParent()?.getText() === "Math.random";
      if (!FOREIGN.has(name) && !isChance) return [];
      const declared = identifier.getSymbol()?.getDeclarations() ?? [];
      const isOwn = declared.some((node) => !node.getSourceFile().isDeclarationFile());
      if (isOwn) return [];
      return isChance
        ? [configImpure("Math.random", placeOf(identifier.getParentOrThrow()))]
        : [configImpure(name, placeOf(identifier))];
    });
}
