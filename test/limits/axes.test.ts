import { expect, test } from "vitest";
import { certify } from "../../src/analyses/limits/certify.js";
import { certifyTable } from "../../src/analyses/limits/certify-table.js";
import { decisionTable } from "../../src/analyses/limits/decision-table.js";
import { hardwareOf } from "../../src/analyses/limits/hardware.js";
import { knowable } from "../../src/analyses/limits/knowable.js";
import { DEFAULT_OBSERVATION, type Observation } from "../../src/analyses/limits/observation.js";
import { bestOf } from "../../src/analyses/limits/synthesis.js";
import { walks } from "../../src/analyses/limits/walk.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { slice, wholly } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";
import { expectSameKnowledge, expectSamePair } from "./agreement.js";
import { expectTrue } from "./observers.js";

const machines = [
  ["nesting=yes"],
  ["reason-port=yes"],
  ["reason-port=known"],
  ["lvtpc=late", "nesting=yes"],
  ["latch-depth=2"],
  ["touch=yes"],
  ["nmi-source=unnamed"],
  ["nmi-source=empty"],
  ["nmi-source=handler-unnamed"],
  ["kvm-host=touch"],
].map((texts) => ({ name: texts.join(" "), axes: readAxes(texts) }));

const platform = namedPlatform("ideal", [1], 1);

/** One that cannot be perfect, and one that can on the core. */
const observations: readonly Observation[] = [DEFAULT_OBSERVATION, ["rip", "handlers", "bitmap"]];

test.each(slice(machines.slice(-2), 2))(
  "the knowledge sets and pairs are those of a plain search: $name",
  ({ axes }) => {
    // Bitmaps take their time where a port has bits of its own.
    const hasPort = axes.names["reason-port"] !== undefined;
    for (const observation of hasPort ? [DEFAULT_OBSERVATION] : observations) {
      expectSameKnowledge({ platform, axes, walk: "chain", observation });
      expectSamePair({ platform, axes, walk: "chain", observation });
    }
  },
);

test.each(slice(machines.slice(-2), 2))(
  "what is said of an observer is true: $name",
  async ({ axes }) => {
    for (const observation of observations) {
      await expectTrue({ platform, axes, walk: "chain", observation });
    }
  },
);

test.each(wholly(machines))("TLC confirms it: $name", async ({ axes }) => {
  const tools = await provisioned();
  for (const observation of observations) {
    const machine = { platform, axes, walk: "chain", observation } as const;
    const hardware = hardwareOf(machine, walks.chain, observation);
    const { pair, perfectPolicy } = knowable(hardware);
    const certificate = perfectPolicy
      ? await certifyTable(
          { ...machine, table: decisionTable(bestOf(hardware, "NoFalseSwallow").knowledge) },
          { tools },
        )
      : await certify({ ...machine, credit: true, pair }, { tools });
    expect(certificate?.distinct).toBeGreaterThan(50);
  }
});
