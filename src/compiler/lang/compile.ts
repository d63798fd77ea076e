import type { Project, SourceFile } from "ts-morph";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { checkModel } from "../ir/check.js";
import { withExplicitChecks } from "../ir/explicit-checks.js";
import { nestedTooDeep } from "./deepest.js";
import type { DiagnosticCode } from "./diagnostics.js";
import { closureOf } from "./files.js";
import { type BundleFiles, importDiagnostics, type ModelFiles } from "./imports.js";
import { type Attempt, type CompiledModel, ModelCompiler } from "./model-compiler.js";
import { inProject, openFile } from "./project.js";
import { topLevelDiagnostic } from "./statements.js";
import { typeErrors } from "./type-errors.js";

/** What to compile. */
export interface CompileRequest {
  /** The file with the root object, absolute. */
  readonly root: string;
  /** The folder whose `language.ts` holds the vocabulary, absolute. */
  readonly vocabulary: string;
  /** For each interface of functions among the parameters (`Policy`) the file that provides it. */
  readonly bundles?: Readonly<Record<string, string>>;
  /**
   * A file that names more invariants of the model: `export const NAME = { … }`; absolute, or with its
   * text where it is on no disk.
   */
  readonly clauses?: string | SourceText;
  /**
   * A file whose type asks for more than its interface has by default (`Policy<Memory, SeenMore>`) is
   * refused: the machine does not tell it that.
   */
  readonly narrow?: boolean;
  /** Digests of models in which TypeScript is known to find nothing wrong (`wellTypedModels`). */
  readonly wellTyped?: ReadonlySet<string>;
  /** The name of the model, of the TLA+ module too; without it that of the root object. */
  readonly name?: (root: string, bundles: readonly string[]) => string;
}

/** A source file as it was read. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A compiled model, or everything that was found wrong with its sources. */
export type CompileResult =
  | ({
      readonly kind: "compiled";
      /** The files of the bundles and what they import, absolute; those of the model aside. */
      readonly bundleFiles: readonly SourceText[];
    } & CompiledModel)
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic<DiagnosticCode>[] };

/** Compiles a typed model to the IR. The user's mistakes are in the result; it throws none. */
export function compileModel(request: CompileRequest): CompileResult {
  try {
    return inProject(request.vocabulary, (project) => compile(request, project));
  } catch (error) {
    // Parsers and interpreters call themselves for what is nested; the stack has an end.
    if (!(error instanceof RangeError)) throw error;
    const paths = [...Object.values(request.bundles ?? {}), request.root];
    return { kind: "refused", diagnostics: [nestedTooDeep(paths)] };
  }
}

function compile(request: CompileRequest, project: Project): CompileResult {
  const diagnostics: Diagnostic<DiagnosticCode>[] = [];
  // A mistake in one part of the model does not keep those in the others from being found.
  const attempt: Attempt = (part) => {
    try {
      return part();
    } catch (error) {
      if (!(error instanceof Diagnostic)) throw error;
      diagnostics.push(error);
      return null;
    }
  };
  const files = attempt(() => openFiles(request, project));
  if (files === null) return { kind: "refused", diagnostics };
  const imports = importDiagnostics(files);
  const early = [
    ...imports,
    // Where an import is refused, what TypeScript says of it is no news.
    ...typeErrors(project, files, request.wellTyped).filter(
      (diagnostic) => !imports.some((other) => sameLine(diagnostic, other)),
    ),
    ...[files.machine, ...files.bundles.map((bundle) => bundle.own)].flatMap((group) =>
      [...group].flatMap((file) =>
        file.getStatements().flatMap((statement) => topLevelDiagnostic(statement) ?? []),
      ),
    ),
  ];
  if (early.length > 0) return { kind: "refused", diagnostics: withoutRepeats(early) };
  const compiled = attempt(() => new ModelCompiler(files, request, attempt).compile());
  if (compiled === null || diagnostics.length > 0) return { kind: "refused", diagnostics };
  const problems = checkModel(compiled.model);
  if (problems.length > 0) throw new Error(`the compiler made a wrong model: ${problems[0]}`);
  const bundleFiles = files.bundles.flatMap(({ own }) =>
    [...own].map((file): SourceText => ({ path: file.getFilePath(), text: file.getFullText() })),
  );
  const model = withExplicitChecks(compiled.model);
  return { kind: "compiled", bundleFiles, ...compiled, model };
}

function openFiles(
  { root, vocabulary, bundles = {}, clauses }: CompileRequest,
  project: Project,
): ModelFiles {
  const open = (path: string): SourceFile => openFile(project, path);
  const rootFile = open(root);
  const opened = Object.entries(bundles).map(([name, path]) => [name, open(path)] as const);
  const clausesFile = clauses === undefined ? null : clausesIn(project, clauses);
  rootFile.getProject().resolveSourceFileDependencies();
  const model = closureOf(rootFile);
  const machine = new Set([...model, ...(clausesFile === null ? [] : closureOf(clausesFile))]);
  return {
    root: rootFile,
    clauses: clausesFile,
    vocabulary,
    model,
    machine,
    bundles: opened.map(([interfaceName, file]): BundleFiles => {
      const declaring = [...machine].filter((candidate) => candidate.getInterface(interfaceName));
      const visible = new Set(declaring.flatMap((candidate) => [...closureOf(candidate)]));
      const own = new Set([...closureOf(file)].filter((candidate) => !machine.has(candidate)));
      return { file, interfaceName, own, visible };
    }),
  };
}

function clausesIn(project: Project, clauses: string | SourceText): SourceFile {
  if (typeof clauses === "string") return openFile(project, clauses);
  return project.createSourceFile(clauses.path, clauses.text, { overwrite: true });
}

function sameLine(left: Diagnostic, right: Diagnostic): boolean {
  return left.place?.file === right.place?.file && left.place?.line === right.place?.line;
}

/** The diagnostics without those that a file shared by two bundles has given twice. */
function withoutRepeats<F extends Diagnostic>(diagnostics: readonly F[]): readonly F[] {
  const key = (diagnostic: F): string =>
    JSON.stringify([diagnostic.code, diagnostic.message, diagnostic.place]);
  return [...new Map(diagnostics.map((diagnostic) => [key(diagnostic), diagnostic])).values()];
}
