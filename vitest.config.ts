import { configDefaults, defineConfig } from "vitest/config";

/** Those need a kernel, minutes, a registry or a browser: `npm run test:kernel`, `test:full` … */
const elsewhere = [
  ...configDefaults.exclude,
  "test/kernel/**",
  "test/full/**",
  "test/e2e/**",
  "test/browser/**",
];

/** The files that put something in the place of a module, which no other file may meet. */
const alone = ["test/gate/vacuity.test.ts"];

export default defineConfig({
  test: {
    globalSetup: ["test/built.ts"],
    setupFiles: ["test/seed.ts", "test/gate/remove-projects.ts"],
    // Most tests wait for a process; two files at a time keep two cores busy.
    maxWorkers: 2,
    // Runs of TLC and of gcc share the machine with the tests.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      // To load our modules anew for each file takes longer than most files do.
      {
        extends: true,
        test: {
          name: "npm test",
          include: ["test/**/*.test.ts"],
          exclude: [...elsewhere, ...alone],
          isolate: false,
        },
      },
      { extends: true, test: { name: "alone", include: alone } },
    ],
  },
});
