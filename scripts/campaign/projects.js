// The projects whose gates the campaign runs, and what each must answer whatever happens to it.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

function config(verdict) {
  return `import { defineConfig } from "nmicheck";
export default defineConfig({ gates: [{ name: "small", policy: "none", chain: [1], rips: 1,
  expect: { ideal: { ${verdict} } } }] });
`;
}

/** Small gates: one that holds, one with a counterexample that an engine plays, and one that fails. */
const projects = [
  { name: "holds", config: config('NoFalseSwallow: "holds"'), passes: true },
  { name: "violated", config: config('NoMasked: "violated"'), passes: true },
  { name: "wrong", config: config('NoMasked: "holds"'), passes: false },
];

/** Writes the projects into `folder`, and has `update` pin what each stands for. */
export async function makeProjects(folder, update) {
  const made = [];
  for (const { name, config: text, passes } of projects) {
    const project = join(folder, name);
    await mkdir(project);
    const file = join(project, "nmicheck.config.ts");
    await writeFile(file, text);
    await update(project);
    // What an update has made right is wrong again.
    if (!passes) await writeFile(file, text);
    made.push({ name, folder: project, passes });
  }
  return made;
}

/** What a run has come to: `right`, `told` (a tool broke, and it says so), `killed`, or why it is wrong. */
export function judge({ exitCode, signal, stdout, timedOut }, { passes }, sabotage) {
  if (timedOut) return "it hung";
  if (signal !== undefined || exitCode === undefined || exitCode > 128) {
    // A limit for files ends a program by a signal.
    const isMeant = ["nmicheck", "interrupt"].includes(sabotage) || signal === "SIGXFSZ";
    return isMeant ? "killed" : `it ended by ${signal}`;
  }
  if (passes && exitCode === 0 && /\b1 gate passed/.test(stdout)) return "right";
  if (!passes && exitCode === 1 && /\bverdict\b.*NoMasked on ideal is violated/s.test(stdout)) {
    return "right";
  }
  // Without sabotage there is nothing to tell; code 2 is for a disk that the user must see to.
  const told = sabotage === "disk" ? [2, 3] : sabotage === "nothing" ? [] : [3];
  return told.includes(exitCode) ? "told" : `it ended with exit code ${exitCode}`;
}
