import { describe, expect } from "vitest";
import { conform } from "../../src/engines/conform/conform.js";
import { configurations } from "../../src/engines/conform/matrix.js";
import { modelEngine } from "../../src/engines/model-engine.js";
import { openEngine } from "../../src/engines/open.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { slice, whole } from "../slice.js";

const origin = { nmicheck: "0.1.0", modelOf: () => ({ name: "NMI", sha256: "0".repeat(64) }) };

/** Several axes at once; `npm run test:full` has each value of each on the whole test matrix. */
const machines = [
  ["latch-depth=2", "touch=yes", "unknown-chain=own-greedy"],
  ["reason-port=yes", "handler-quirk=double-count"],
  ["reason-port=known", "unknown-chain=own", "panic=unknown"],
  ["reason-port=greedy", "panic=unrecovered", "nesting=yes"],
  ["nmi-source=lint1", "latch-depth=2", "unknown-chain=greedy"],
  ["nmi-source=unnamed", "panic=io", "reason-port=yes"],
  ["nmi-source=empty", "reason-port=known", "handler-quirk=double-count"],
  ["nmi-source=handler-unnamed", "latch-depth=2", "unknown-chain=own"],
  ["nmi-source=handler-lint1", "latch-depth=2", "reason-port=yes"],
  ["nesting=yes", "lvtpc=early", "unknown-chain=greedy-own"],
  ["lvtpc=late", "handler-quirk=no-ack", "unknown-chain=own"],
  ["lvtpc=forgotten", "handler-quirk=greedy", "touch=yes"],
  ["nmi-injection=drops", "latch-depth=2", "nesting=yes"],
  ["nmi-injection=again", "lvtpc=late", "nesting=yes"],
  ["front-handler=rendezvous", "unknown-chain=greedy", "nesting=yes"],
  ["front-handler=emergency", "reason-port=yes"],
  ["kvm-host=yes", "nesting=yes"],
  ["kvm-host=touch", "latch-depth=2"],
  ["pmu=vanishing", "handler-quirk=no-ack", "nesting=yes"],
  ["pmu=stopped", "nmi-source=lint1", "unknown-chain=greedy"],
  ["pmu=late", "lvtpc=late", "latch-depth=2"],
  ["pmu=window", "handler-quirk=double-count", "reason-port=yes"],
].map((axes) => ({ axes, named: readAxes(axes) }));

describe.each(slice(machines.slice(4), 10))("a machine with $axes", ({ named }) => {
  const configured = configurations([[1], [1, 1]], [1])
    .filter(({ platform }) => platform.name === "ideal" || platform.name === "sticky+shadow")
    .map((one) => ({ ...one, axes: named }));

  whole("the reference engine, written from the kernel alone, agrees on every edge", async () => {
    const engine = await openEngine({ kind: "name", name: "reference" });
    const result = await conform(engine, { origin, configurations: configured });
    await engine.close();
    expect(result).toMatchObject({ divergences: [], unsupported: [], failure: null });
    expect(result.edges.covered).toBe(result.edges.total);
    expect(result.edges.total).toBeGreaterThan(1_000);
  });

  whole("so does the model as an engine", async () => {
    const result = await conform(modelEngine(), { origin, configurations: configured });
    expect(result).toMatchObject({ conforms: true, divergences: [], unsupported: [] });
  });
});
