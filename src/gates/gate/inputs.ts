import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readSource } from "../../analyses/learn/source.js";
import { identifyEngine } from "../../engines/identity.js";
import type { OpenConfig } from "./load-config.js";
import { reasonsOf } from "./outcome.js";
import { type Prepared, pinsFolder } from "./prepare.js";
import { engineChoice } from "./replay.js";
import type { GatesRun } from "./run-gates.js";

/**
 * Every file of the user's that a run depends on; null for a run that is not to be taken from the
 * cache: one in which a tool broke, or with an engine that cannot be known without starting it.
 */
export async function inputsOf(
  opened: OpenConfig,
  prepared: readonly Prepared[],
  run: GatesRun,
): Promise<readonly string[] | null> {
  const reasons = [...run.reasons, ...run.gates.flatMap(reasonsOf)];
  const isSettled = reasons.every(({ blame, code }) => blame === null && code !== "undecided");
  if (!isSettled || prepared.some(({ gate }) => !run.certificates.has(gate.name))) return null;
  const pins = pinsFolder(opened);
  const files = [...opened.sources, pins];
  for (const name of existsSync(pins) ? readdirSync(pins) : []) files.push(join(pins, name));
  for (const { policy } of prepared) {
    if (policy.origin.kind === "builtIn") continue;
    // All that was compiled, absolute: what a model calls its sources by is for people.
    files.push(policy.origin.file, ...(await policy.compiled()).files);
    if (policy.origin.learnedFrom === undefined) continue;
    const learnedFrom = await identifyEngine(readSource(policy.origin.learnedFrom).engine);
    if (learnedFrom === null) return null;
    files.push(...learnedFrom.files);
  }
  const engines = [
    ...opened.config.gates.flatMap(({ replay }) => replay ?? []),
    ...opened.config.conformance.map(({ engine }) => engine),
  ];
  for (const engine of engines) {
    const identity = await identifyEngine(engineChoice(engine));
    if (identity === null) return null;
    files.push(...identity.files);
  }
  return files;
}
