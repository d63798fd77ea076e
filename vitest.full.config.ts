import { defineConfig } from "vitest/config";

/** The long runs, beside `npm test`: every graph, and many random models. */
export default defineConfig({
  test: {
    include: ["test/full/**/*.test.ts"],
    globalSetup: "test/built.ts",
    setupFiles: ["test/gate/remove-projects.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Each file runs up to two of TLC at a time.
    maxWorkers: 1,
  },
});
