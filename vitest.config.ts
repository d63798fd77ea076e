import { configDefaults, defineConfig } from "vitest/config";

/** Those need a kernel, minutes, a registry or a browser: `npm run test:kernel`, `test:full` … */
const elsewhere = [
  ...configDefaults.exclude,
  "test/kernel/**",
  "test/full/**",
  "test/e2e/**",
  "test/browser/**",
];

/**
 * Those take long, and other tests see their faults sooner, on fewer machines and models:
 * `npm run campaign:slices` runs them too.
 */
const long = [
  "test/agree/policies/failing-policies.test.ts",
  "test/agree/policies/random-policies.test.ts",
  "test/agree/smp-graphs.test.ts",
  "test/agree/told-graphs.test.ts",
  "test/check/hidden-invariants.test.ts",
  "test/check/untrusted-run.test.ts",
  "test/cli/branches.test.ts",
  "test/cli/checkpoint-in-use.test.ts",
  "test/examples/perf-2.6.36-graphs.test.ts",
  "test/fuzz/fuzz.test.ts",
  "test/gate/axes-tlc.test.ts",
  "test/proof/superfluous.test.ts",
  "test/smt/graphs.test.ts",
  "test/smt/random-models.test.ts",
  "test/tlc/distributed/run.test.ts",
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
          exclude: [...elsewhere, ...alone, ...(process.env.SLICES === "all" ? [] : long)],
          isolate: false,
        },
      },
      { extends: true, test: { name: "alone", include: alone } },
    ],
  },
});
