import { expect, test } from "vitest";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { slice, wholly } from "../slice.js";
import { agreedGraphOn, executedSize, packedSize } from "./smp-configurations.js";

const platform = { chain: [1] as const, rips: 1, sticky: false, shadow: false };

const machines = [
  { axes: ["nesting=yes"], states: 8_988 },
  { axes: ["latch-depth=2"], states: 1_380 },
  { axes: ["panic=unknown", "nmi-routing=all"], states: 8_836 },
  { axes: ["touch=yes"], states: 1_560 },
  { axes: ["lvtpc=late"], states: 1_272 },
  { axes: ["reason-port=known"], states: 6_024 },
  { axes: ["front-handler=rendezvous"], states: 4_979 },
  { axes: ["front-handler=emergency"], states: 3_198 },
];

test.each(slice(machines.slice(1), 5))(
  "two CPUs have the same graph executed and packed: $axes",
  async ({ axes, states }) => {
    const named = readAxes([...axes, "cpus=2"]);
    const size = executedSize("mainline", platform, named);
    expect(await packedSize("mainline", platform, named)).toEqual(size);
    expect(size.states).toBe(states);
  },
);

/** `npm run test:full` has every axis. */
test.each(wholly([{ axes: ["latch-depth=2"] }, { axes: ["touch=yes"] }]))(
  "two CPUs have the same graph packed and in TLC: $axes",
  async ({ axes }) => {
    const named = readAxes([...axes, "cpus=2"]);
    const size = await agreedGraphOn("mainline", platform, named);
    expect(await packedSize("mainline", platform, named)).toEqual(size);
  },
);
