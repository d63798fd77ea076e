import { join } from "node:path";
import { packageRoot } from "../package/root.js";

/**
 * The compiled file of a program that runs in a process of its own: `src/base/process/guard-program.ts`
 * is `dist/src/base/process/guard-program.js`.
 */
export function builtProgram(source: string): string {
  return join(packageRoot, "dist", source.replace(/\.ts$/, ".js"));
}
