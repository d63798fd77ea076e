import { join, relative, sep } from "node:path";
import { packageRoot } from "./root.js";

/**
 * How a user in the current folder calls nmicheck again: by `npx` where the package is installed,
 * by the built file in a clone, where `npx` would build a second copy.
 */
export function programName(): string {
  if (packageRoot.split(sep).includes("node_modules")) return "npx nmicheck";
  const file = relative(process.cwd(), join(packageRoot, "dist", "cli.js"));
  // As a shell takes it.
  const isPlain = /^[\w%+,./:=@-]+$/.test(file);
  return `node ${isPlain ? file : `'${file.replaceAll("'", "'\\''")}'`}`;
}

/** A text whose commands, written as `` `nmicheck … ` ``, are as they are called from here. */
export function asTyped(text: string): string {
  return text.replaceAll("`nmicheck ", () => `\`${programName()} `);
}
