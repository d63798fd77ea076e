import { execa } from "execa";

/** How an engine's process went that was given all requests at once and then the end of its input. */
export interface Batch {
  readonly replies: readonly Readonly<Record<string, unknown>>[];
  readonly exitCode: number | undefined;
  readonly stderr: string;
}

/** Runs an engine on lines as they are. */
export async function runLines(
  command: readonly [string, ...string[]],
  lines: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Batch> {
  const [program, ...args] = command;
  const run = await execa(program, args, {
    input: lines.map((line) => `${line}\n`).join(""),
    lines: true,
    reject: false,
    timeout: 60_000,
    env,
  });
  const replies = run.stdout.map((line) => JSON.parse(line));
  return { replies, exitCode: run.exitCode, stderr: run.stderr.join("\n") };
}

/** Runs an engine on requests that get the ids 1, 2, 3 … */
export async function runRequests(
  command: readonly [string, ...string[]],
  requests: readonly Readonly<Record<string, unknown>>[],
): Promise<Batch> {
  return runLines(
    command,
    requests.map((request, index) => JSON.stringify({ id: index + 1, ...request })),
  );
}
