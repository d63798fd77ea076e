import { expect, test } from "vitest";
import { impossibleEverywhere } from "../../src/analyses/limits/everywhere.js";
import { hardwareOf } from "../../src/analyses/limits/hardware.js";
import type { Observation } from "../../src/analyses/limits/observation.js";
import { shortestPair } from "../../src/analyses/limits/pair.js";
import { walks } from "../../src/analyses/limits/walk.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";

const platform = namedPlatform("ideal");
const all: Observation = ["rip", "slots"];

test("no observer of the slots is perfect on any chain of two slots, nor on longer ones", async () => {
  for (const walk of ["chain", "seed"] as const) {
    const shown = await impossibleEverywhere({ platform, walk, observation: all });
    expect(shown?.pairs.map(({ chain }) => chain)).toEqual([[1, 1], [2]]);
    expect(shown?.solvers.length).toBeGreaterThan(1);
    // What is said of every chain is found on some of them by executing the model.
    for (const chain of [[3], [1, 2], [1, 1, 1]] as const) {
      const machine = { platform: namedPlatform("ideal", chain, 1) };
      const pair = shortestPair(hardwareOf(machine, walks[walk], all), { credit: true });
      expect(pair, `${walk} ${chain}`).not.toBeNull();
    }
  }
});

test("nothing is said where sources are seen, or where a machine has axes", async () => {
  const walk = "chain";
  expect(
    await impossibleEverywhere({ platform, walk, observation: ["rip", "handlers", "bitmap"] }),
  ).toBeNull();
  const axes = readAxes(["touch=yes"]);
  expect(await impossibleEverywhere({ platform, axes, walk, observation: all })).toBeNull();
});
