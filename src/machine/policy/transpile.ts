import { dirname, resolve } from "node:path";
import type { SourceFile } from "ts-morph";
import { isInside } from "../../compiler/lang/display-path.js";
import { closureOf, moduleReferences } from "../../compiler/lang/files.js";
import { openFile, openProject, POLICY_MODULE } from "../../compiler/lang/project.js";
import { specFolder } from "./compile-policy.js";
import { executableModule } from "./executable-text.js";
import { sha256 } from "./sources-digest.js";
import type { ModuleSource } from "./thrown-at.js";

/** A module as JavaScript. */
export interface TranspiledModule {
  readonly name: string;
  readonly text: string;
  /** What it was made from; null for the vocabulary, which is not the user's. */
  readonly source: ModuleSource | null;
}

/** A policy and the modules that it imports, as JavaScript that imports itself only. */
export interface TranspiledPolicy {
  /** The name of the policy's own module among them. */
  readonly entry: string;
  readonly modules: readonly TranspiledModule[];
  /**
   * Whether every import means a file that no new file can come before: then the texts of these
   * files are all that the modules depend on.
   */
  readonly isFixed: boolean;
  /** SHA-256 of the text of each of these files, by its path. */
  readonly digests: ReadonlyMap<string, string>;
}

/** A path as ts-morph writes it: with forward slashes. */
function standardized(file: string): string {
  return file.replaceAll("\\", "/");
}

/**
 * Transpiles a policy file by the TypeScript that checked it, with the modules that it imports. The
 * file must have been compiled before (`compilePolicy`), which allows nothing in it but pure functions.
 */
export function transpilePolicy(file: string): TranspiledPolicy {
  const project = openProject(specFolder, {}, { noLib: true });
  const source = openFile(project, file);
  project.resolveSourceFileDependencies();
  const files = [...closureOf(source)];
  const isFixed = files.every(hasFixedImports);
  const digests = new Map<string, string>(
    files.map((source) => [source.getFilePath(), sha256(source.getFullText())]),
  );
  const names = new Map<string, string>(
    files.map((source, index) => [source.getFilePath(), `${index}.mjs`]),
  );
  const modules = files.map((source): TranspiledModule => {
    const path = source.getFilePath();
    const text = source.getFullText();
    for (const declaration of [
      ...source.getImportDeclarations(),
      ...source.getExportDeclarations(),
    ]) {
      const target = declaration.getModuleSpecifierSourceFile()?.getFilePath();
      const name = target === undefined ? undefined : names.get(target);
      if (name !== undefined) declaration.setModuleSpecifier(`./${name}`);
    }
    // Other names in the imports leave every line where it is.
    const { text: script, mappings } = executableModule(source.getFullText());
    return {
      name: names.get(path) ?? "",
      text: script,
      source: isInside(specFolder, path) ? null : { file: path, text, mappings },
    };
  });
  return { entry: names.get(standardized(file)) ?? "", modules, isFixed, digests };
}

/** `./limit.js` is looked for as `limit.ts` before any other file, and so is `./limit`. */
function hasFixedImports(file: SourceFile): boolean {
  return moduleReferences(file).every(({ name, target }) => {
    if (name === POLICY_MODULE) return true;
    if (target === undefined || !/^\.\.?\//.test(name)) return false;
    const wanted = resolve(dirname(file.getFilePath()), name.replace(/\.(js|ts)$/, ""));
    return target.getFilePath() === standardized(`${wanted}.ts`);
  });
}
