import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];

/** Removes the folders of the projects that a test has made. */
export function removeProjects(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A folder of a user's project with these files; it goes with the test. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "nmicheck-project-"));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** The text of a config with the lines of its `gates`. */
export function configText(...gates: readonly string[]): string {
  return [
    'import { defineConfig } from "nmicheck";',
    "export default defineConfig({",
    "  gates: [",
    ...gates,
    "  ],",
    "});",
    "",
  ].join("\n");
}

/**
 * A gate that passes: two of mainline's verdicts on the ideal platform, with the smallest chain whose
 * counterexample has twins: two slots of one handler.
 */
export const MAINLINE = `{ name: "mainline", policy: "mainline", chain: [2], rips: 1, expect: { ideal: { NoFalseSwallow: "violated", NoSpurious: "holds" } } },`;
