import { homedir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { cacheFolder } from "../../src/base/cache/folder.js";

afterEach(() => vi.unstubAllEnvs());

test("the cache is where XDG_CACHE_HOME says", () => {
  vi.stubEnv("XDG_CACHE_HOME", "/var/somewhere");
  expect(cacheFolder("qemu", "6.12")).toBe("/var/somewhere/nmicheck/qemu/6.12");
});

test.each([undefined, "", "not/absolute"])("and under the home folder for %j", (base) => {
  vi.stubEnv("XDG_CACHE_HOME", base);
  expect(cacheFolder()).toBe(join(homedir(), ".cache", "nmicheck"));
});
