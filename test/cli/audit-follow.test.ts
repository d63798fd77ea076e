import { appendFile, mkdtemp, open, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditSchema } from "../../src/analyses/audit/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { HEAD, idle, nmi, uhhuh } from "../audit/log-lines.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-follow-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
/** NMIs that tell the chain, each at another address. */
const calm = (from: number): readonly string[] =>
  Array.from({ length: 10 }, (_, index) => nmi(from + index, `x+0x${index}/0x9`, 1, 0)).flat();
const swallowed = (from: number): readonly string[] => [
  ...nmi(from, idle, 2, 0),
  ...nmi(from + 1, idle, 0, 0),
  ...nmi(from + 2, "y+0x1/0x9", 1, 0),
];

/** Starts to follow; `printed` waits until the process has printed this. */
function following(args: readonly string[]) {
  const command = [join(packageRoot, "dist", "cli.js"), "audit", "--follow", ...args];
  const child = execa(process.execPath, command, { reject: false });
  let said = "";
  child.stdout.on("data", (data: Buffer) => {
    said += data.toString();
  });
  const printed = async (words: string): Promise<void> => {
    while (!said.includes(words)) {
      if (child.exitCode !== null) throw new Error(`it ended without ${words}: ${said}`);
      await setTimeout(20);
    }
  };
  return { child, printed };
}

test("a log that grows and is replaced is followed, and Ctrl-C sums up with the exit code of the answer", async () => {
  const file = join(folder, "grows.log");
  await writeFile(file, text([...HEAD, ...calm(1), ...swallowed(20)]));
  const { child, printed } = following([file]);
  // Nothing is behind the last NMI yet, and what there is has to do to find the chain.
  await printed("#12 CPU 0 at 21.000000");
  const [first = "", second] = ["half of a line ", "and the other half\n"];
  await appendFile(file, text(swallowed(30)) + first);
  await printed("#15 CPU 0 at 31.000000");
  await appendFile(file, second);
  const next = join(folder, "next.log");
  await writeFile(next, text([...swallowed(40), ...calm(50)]));
  await rename(next, file);
  await printed("at 41.000000");
  child.kill("SIGINT");
  const { exitCode, stdout, stderr } = await child;
  expect(stdout).toContain(
    "lost: the file was cut short or replaced while it was followed: 1 time\n",
  );
  expect(stdout).toMatch(/^\d+ NMIs on CPU 0, from 1\.000000 to 59\.000002$/m);
  expect(stdout).not.toContain("NMIs that nobody claimed:");
  expect(stdout).toContain("[1] NMIs #11 to #12 on CPU 0 look the same in both:");
  expect(stderr).toBe("");
  expect(exitCode).toBe(1);
});

test("the standard input is followed, and a line that is being written is no loss", async () => {
  const { child, printed } = following(["-"]);
  const reported = [...nmi(20, "z+0x1/0x9", 0, 0), uhhuh(20.00001), ...nmi(21, idle, 1, 0)];
  child.stdin.write(`${text([...HEAD, ...calm(1), ...reported])}<idle>-0 [000] d.Z1. 3`);
  await printed("#11 CPU 0 at 20.000000");
  child.kill("SIGTERM");
  const { exitCode, stdout } = await child;
  expect(stdout).toContain("12 NMIs on CPU 0");
  expect(stdout).not.toContain("lost:");
  expect(exitCode).toBe(0);
});

test("a pipe is followed to its end; with --json the document there is all that is printed", async () => {
  const fifo = join(folder, "fifo");
  await execa("mkfifo", [fifo]);
  const { child } = following([fifo, "--json"]);
  const writer = await open(fifo, "w");
  await writer.write(text([...HEAD, ...calm(1)]));
  // Nothing is in the pipe for a while, and it is not over.
  await setTimeout(300);
  await writer.write(text(swallowed(20)));
  await writer.close();
  const { exitCode, stdout } = await child;
  expect(auditSchema.parse(JSON.parse(stdout))).toMatchObject({
    answer: "possibly lost",
    counts: { nmis: 13, mayBeLost: 1 },
  });
  expect(exitCode).toBe(1);
});
