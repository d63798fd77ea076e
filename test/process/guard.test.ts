import { once } from "node:events";
import { execa } from "execa";
import { expect, test } from "vitest";
import { builtProgram } from "../../src/base/process/built-program.js";
import { whole } from "../slice.js";
import { endsWithin, isAlive } from "./alive.js";

const guardModule = builtProgram("src/base/process/guard.ts");

/** A program that starts a child which ignores SIGTERM and the end of its input, and guards it. */
const program = (ending: string, guarding = "expected.guard(child.pid)") => `
  import { spawn } from "node:child_process";
  import { expectChild } from ${JSON.stringify(guardModule)};
  const stubborn = 'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)';
  const expected = expectChild();
  const env = { ...process.env, ...expected.environment };
  const child = spawn(process.execPath, ["-e", stubborn], { detached: true, env, stdio: ["ignore", "pipe", "inherit"] });
  const release = ${guarding};
  child.stdout.once("data", () => {
    console.log(child.pid);
    ${ending}
  });
`;

async function childOf(ending: string, guarding?: string) {
  const parent = execa(process.execPath, ["--input-type=module", "-e", program(ending, guarding)], {
    reject: false,
    stderr: "inherit",
  });
  const [line] = await once(parent.stdout, "data");
  return { parent, child: Number(line) };
}

test.each(["SIGKILL", "SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "a guarded process ends after %s of the one that started it",
  async (signal) => {
    const { parent, child } = await childOf("");
    expect(await isAlive(child)).toBe(true);
    parent.kill(signal);
    await parent;
    expect(await endsWithin(child, 5_000)).toBe(true);
  },
);

test("a process ends after SIGKILL of the one that had no time to tell its id", async () => {
  const { parent, child } = await childOf("", "null");
  parent.kill("SIGKILL");
  await parent;
  expect(await endsWithin(child, 5_000)).toBe(true);
});

test("a guarded process ends after a normal exit, and the guard does not hold that up", async () => {
  const { parent, child } = await childOf("child.unref(); child.stdout.destroy();");
  const result = await parent;
  expect(result.exitCode).toBe(0);
  expect(await endsWithin(child, 5_000)).toBe(true);
});

whole("a process that was released lives on", async () => {
  const { parent, child } = await childOf("release(); process.exit(0);");
  await parent;
  expect(await endsWithin(child, 1_500)).toBe(false);
  process.kill(child, "SIGKILL");
});
