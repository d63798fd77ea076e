import { defineConfig } from "vitest/config";

/** The tests that need a kernel; `scripts/test-kernel.js` installs what they call and runs them. */
export default defineConfig({
  test: {
    include: ["test/kernel/**/*.test.ts"],
    globalSetup: ["test/built.ts"],
    // A file may be of `npm run campaign:kernels` alone.
    passWithNoTests: true,
    setupFiles: ["test/seed.ts"],
    // No file puts anything in the place of a module: what one has loaded the next one need not load.
    isolate: false,
    // A kernel's source is fetched and unpacked before the first test, a kernel boots in seconds.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    // Two machines or two compilers at a time are enough for two cores.
    maxWorkers: 2,
  },
});
