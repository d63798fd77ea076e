import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { nmicheckVersion } from "../../src/cli/version.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { reasonsOf } from "../../src/gates/gate/outcome.js";
import { runGates } from "../../src/gates/gate/run-gates.js";
import { provisioned } from "../tlc/provisioned.js";
import { configText, project } from "./project.js";

let jar: string;
beforeAll(async () => {
  jar = (await provisioned()).jar.path;
});

test("TLC certifies a gate with axes, and counts what the explorer counts", async () => {
  const folder = project({
    "nmicheck.config.ts": configText(
      '{ name: "wide", policy: "mainline", chain: [1, 1], rips: 1, axes: { "unknown-chain": "greedy-own", panic: "unknown", "reason-port": "yes" }, expect: { ideal: { NoHidden: "violated", NoFalseSwallow: "holds" } } },',
    ),
  });
  const run = await runGates(loadConfig(join(folder, "nmicheck.config.ts")), {
    version: nmicheckVersion(),
    checker: "tlc",
    tlcJar: jar,
    cache: false,
  });
  const [gate] = run.gates;
  expect(gate).toMatchObject({
    verdicts: expect.arrayContaining([
      expect.objectContaining({ property: "NoHidden", verdict: "violated", certified: true }),
    ]),
  });
  // There are no pins yet; that TLC counts otherwise would be one more reason.
  expect(run.gates.flatMap(reasonsOf).map(({ code }) => code)).not.toContain("witnesses-disagree");
  expect(run.certificates.get("wide")).toMatchObject({
    axes: { "reason-port": "yes", "unknown-chain": "greedy-own", panic: "unknown" },
    platforms: [{ agreed: ["typed model", "embedded explorer", "TLC"] }],
  });
}, 180_000);
