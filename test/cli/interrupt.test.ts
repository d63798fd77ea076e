import { once } from "node:events";
import { access, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { wholly } from "../slice.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-interrupt-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Waits for a child, as for a compiler, and takes a folder along. */
const program = `
  import { rm } from "node:fs/promises";
  import { execa } from "execa";
  import { interruptible } from "./dist/src/cli/interrupt.js";
  const output = { remark: (text) => process.stderr.write(text) };
  await interruptible(output, async (signal) => {
    try {
      const child = execa("sleep", ["60"], { cancelSignal: signal });
      process.stdout.write("begun\\n");
      await child;
    } finally {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await rm(process.env.MADE, { recursive: true });
      process.stdout.write("taken along\\n");
    }
  }).catch((error) => process.stdout.write(error.message));
`;

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s while a child of execa's runs lets what runs take its folders along",
  async (name) => {
    const made = join(folder, name);
    await mkdir(made);
    const running = execa(process.execPath, ["--input-type=module", "-e", program], {
      cwd: packageRoot,
      env: { MADE: made },
      reject: false,
    });
    running.stdout.once("data", () => running.kill(name));
    const { stdout } = await running;
    expect(stdout).toBe(`begun\ntaken along\ninterrupted by ${name}`);
    await expect(access(made)).rejects.toThrow("ENOENT");
  },
);

test.each([
  ["atlas", "machines", ["atlas"]],
  ["limits", "questions", ["limits", "--checker", "explorer"]],
  ...wholly([
    [
      "find",
      "minimal runs",
      ["find", "NoSpurious", "--axis", "nesting=yes", "--platform", "sticky+shadow", "--ips", "1"],
    ] as const,
  ]),
] as const)(
  "Ctrl-C while threads work for %s leaves no process and no file",
  async (name, unit, args) => {
    const made = join(folder, `${name}-tmp`);
    await mkdir(made);
    const running = execa(process.execPath, ["dist/cli.js", ...args, "--json", "--no-cache"], {
      cwd: packageRoot,
      env: { TMPDIR: made },
      detached: true,
      reject: false,
    });
    const { pid } = running;
    if (pid === undefined) throw new Error("it did not start");
    const early = running.then(({ stderr }): never => {
      throw new Error(`it ended before it was interrupted: ${stderr}`);
    });
    for (let text = ""; !isAtWork(text, unit); ) {
      const [chunk] = await Promise.race([once(running.stderr, "data"), early]);
      text += String(chunk);
    }
    early.catch(() => {});
    const began = performance.now();
    running.kill("SIGINT");
    expect((await running).signal).toBe("SIGINT");
    expect(performance.now() - began).toBeLessThan(5_000);
    // Nobody of its group is left.
    expect(() => process.kill(-pid, 0)).toThrow("ESRCH");
    expect(await readdir(made)).toEqual([]);
  },
);

/** Whether a line of progress says that some of it is done. */
function isAtWork(text: string, unit: string): boolean {
  return new RegExp(`"unit":"${unit}","(done":[1-9]|part)`).test(text);
}
