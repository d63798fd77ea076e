import { beforeAll, expect, test } from "vitest";
import { certifyPart } from "../../src/analyses/audit/certify-log.js";
import { chooseTools } from "../../src/analyses/check/check.js";
import type { TlcTools } from "../../src/analyses/check/tlc-conclusions.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { randomLog } from "../audit/random-log.js";
import { auditText } from "../audit/soundness.js";

/** Random logs, of every axis, that TLC follows as well: it must say the same of every NMI. */
const LOGS = Number(process.env.AUDIT_TLC_LOGS ?? 12);
const FIRST = Number(process.env.RANDOM_SEED ?? 2011) * 100_000;
const seeds = Array.from({ length: LOGS }, (_, index) => FIRST + index);

let tools: TlcTools;
beforeAll(async () => {
  const found = await chooseTools({ checker: "tlc" }, {});
  if (found === null) throw new Error("there is no TLC");
  tools = found;
});

test.each(seeds)(
  "TLC says of random log %i what the observers say",
  async (seed) => {
    const log = randomLog(seed, 12);
    const loaded = await loadPolicy("mainline");
    if (loaded.kind === "refused") throw new Error("mainline is not there");
    const machine = { ...log.machine, policy: loaded.policy };
    const { window, counts } = auditText(log.text, log);
    const asked = window.flatMap(({ nmis }) => nmis);
    expect(asked.length).toBe(counts.nmis);
    for (const part of window) {
      expect(await certifyPart(machine, part, { tools })).not.toBeNull();
    }
  },
  600_000,
);
