import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/built.ts"],
    // Those need a kernel, and these minutes: `npm run test:kernel`, `npm run test:full`.
    exclude: [...configDefaults.exclude, "test/kernel/**", "test/full/**"],
    // Runs of TLC and of gcc share the machine with the tests.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
