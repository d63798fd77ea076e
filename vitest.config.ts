import { configDefaults, defineConfig } from "vitest/config";
import { builtModules, builtSources } from "./test/built-sources.js";

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
  "test/agree/nmi-liveness.test.ts",
  "test/agree/policies/failing-policies.test.ts",
  "test/agree/policies/random-policies.test.ts",
  "test/agree/reduced-graphs.test.ts",
  "test/agree/smp-graphs.test.ts",
  "test/agree/told-graphs.test.ts",
  "test/api/object-explored.test.ts",
  "test/audit/certify-log.test.ts",
  "test/certificate/verify-tlc.test.ts",
  "test/check/hidden-invariants.test.ts",
  "test/check/untrusted-run.test.ts",
  "test/cli/audit-follow.test.ts",
  "test/cli/branches.test.ts",
  "test/cli/check-watch.test.ts",
  "test/cli/checkpoint-in-use.test.ts",
  "test/cli/explain.test.ts",
  "test/cli/gate-inputs.test.ts",
  "test/cli/init.test.ts",
  "test/cli/loaded-modules.test.ts",
  "test/cli/own-policy-on-engines.test.ts",
  "test/cli/pipes.test.ts",
  "test/cli/progress.test.ts",
  "test/cli/search-bounds.test.ts",
  "test/cli/written-files.test.ts",
  "test/engine/hardware/machine-log.test.ts",
  "test/examples/perf-2.6.36-graphs.test.ts",
  "test/find/own-policies.test.ts",
  "test/fuzz/fuzz.test.ts",
  "test/fuzz/policy-sources.test.ts",
  "test/gate/axes-tlc.test.ts",
  "test/gate/broken-gate.test.ts",
  "test/gate/conformance.test.ts",
  "test/gate/cpus.test.ts",
  "test/gate/every-chain.test.ts",
  "test/gate/liveness.test.ts",
  "test/gate/shared-questions.test.ts",
  "test/learn/diagnostics.test.ts",
  "test/learn/placed.test.ts",
  "test/limits/certify.test.ts",
  "test/limits/observers.test.ts",
  "test/museum/ward-cap.test.ts",
  "test/packed/random-models.test.ts",
  "test/packed/reduced/reduced-model.test.ts",
  "test/packed/work-budget.test.ts",
  "test/policy/unusual-memories.test.ts",
  "test/process/folder-hold.test.ts",
  "test/proof/superfluous.test.ts",
  "test/replay/killed.test.ts",
  "test/replay/stream.test.ts",
  "test/smt/graphs.test.ts",
  "test/smt/random-models.test.ts",
  "test/tla/changed-again.test.ts",
  "test/tlc/distributed/run.test.ts",
  "test/tlc/run-ends.test.ts",
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
    // A suite may be of a campaign alone; that nothing at all ran is told by scripts/test.js.
    passWithNoTests: true,
    hookTimeout: 120_000,
    projects: [
      // To load our modules anew for each file takes longer than most files do.
      {
        extends: true,
        plugins: [builtSources()],
        test: {
          name: "npm test",
          include: ["test/**/*.test.ts"],
          exclude: [...elsewhere, ...alone, ...(process.env.SLICES === "all" ? [] : long)],
          isolate: false,
          server: { deps: { external: [builtModules] } },
        },
      },
      { extends: true, test: { name: "alone", include: alone } },
    ],
  },
});
