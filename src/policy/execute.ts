import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ts } from "ts-morph";
import { z } from "zod";
import type { Policy } from "../../spec/policy.js";
import { closureOf } from "../lang/files.js";
import { openFile, openProject } from "../lang/project.js";
import { withTemporaryFolder } from "../process/temporary-folder.js";
import { policyShape } from "./faults.js";
import { specFolder } from "./module.js";

/** The purpose in the name of the folder for the transpiled modules. */
const PURPOSE = "policy";

const isFunction = z.custom<(...args: readonly unknown[]) => unknown>(
  (value) => typeof value === "function",
);

/** The edge where a module that was written outside becomes a policy: its shape, not its types. */
const policySchema = z.custom<Policy<unknown>>(
  (value) =>
    z
      .object({ initial: z.unknown(), enter: isFunction, proceed: isFunction, finish: isFunction })
      .safeParse(value).success,
);

/** A path as ts-morph writes it: with forward slashes. */
function standardized(file: string): string {
  return file.replaceAll("\\", "/");
}

/**
 * Runs a policy file as it stands: transpiled by the TypeScript that checked it, with the modules
 * that it imports. The file must have been compiled before (`compilePolicy`), which allows nothing
 * in it but pure functions.
 *
 * @throws Fault `policy/shape`, `process/temp-not-writable`
 */
export async function executePolicy(file: string, exportName: string): Promise<Policy<unknown>> {
  const project = openProject(specFolder);
  const source = openFile(project, file);
  project.resolveSourceFileDependencies();
  const files = [...closureOf(source)];
  const outputs = new Map<string, string>(
    files.map((source, index) => [source.getFilePath(), `${index}.mjs`]),
  );
  return withTemporaryFolder(PURPOSE, async (folder) => {
    for (const source of files) {
      for (const declaration of [
        ...source.getImportDeclarations(),
        ...source.getExportDeclarations(),
      ]) {
        const target = declaration.getModuleSpecifierSourceFile()?.getFilePath();
        const output = target === undefined ? undefined : outputs.get(target);
        if (output !== undefined) declaration.setModuleSpecifier(`./${output}`);
      }
      const { outputText } = ts.transpileModule(source.getFullText(), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
      });
      await writeFile(join(folder, outputs.get(source.getFilePath()) ?? ""), outputText);
    }
    const entry = outputs.get(standardized(file)) ?? "";
    // The folder's name is new each time, so that a changed file is never answered from the cache.
    const loaded: unknown = await import(pathToFileURL(join(folder, entry)).href);
    const exported = z.record(z.string(), z.unknown()).parse({ ...Object(loaded) })[exportName];
    const policy = policySchema.safeParse(exported);
    if (!policy.success) throw policyShape(file, exportName);
    return policy.data;
  });
}
