import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { stubProgram } from "../tlc/stub-programs.js";

/** Stands in a recording for the path of the root module, which is another one in each run. */
const MODULE = "@MODULE@";

/** What TLC printed about one question, and how it ended. */
export interface Recording {
  readonly stdout: string;
  readonly code: number;
}

/** What a Java that lies prints, and how it ends: by a code, or by what a shell does. */
export interface Lie {
  readonly stdout: string;
  readonly ends: number | string;
  /** The output is what it was in another run: it names the module of that one. */
  readonly isOfAnotherRun?: true;
}

/** `JAVA_HOME` for a Java that is the real one, and keeps what the last run of TLC printed. */
export async function recordingJava(folder: string, java: string): Promise<string> {
  await stubJava(
    folder,
    java,
    `'${java}' "$@" >'${folder}/stdout'
code=$?
for module; do :; done
printf '%s' "$module" >'${folder}/module'
printf '%s' "$code" >'${folder}/code'
cat '${folder}/stdout'
exit $code`,
  );
  return folder;
}

/** What was recorded in the last run. */
export async function recorded(folder: string): Promise<Recording> {
  const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");
  const stdout = (await read("stdout")).replaceAll(await read("module"), MODULE);
  return { stdout, code: Number(await read("code")) };
}

/** `JAVA_HOME` for a Java that tells this lie whatever it is asked. */
export async function lyingJava(folder: string, java: string, lie: Lie): Promise<string> {
  const { stdout, ends, isOfAnotherRun } = lie;
  await stubJava(
    folder,
    java,
    `for module; do :; done
sed "s#${MODULE}#${isOfAnotherRun === true ? "/another/run/MC.tla" : "$module"}#g" '${folder}/said'
${typeof ends === "number" ? `exit ${ends}` : ends}`,
  );
  await writeFile(join(folder, "said"), stdout);
  return folder;
}

async function stubJava(folder: string, java: string, script: string): Promise<void> {
  const text = `if [ "$1" = -version ]; then exec '${java}' -version; fi\n${script}`;
  await stubProgram(join(folder, "bin"), "java", text);
}

/** The path of the real Java. */
export async function realJava(command: string): Promise<string> {
  return (await execa("which", [command])).stdout;
}
