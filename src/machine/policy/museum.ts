import { join } from "node:path";
import { policyNames } from "../../../spec/policies/all.js";
import { packageRoot } from "../../base/package/root.js";

/** The name by which `check` takes all policies of the museum at once. */
export const MUSEUM = "museum";

/** The files of the museum, in the folder `examples/`. */
const files = [
  "policies/perf-2.6.36.ts",
  "museum/one-swallow.ts",
  "museum/rpal.ts",
  "museum/ward.ts",
  "museum/freebsd.ts",
  "museum/freebsd-amd.ts",
  "museum/netbsd.ts",
  "museum/illumos.ts",
  "museum/xen.ts",
  "museum/windows.ts",
] as const;

/**
 * The policies of the museum, as `loadPolicy` takes them: those that come with the project, and those
 * of other kernels and of other times, each a file with its reference (`docs/museum.md`).
 */
export const museum: readonly string[] = [
  ...policyNames,
  ...files.map((file) => join(packageRoot, "examples", file)),
];
