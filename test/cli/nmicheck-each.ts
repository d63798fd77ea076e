import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { z } from "zod";
import { packageRoot } from "../../src/base/package/root.js";
import type { Ended } from "./nmicheck.js";

/** Evaluates the command line anew for each of some arguments, and keeps what each writes. */
const program = `
const { program, main, commands } = JSON.parse(process.argv[1]);
// Arguments are counted from another place where Node was told to evaluate something.
process.execArgv = [];
for (const one of [process, process.stdout, process.stderr]) one.setMaxListeners(0);
const write = process.stdout.write.bind(process.stdout);
const ended = [];
for (const [index, args] of commands.entries()) {
  const told = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    process[name].write = (text) => {
      told[name] += text;
      return true;
    };
  }
  process.argv = [process.execPath, program, ...args];
  process.exitCode = undefined;
  await import(main + "?" + index);
  ended.push({ exitCode: process.exitCode, ...told });
}
process.exitCode = 0;
write(JSON.stringify(ended));
`;

/** How the command line has ended with these arguments. */
export type EndedOf = (args: readonly string[]) => Ended;

const schema = z.array(z.object({ exitCode: z.number(), stdout: z.string(), stderr: z.string() }));

/**
 * Runs the built command line with each of these arguments, one after the other in one process, as
 * `nmicheck` runs it with one. For what is refused before anything runs: nearly all of such a run is
 * the start of Node. Gives how each has ended.
 */
export async function nmicheckEach(
  commands: readonly (readonly string[])[],
  env: Readonly<Record<string, string>> = {},
  cwd: string = packageRoot,
): Promise<EndedOf> {
  const main = pathToFileURL(join(packageRoot, "dist", "src", "cli", "main.js")).href;
  const asked = JSON.stringify({ program: join(packageRoot, "dist", "cli.js"), main, commands });
  const { stdout } = await execa(
    process.execPath,
    ["--input-type=module", "--eval", program, asked],
    { cwd, env: { PATH: process.env.PATH ?? "", ...env }, extendEnv: false, stdin: "ignore" },
  );
  const ended = new Map(
    schema
      .parse(JSON.parse(stdout))
      .map((one, index) => [
        JSON.stringify(commands[index]),
        { ...one, stdout: one.stdout.replace(/\n$/, ""), stderr: one.stderr.replace(/\n$/, "") },
      ]),
  );
  return (args) => {
    const found = ended.get(JSON.stringify(args));
    if (found === undefined) throw new Error(`\`${args.join(" ")}\` was not run`);
    return found;
  };
}
