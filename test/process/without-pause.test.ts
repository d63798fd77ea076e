import { once } from "node:events";
import { execa } from "execa";
import { expect, test } from "vitest";
import { builtProgram } from "../../src/base/process/built-program.js";

/** A program that listens to Ctrl-C, and computes for a minute without a pause. */
const program = (before: string): string => `
  import { withoutPause } from ${JSON.stringify(builtProgram("src/base/process/without-pause.ts"))};
  const controller = new AbortController();
  process.on("SIGINT", () => controller.abort(new Error("heard")));
  ${before}
  await withoutPause(controller.signal, () => {
    process.stdout.write("computes");
    for (const end = Date.now() + 60_000; Date.now() < end; );
  });
`;

test("a signal ends what computes without a pause, though somebody listens before and after", async () => {
  const running = execa(process.execPath, ["--input-type=module", "-e", program("")], {
    reject: false,
  });
  await once(running.stdout, "data");
  running.kill("SIGINT");
  expect((await running).signal).toBe("SIGINT");
});

test("one that came before is heard before", async () => {
  const before = 'process.kill(process.pid, "SIGINT");';
  const { exitCode, stderr } = await execa(
    process.execPath,
    ["--input-type=module", "-e", program(before)],
    { reject: false },
  );
  expect(exitCode).toBe(1);
  expect(stderr).toContain("Error: heard");
});
