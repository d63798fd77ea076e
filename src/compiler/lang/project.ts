import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  ModuleKind,
  ModuleResolutionKind,
  Project,
  ScriptTarget,
  type SourceFile,
  ts,
} from "ts-morph";
import { unreadableFile } from "./diagnostics.js";

/** The module that a policy outside the package imports its types from. */
export const POLICY_MODULE = "nmicheck/policy";

/**
 * A project without files, type-checked with the options of `tsconfig.json`. `vocabulary` is the
 * folder of the typed model, where `nmicheck/policy` resolves to whether or not the file that
 * imports it lies in a project that has nmicheck installed. `modules` names the files of more modules
 * that resolve so. Where types do not matter, `noLib` spares TypeScript those of JavaScript itself.
 */
export function openProject(
  vocabulary: string,
  modules: Readonly<Record<string, string>> = {},
  { noLib = false }: { readonly noLib?: boolean } = {},
): Project {
  return new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      noLib,
      target: ScriptTarget.ES2023,
      lib: ["lib.es2023.d.ts"],
      module: ModuleKind.ESNext,
      moduleResolution: ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      types: [],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noImplicitReturns: true,
      noFallthroughCasesInSwitch: true,
      skipLibCheck: true,
      noEmit: true,
      paths: {
        [POLICY_MODULE]: [resolve(vocabulary, "policy.ts")],
        ...Object.fromEntries(Object.entries(modules).map(([name, file]) => [name, [file]])),
      },
    },
  });
}

/** A project without files, in which TypeScript has parsed the types of JavaScript itself before. */
let emptied: { readonly vocabulary: string; readonly project: Project } | null = null;

/**
 * What `use` makes in a project as `openProject` opens it. When it has ended no node, type or file of
 * the project may be used any more: the next one gets the project without its files, so that the
 * library that all models are checked with is parsed once.
 */
export function inProject<Made>(vocabulary: string, use: (project: Project) => Made): Made {
  const project = emptied?.vocabulary === vocabulary ? emptied.project : openProject(vocabulary);
  // Who opens one meanwhile has one of his own.
  emptied = null;
  const made = use(project);
  const hasOthers = hasForeignFiles(project);
  for (const file of project.getSourceFiles()) file.forget();
  // Another file would stay as it was read.
  if (!hasOthers) emptied = { vocabulary, project };
  return made;
}

/** Whether the program has files that are neither the project's nor JavaScript's own library. */
function hasForeignFiles(project: Project): boolean {
  const program = project.getProgram().compilerObject;
  const own = new Set(project.getSourceFiles().map((file) => file.compilerNode));
  return program
    .getSourceFiles()
    .some((file) => !own.has(file) && !program.isSourceFileDefaultLibrary(file));
}

/**
 * The source file at `path`, absolute.
 *
 * @throws Diagnostic L144 when there is none, or it is no TypeScript
 */
export function openFile(project: Project, path: string): SourceFile {
  if (!existsSync(path)) throw unreadableFile(path, "there is no such file");
  if (!/\.m?ts$/.test(path) || /\.d\.m?ts$/.test(path)) {
    throw unreadableFile(path, "it is not a TypeScript source file");
  }
  return project.addSourceFileAtPath(path);
}
