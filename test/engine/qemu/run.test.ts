import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { complaintOf, run, runInto } from "../../../src/engines/qemu/run.js";

const diagnostic = (error: Parameters<typeof complaintOf>[0]) =>
  new Error(`said: ${complaintOf(error)}`);

test("what a program prints is returned, what it reads is given", async () => {
  expect(await run(["cat"], tmpdir(), {}, diagnostic, "text")).toBe("text");
});

test("its failure is the caller's fault, with its last complaint", async () => {
  const script = "console.error('W: old\\nE: it is broken\\n'); process.exit(1)";
  await expect(run([process.execPath, "-e", script], tmpdir(), {}, diagnostic)).rejects.toThrow(
    /^said: it is broken$/,
  );
});

test("a program that is not there is the caller's fault too", async () => {
  await expect(run(["no-such-program"], tmpdir(), {}, diagnostic)).rejects.toThrow(
    "no-such-program",
  );
});

test("a full disk is a fault of its own, in either of two programs", async () => {
  const full = {
    code: "qemu/cache",
    message: `${tmpdir()} cannot be used: the disk is full.`,
    remedy: "make room or give permission there, or set XDG_CACHE_HOME or TMPDIR to another folder",
  };
  const dd = ["dd", "of=/dev/full"] as const;
  await expect(run(dd, tmpdir(), {}, diagnostic, "text")).rejects.toMatchObject(full);
  await expect(runInto(["echo", "text"], dd, tmpdir(), {}, diagnostic)).rejects.toMatchObject(full);
});

test("the first of two programs fails", async () => {
  const script = "console.error('torn'); process.exit(1)";
  const source = [process.execPath, "-e", script] as const;
  await expect(runInto(source, ["cat"], tmpdir(), {}, diagnostic)).rejects.toThrow("said: torn");
});

test("an interrupt ends the program, and its reason is thrown", async () => {
  const stop = new AbortController();
  const sleep = run(["sleep", "60"], tmpdir(), { signal: stop.signal }, diagnostic);
  stop.abort(new Error("interrupted"));
  await expect(sleep).rejects.toThrow("interrupted");
});
