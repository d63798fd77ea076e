import { resolve } from "node:path";
import {
  ModuleKind,
  ModuleResolutionKind,
  Node,
  Project,
  ScriptTarget,
  type SourceFile,
  ts,
} from "ts-morph";
import { Fault } from "../fault/fault.js";
import { DIAGNOSTICS, type DiagnosticCode, refuse } from "./diagnostics.js";

/** The module that a policy outside the package imports its types from. */
export const POLICY_MODULE = "nmicheck/policy";

/**
 * The source files of a model, type-checked with the options of `tsconfig.json`. `vocabulary` is
 * the folder of the typed model, where `nmicheck/policy` resolves to whether or not the file that
 * imports it lies in a project that has nmicheck installed.
 */
export function openProject(files: readonly string[], vocabulary: string): Project {
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
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
      paths: { [POLICY_MODULE]: [resolve(vocabulary, "policy.ts")] },
    },
  });
  for (const file of files) project.addSourceFileAtPath(file);
  project.resolveSourceFileDependencies();
  return project;
}

/** What TypeScript itself has to say about the model, in the order of files and lines. */
export function typeErrors(project: Project): readonly Fault<DiagnosticCode>[] {
  return project.getPreEmitDiagnostics().map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.compilerObject.messageText, "\n  ");
    const file = diagnostic.getSourceFile();
    const start = diagnostic.getStart();
    const what = `TypeScript ${diagnostic.getCode()}: ${message.replace(/\.$/, "")}`;
    if (file === undefined || start === undefined) {
      return new Fault({
        code: "L100",
        blame: "user",
        message: `${what}.`,
        remedy: `${DIAGNOSTICS.L100.instead}.`,
      });
    }
    const { line, column } = file.getLineAndColumnAtPos(start);
    const source = (file.getFullText().split("\n")[line - 1] ?? "").replace(/\r$/, "");
    return new Fault({
      code: "L100",
      blame: "user",
      message: `${what}.`,
      remedy: `${DIAGNOSTICS.L100.instead}.`,
      place: { file: file.getFilePath(), line, column, source },
    });
  });
}

/** The source files of the model: everything that is not a declaration file of a library. */
export function modelFiles(project: Project): readonly SourceFile[] {
  return project.getSourceFiles().filter((file) => !file.isDeclarationFile());
}

/** Imports that leave the model: anything but files that `isModelFile` knows. */
export function foreignImports(
  file: SourceFile,
  isModelFile: (file: SourceFile) => boolean,
): readonly Fault<DiagnosticCode>[] {
  const named = [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap(
    (declaration) => {
      const specifier = declaration.getModuleSpecifier();
      if (specifier === undefined) return [];
      const target = declaration.getModuleSpecifierSourceFile();
      if (target !== undefined && isModelFile(target)) return [];
      return [
        refuse(
          "L113",
          specifier,
          `\`${specifier.getLiteralValue()}\` is not a module of the model`,
        ),
      ];
    },
  );
  const dynamic = file
    .getDescendants()
    .filter(Node.isCallExpression)
    .filter(
      (call) =>
        call.getExpression().getText() === "import" || call.getExpression().getText() === "require",
    )
    .map((call) => refuse("L113", call, "a module cannot be loaded while the model runs"));
  return [...named, ...dynamic];
}
