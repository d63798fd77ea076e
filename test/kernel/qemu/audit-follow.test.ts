import { join } from "node:path";
import { execa } from "execa";
import { expect } from "vitest";
import { packageRoot } from "../../../src/base/package/root.js";
import { whole } from "../../slice.js";
import { kernels } from "../kernels.js";

whole("audit --follow reads trace_pipe while a booted kernel writes it", async () => {
  const script = join(packageRoot, "scripts", "follow-trace-pipe.js");
  const { exitCode, stdout, stderr } = await execa(process.execPath, [script, ...kernels], {
    reject: false,
  });
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout.match(/4 swallowed, each told while the guest ran$/gm)).toHaveLength(
    kernels.length,
  );
});
