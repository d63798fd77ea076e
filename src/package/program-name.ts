import { join, relative, sep } from "node:path";
import { packageRoot } from "../package/root.js";

/**
 * How a person in the current folder calls nmicheck again: by `npx` where the package is installed,
 * by the built file in a clone, where `npx` would build a second copy.
 */
export function programName(): string {
  if (packageRoot.split(sep).includes("node_modules")) return "npx nmicheck";
  return `node ${relative(process.cwd(), join(packageRoot, "dist", "cli.js"))}`;
}
