import { defineConfig } from "vitest/config";

/** The tests that need a browser; `scripts/test-report.js` installs it and runs them. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.test.ts"],
    // The site is built for it first: `npm run campaign:site`.
    exclude: process.env.SLICES === "all" ? [] : ["test/browser/site.test.ts"],
    globalSetup: ["test/built.ts", "test/browser/make-reports.ts"],
    testTimeout: 120_000,
    // The default report with every scenario is made first.
    hookTimeout: 600_000,
    // A browser for each file is enough for two cores.
    maxWorkers: 2,
  },
});
