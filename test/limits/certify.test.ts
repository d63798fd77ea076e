import { expect, test } from "vitest";
import { certify } from "../../src/analyses/limits/certify.js";
import { certifyTable } from "../../src/analyses/limits/certify-table.js";
import { decisionTable } from "../../src/analyses/limits/decision-table.js";
import { hardwareOf } from "../../src/analyses/limits/hardware.js";
import type { Observation } from "../../src/analyses/limits/observation.js";
import { shortestPair } from "../../src/analyses/limits/pair.js";
import { bestOf } from "../../src/analyses/limits/synthesis.js";
import { walks } from "../../src/analyses/limits/walk.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { whole, wholly } from "../slice.js";
import { diagnosticOf } from "../tlc/diagnostic-of.js";
import { provisioned } from "../tlc/provisioned.js";

const platform = namedPlatform("sticky", [1], 1);
const claimOf = (observation: Observation) => {
  const pair = shortestPair(hardwareOf({ platform }, walks.chain, observation), { credit: true });
  return { platform, walk: "chain", observation, credit: true, pair } as const;
};

test("TLC finds a pair that is as short, and the typed model can go both ways", async () => {
  const tools = await provisioned();
  const certificate = await certify(claimOf(["rip", "handlers"]), { tools });
  expect(certificate?.jarVerified).toBe(true);
});

test("a bit for unknown sources leaves no pair, and TLC exhausts the composition", async () => {
  const tools = await provisioned();
  const claim = claimOf(["bitmap"]);
  expect(claim.pair).toBeNull();
  expect((await certify(claim, { tools }))?.distinct).toBeGreaterThan(1_000);
});

test("a pair that is not a shortest one is not certified", async () => {
  const tools = await provisioned();
  const claim = claimOf(["rip", "handlers"]);
  const pair = { ...claim.pair, reported: [], swallowed: [], seen: [] };
  expect(await diagnosticOf(certify({ ...claim, pair }, { tools }))).toMatchObject({
    code: "limits/not-certified",
  });
});

test("no pair is not certified where there is one", async () => {
  const tools = await provisioned();
  const claim = { ...claimOf(["rip", "handlers"]), pair: null };
  expect(await diagnosticOf(certify(claim, { tools }))).toMatchObject({
    code: "limits/not-certified",
    message:
      "TLC does not confirm what the explorer says: it found a pair where none was expected.",
  });
});

const seesUnknown: Observation = ["rip", "handlers", "bitmap"];
const perfect = decisionTable(
  bestOf(
    hardwareOf({ platform: namedPlatform("ideal") }, walks.chain, seesUnknown),
    "NoFalseSwallow",
  ).knowledge,
);

test.each(wholly(platformNames))(
  "TLC finds nothing wrong with the perfect policy of a bitmap on %s",
  async (name) => {
    const tools = await provisioned();
    const claim = { platform: namedPlatform(name), walk: "chain", table: perfect } as const;
    expect((await certifyTable(claim, { tools }))?.distinct).toBeGreaterThan(1_000);
  },
);

whole("a policy that says otherwise once is not certified as a perfect one", async () => {
  const tools = await provisioned();
  const cases = perfect.cases.map((one) =>
    one.action === "swallow" && one.observed.sources.filter((bit) => bit).length === 2
      ? { ...one, action: "report" as const }
      : one,
  );
  expect(cases).not.toEqual(perfect.cases);
  const claim = {
    platform: namedPlatform("ideal"),
    walk: "chain",
    table: { ...perfect, cases },
  } as const;
  expect(await diagnosticOf(certifyTable(claim, { tools }))).toMatchObject({
    code: "limits/not-certified",
    message: expect.stringContaining("the table that is said to be a perfect policy goes wrong"),
  });
});
