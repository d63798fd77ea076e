import { defineConfig } from "vitest/config";

/** The package as a user has it: packed, installed from the registry into an empty project, used there. */
export default defineConfig({
  test: {
    include: ["test/e2e/**/*.test.ts"],
    globalSetup: ["test/declared.ts"],
    // A project each, and each of them waits for a registry and for a process at a time.
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
