import type { GateOutcome, GateRun } from "../../src/gates/gate/outcome.js";
import { reason } from "../../src/gates/gate/reason.js";

/** What somebody would like a report to carry out of a policy or a config. */
export const EVIL =
  "\u001b[2J</failure><script>alert(1)</script>]]> & \"'` | @everyone ```\n::error::owned\nok 9 - fine # SKIP ![x](https://evil.example) \u0000\u202e\ud800";

/** A run that fails, every text of which comes from somebody who means harm. */
export const hostileRun: GateRun = {
  nmicheck: "0.0.0",
  config: `/p/${EVIL.replaceAll("/", "")}.ts`,
  checker: { name: "explorer", version: "0.0.0", reductions: [] },
  gates: [
    {
      kind: "verdicts",
      name: "mine",
      policy: EVIL,
      chain: [2, 1],
      rips: 2,
      place: { file: `/p/a b#${EVIL.replaceAll("/", "")}.ts`, line: 3, column: 4 },
      cached: false,
      seconds: 0,
      reasons: [reason("failed", EVIL, { details: [EVIL], blame: "tool" })],
      verdicts: [
        {
          platform: "ideal",
          property: "NoSpurious",
          expected: "holds",
          verdict: "violated",
          scope: "machine",
          certified: false,
          states: { distinct: 1, generated: 1 },
          depth: 1,
          collisionProbability: null,
          counterexample: { events: [EVIL], because: EVIL, replayedOn: [EVIL] },
          reasons: [reason("verdict", EVIL, { details: [EVIL] })],
        },
      ],
    },
  ],
  reasons: [],
  seconds: 0,
};

const engine: GateOutcome = {
  kind: "conformance",
  name: "linux",
  engine: `linux:${EVIL}`,
  place: null,
  cached: true,
  seconds: 1.25,
  reasons: [reason("conformance", EVIL, { details: [EVIL] })],
  edges: { total: 10, covered: 9 },
  nmis: 7,
};

/** Runs of each shape that there is, by what became of them. */
export const runs: Readonly<Record<string, GateRun>> = {
  "is hostile": hostileRun,
  "fails on an engine, and as a whole": {
    ...hostileRun,
    gates: [...hostileRun.gates, engine],
    reasons: [reason("gate-dropped", EVIL)],
  },
  passes: {
    ...hostileRun,
    checker: { name: "tlc", version: "2.19", jarSha256: "0".repeat(64), jarVerified: true },
    gates: [{ ...engine, reasons: [], edges: { total: 10, covered: 10 } }],
  },
  "ended before anything was checked": {
    ...hostileRun,
    checker: null,
    gates: [],
    reasons: [reason("failed", EVIL, { blame: "tool", details: [EVIL] })],
  },
};
