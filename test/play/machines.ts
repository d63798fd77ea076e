import { builtIn, defaultMachine, type PlayedMachine } from "../../src/analyses/play/machine.js";
import type { Session } from "../../src/analyses/play/session.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";

/** Machines that differ in everything that one can choose: policy, platform, chain, axes, CPUs. */
export const machines: readonly (readonly [string, PlayedMachine])[] = [
  ["the core", defaultMachine],
  [
    "a long chain on sticky+shadow",
    {
      policy: builtIn("v5"),
      platform: namedPlatform("sticky+shadow", [3, 8, 2], 4),
      axes: undefined,
    },
  ],
  [
    "a machine with axes",
    {
      policy: builtIn("mainline"),
      platform: namedPlatform("shadow", [2, 1], 2),
      axes: readAxes(["nesting=yes", "reason-port=yes", "unknown-chain=own-greedy", "touch=yes"]),
    },
  ],
  [
    "two CPUs that share a source",
    {
      policy: builtIn("mainline"),
      platform: namedPlatform("ideal", [1, 1], 2),
      axes: readAxes(["cpus=2", "shared-source=all", "shared-lock=skip"]),
    },
  ],
  [
    "four CPUs with a lock",
    {
      policy: builtIn("none"),
      platform: namedPlatform("sticky", [2, 2], 3),
      axes: readAxes(["cpus=4", "serr-routing=all", "reason-lock=held"]),
    },
  ],
];

/** Takes so many steps, each chosen by `random`, which gives numbers from 0 to below 1; steps back now and then. */
export function wander(session: Session, steps: number, random: () => number): void {
  for (let taken = 0; taken < steps; taken++) {
    const possible = session.possible();
    const step = possible[Math.floor(random() * possible.length)];
    if (step === undefined || random() < 0.05) session.back(1 + Math.floor(random() * 4));
    else session.take(step.key);
  }
}

/** Numbers that look random, the same ones for the same seed (Numerical Recipes' generator). */
export function randomFrom(seed: number): () => number {
  let number = seed;
  return () => {
    number = (number * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return number / 2 ** 32;
  };
}
