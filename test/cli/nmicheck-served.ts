import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { packageRoot } from "../../src/base/package/root.js";
import type { Ended } from "./nmicheck.js";

/** Evaluates the command line anew for each line of arguments, and keeps what it writes. */
const program = `
import { createInterface } from "node:readline";
const [, main, program] = process.argv;
// Arguments are counted from another place where Node was told to evaluate something.
process.execArgv = [];
for (const one of [process, process.stdout, process.stderr]) one.setMaxListeners(0);
const write = process.stdout.write.bind(process.stdout);
let count = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { args, env, cwd } = JSON.parse(line);
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  const told = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    process[name].write = (text) => {
      told[name] += text;
      return true;
    };
  }
  process.argv = [process.execPath, program, ...args];
  process.exitCode = undefined;
  await import(main + "?" + count++);
  write(JSON.stringify({ exitCode: process.exitCode, ...told }) + "\\n");
}
process.exitCode = 0;
`;

const schema = z.object({ exitCode: z.number(), stdout: z.string(), stderr: z.string() });

/** A process that runs one command line after the other. */
class Server {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor() {
    const main = pathToFileURL(join(packageRoot, "dist", "src", "cli", "main.js")).href;
    const cli = join(packageRoot, "dist", "cli.js");
    // It ends with its standard input, which is to say with the process of the tests.
    this.#process = spawn(process.execPath, ["--input-type=module", "--eval", program, main, cli], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    if (this.#process.stdout === null) throw new Error("its output is a pipe");
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async run(question: object): Promise<Ended> {
    this.#process.stdin?.write(`${JSON.stringify(question)}\n`);
    const { done, value } = await this.#answers.next();
    if (done === true) throw new Error("the process of the commands has ended");
    const { exitCode, stdout, stderr } = schema.parse(JSON.parse(value));
    return { exitCode, stdout: stdout.replace(/\n$/, ""), stderr: stderr.replace(/\n$/, "") };
  }
}

let server: Server | undefined;
/** Commands take their turn: a process has one standard output. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs the built command line as `nmicheck` does, in a process that all commands so run share: most
 * of a short command is the start of Node. Not for what a command keeps for the next one, nor for
 * how a process ends.
 */
export function nmicheckServed(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd: string = packageRoot,
): Promise<Ended> {
  const answer = turn.then(() => {
    server ??= new Server();
    return server.run({ args, env: { PATH: process.env.PATH ?? "", ...env }, cwd });
  });
  turn = answer.catch(() => {});
  return answer;
}
