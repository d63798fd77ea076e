import { expect, test } from "vitest";
import { check } from "../../src/index.js";
import { axes } from "../../src/machine/configuration/axes.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { agreedGraphOn, packedSize } from "../agree/smp-configurations.js";
import { cpusFindings, smallest } from "../conform/cpus-findings.js";
import { provisioned } from "../tlc/provisioned.js";

const platform = { chain: [1] as const, rips: 1, sticky: false, shadow: false };

const machines = axes.flatMap(({ name, values }) =>
  values.map((value) => ({ axis: `${name}=${value.name}` })),
);

/** CPUs that wait for one another, beside what holds their NMIs back or loses them. */
const inFront = ["rendezvous", "emergency"].flatMap((front) =>
  ["nesting=yes", "nmi-injection=drops", "latch-depth=2", "reason-port=yes"].map((beside) => ({
    axes: [`front-handler=${front}`, beside],
  })),
);

test.each(inFront)(
  "two CPUs have the same graph executed, packed and in TLC: $axes",
  async ({ axes }) => {
    const named = readAxes([...axes, "cpus=2"]);
    for (const policy of ["none", "v5", "mainline"] as const) {
      const size = await agreedGraphOn(policy, platform, named);
      expect(await packedSize(policy, platform, named)).toEqual(size);
    }
  },
);

test.each(machines)(
  "two CPUs have the same graph executed, packed and in TLC: $axis",
  async ({ axis }) => {
    const named = readAxes([axis, "cpus=2"]);
    const size = await agreedGraphOn("mainline", platform, named);
    expect(await packedSize("mainline", platform, named)).toEqual(size);
  },
);

test.each(cpusFindings)(
  "TLC certifies that $property is violated with $ofCpu on $board",
  async ({ ofCpu, board, property, events }) => {
    const { jar } = await provisioned();
    const axes = { ...ofCpu, ...board };
    const asked = { ...smallest, axes, properties: [property] };
    const [found] = await check({ ...asked, checker: "tlc", tlcJar: jar.path });
    expect(found).toMatchObject({
      verdict: "violated",
      certified: true,
      length: events.length + 1,
    });
  },
);
