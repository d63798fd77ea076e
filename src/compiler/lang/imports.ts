import { dirname } from "node:path";
import type { SourceFile } from "ts-morph";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { type DiagnosticCode, placeIn, refuse, refuseAt } from "./diagnostics.js";
import { isInside } from "./display-path.js";
import { besideImports, dynamicImports, moduleReferences } from "./files.js";

/** The files of a model, and whose they are. */
export interface ModelFiles {
  /** The file with the root object. */
  readonly root: SourceFile;
  /** The file that names more invariants. */
  readonly clauses: SourceFile | null;
  /** The folder with the vocabulary, absolute. */
  readonly vocabulary: string;
  /** What the root file imports, directly or not, with itself. */
  readonly model: ReadonlySet<SourceFile>;
  /** The same, and what the file with more invariants imports. */
  readonly machine: ReadonlySet<SourceFile>;
  readonly bundles: readonly BundleFiles[];
}

/** The files of one bundle. */
export interface BundleFiles {
  readonly file: SourceFile;
  /** The name of its interface: "Policy". */
  readonly interfaceName: string;
  /** What the bundle's file imports, directly or not, with itself and without `visible`. */
  readonly own: ReadonlySet<SourceFile>;
  /** The files that its interface is declared with: all of the model that a bundle may know. */
  readonly visible: ReadonlySet<SourceFile>;
}

/** Imports that leave the model, and imports of a bundle that reach for more than it may know. */
export function importDiagnostics(files: ModelFiles): readonly Diagnostic<DiagnosticCode>[] {
  const ofMachine = [...files.machine].flatMap((file) => [
    ...moduleReferences(file).flatMap(({ specifier, name, target }) =>
      target !== undefined && isMachineFile(files, target)
        ? []
        : [refuse("L113", specifier, `\`${name}\` is not a module of the model`)],
    ),
    ...otherDiagnostics(file),
  ]);
  const ofBundles = files.bundles.flatMap((bundle) =>
    [...bundle.own].flatMap((file) => [
      ...moduleReferences(file).flatMap((reference) => bundleDiagnostic(files, bundle, reference)),
      ...otherDiagnostics(file),
    ]),
  );
  return [...ofMachine, ...ofBundles];
}

function isMachineFile({ root, clauses, vocabulary }: ModelFiles, target: SourceFile): boolean {
  const path = target.getFilePath();
  const folders = [root, ...(clauses === null ? [] : [clauses])].map((file) =>
    dirname(file.getFilePath()),
  );
  return (
    !target.isDeclarationFile() && [...folders, vocabulary].some((folder) => isInside(folder, path))
  );
}

function bundleDiagnostic(
  { machine }: ModelFiles,
  { file, interfaceName, visible }: BundleFiles,
  { specifier, name, target }: ReturnType<typeof moduleReferences>[number],
): readonly Diagnostic<DiagnosticCode>[] {
  if (target !== undefined && visible.has(target)) return [];
  const what = interfaceName.toLowerCase();
  if (target !== undefined && machine.has(target)) {
    return [refuse("L142", specifier, `a ${what} cannot see what is in \`${name}\``)];
  }
  const isOwn =
    target !== undefined &&
    !target.isDeclarationFile() &&
    isInside(dirname(file.getFilePath()), target.getFilePath());
  return isOwn ? [] : [refuse("L113", specifier, `\`${name}\` is not a module of the ${what}`)];
}

function otherDiagnostics(file: SourceFile): readonly Diagnostic<DiagnosticCode>[] {
  return [
    ...dynamicImports(file).map((call) =>
      refuse("L113", call, "a module cannot be loaded while the model runs"),
    ),
    ...besideImports(file).map(({ text, offset }) =>
      refuseAt("L113", placeIn(file, offset), `\`${text}\` brings a file in without an import`),
    ),
  ];
}
