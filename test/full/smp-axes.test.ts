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

/** CPUs that wait for one another, beside what folds their NMIs, loses them or has them nest. */
const inFront = ["rendezvous", "emergency"].flatMap(
  (front) =>
    [
      {
        axes: [`front-handler=${front}`, "nmi-injection=drops"],
        policies: ["none", "v5", "mainline"],
      },
      { axes: [`front-handler=${front}`, "latch-depth=2"], policies: ["none", "v5", "mainline"] },
      { axes: [`front-handler=${front}`, "nesting=yes"], policies: ["mainline"] },
    ] as const,
);

test.each(inFront)(
  "two CPUs have the same graph executed, packed and in TLC: $axes, $policies",
  async ({ axes, policies }) => {
    const named = readAxes([...axes, "cpus=2"]);
    for (const policy of policies) {
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
