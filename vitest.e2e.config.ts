import { defineConfig } from "vitest/config";

/** The package as a user has it: packed, installed from the registry into an empty project, used there. */
export default defineConfig({
  test: {
    include: ["test/e2e/**/*.test.ts"],
    globalSetup: ["test/built.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
