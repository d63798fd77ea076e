import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/built.ts"],
    // Those need a kernel, minutes, or a registry: `npm run test:kernel`, `test:full`, `test:e2e`.
    exclude: [...configDefaults.exclude, "test/kernel/**", "test/full/**", "test/e2e/**"],
    // Runs of TLC and of gcc share the machine with the tests.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
