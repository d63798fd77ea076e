import { cpuAxes } from "../../machine/configuration/axes.js";
import { boards } from "../../machine/configuration/boards.js";
import { axesOfBoard, readAxes } from "../../machine/configuration/named-axes.js";
import { namedPlatform, platformNames } from "../../machine/configuration/platform.js";
import type { Machine } from "../../machine/subject.js";
import { boardPlatform } from "../atlas/boards.js";

/** The four platforms, with every axis off. */
export const platformMachines: readonly Machine[] = platformNames.map((name) => ({
  platform: namedPlatform(name),
}));

/** Each value of an axis alone, on the ideal platform, by the name of its axis. */
export const axisMachines: ReadonlyMap<string, readonly Machine[]> = new Map(
  cpuAxes.map(({ name, values }) => [
    name,
    values.map((value) => ({
      platform: namedPlatform("ideal"),
      axes: readAxes([`${name}=${value.name}`]),
    })),
  ]),
);

/** Two CPUs, and how they can hang together: each small, for the states of the CPUs multiply. */
export const boardMachines: readonly Machine[] = boards.map(({ board }) => ({
  platform: namedPlatform("ideal", boardPlatform.chain, boardPlatform.rips),
  axes: axesOfBoard(board),
}));

/** Every machine on which each policy of the museum is asked for its verdicts. */
export const museumMachines: readonly Machine[] = [
  ...platformMachines,
  ...[...axisMachines.values()].flat(),
  ...boardMachines,
];
