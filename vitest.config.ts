import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/built.ts"],
    setupFiles: ["test/seed.ts"],
    // Those need a kernel, minutes, a registry or a browser: `npm run test:kernel`, `test:full`,
    // `test:e2e`, `test:report`.
    exclude: [
      ...configDefaults.exclude,
      "test/kernel/**",
      "test/full/**",
      "test/e2e/**",
      "test/browser/**",
    ],
    // Most tests wait for a process; two files at a time keep two cores busy.
    maxWorkers: 2,
    // Runs of TLC and of gcc share the machine with the tests.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
