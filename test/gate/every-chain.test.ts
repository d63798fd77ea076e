import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { nmicheckVersion } from "../../src/cli/version.js";
import { keyOf, questionOf } from "../../src/gates/certificate/key.js";
import { parseCertificate, writeCertificates } from "../../src/gates/certificate/store.js";
import type { Answer } from "../../src/gates/gate/answer.js";
import { answersFrom } from "../../src/gates/gate/certify.js";
import { judge } from "../../src/gates/gate/judge.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { reasonsOf } from "../../src/gates/gate/outcome.js";
import { type GatesRun, runGates } from "../../src/gates/gate/run-gates.js";
import { updateExpectations } from "../../src/gates/gate/update.js";
import { terminalReport } from "../../src/gates/reporters/terminal.js";
import { configText, project } from "./project.js";

const SIZE = 'policy: "none", chain: [1], rips: 1';
const EVERY = `{ name: "every", ${SIZE}, scope: "every-chain", expect: { ideal: { NoMasked: "violated", NoStranded: "holds" } } },`;
const ONE = `{ name: "one", ${SIZE}, expect: { ideal: { NoStranded: "holds" } } },`;

let run: GatesRun;
let certificate: string;

async function gatesOf(folder: string): Promise<GatesRun> {
  return runGates(loadConfig(join(folder, "nmicheck.config.ts")), {
    version: nmicheckVersion(),
    checker: "explorer",
    cache: false,
  });
}

beforeAll(async () => {
  const folder = project({ "nmicheck.config.ts": configText(EVERY, ONE) });
  await updateExpectations(loadConfig(join(folder, "nmicheck.config.ts")), await gatesOf(folder));
  run = await gatesOf(folder);
  await writeCertificates(run.certificates, folder);
  certificate = readFileSync(join(folder, "every.certificate.json"), "utf8");
}, 120_000);

describe("a gate that asks for every chain", () => {
  test("passes where what holds is proven, and says what each verdict is about", () => {
    expect(run.gates.flatMap(reasonsOf)).toEqual([]);
    expect(
      run.gates.flatMap((gate) => (gate.kind === "verdicts" ? gate.verdicts : [])),
    ).toMatchObject([
      { property: "NoMasked", verdict: "violated", scope: "containing-chains" },
      { property: "NoStranded", verdict: "holds", scope: "every-chain" },
      { property: "NoStranded", verdict: "holds", scope: "machine" },
    ]);
    const report = terminalReport(run, { colour: false, folder: "." });
    expect(report).toContain("2 verdicts: 1 holds (1 for every chain), 1 violated");
  });

  test("its certificate has the proof, and another key than that of one machine", () => {
    const every = parseCertificate(certificate, "every.certificate.json");
    expect(every).toMatchObject({ scope: "every-chain" });
    const [, stranded] = every.platforms[0]?.verdicts ?? [];
    expect(stranded).toMatchObject({
      verdict: "holds",
      everyChain: { clauses: expect.arrayContaining(["LeftBehindPending"]) },
    });
    const question = questionOf(every);
    expect(keyOf(question, every.depends)).toBe(every.key);
    expect(keyOf({ ...question, scope: undefined }, every.depends)).not.toBe(every.key);
  });

  test("from the certificate the proof is told as it was given", () => {
    const every = parseCertificate(certificate, "every.certificate.json");
    const checker = { name: "explorer", version: nmicheckVersion(), reductions: [] } as const;
    const stranded = answersFrom(every, checker).find(({ property }) => property === "NoStranded");
    expect(stranded?.verdict).toMatchObject({ kind: "holds", everyChain: { kind: "proven" } });
  });

  test("not-proven: what holds on the machine alone does not pass", () => {
    const answer: Answer = {
      platform: "ideal",
      property: "NoStranded",
      verdict: { kind: "holds", everyChain: { kind: "not proven", why: "nobody found out" } },
      certified: false,
      states: { distinct: 1, generated: 1 },
      depth: 1,
      collisionProbability: null,
      seconds: 0,
    };
    const [prepared] = run.prepared;
    const [asked] = prepared?.asked ?? [];
    if (prepared === undefined || asked === undefined) throw new Error("nothing was asked");
    const expectation = {
      expected: "holds",
      pin: { verdict: "holds" },
      pins: prepared.pins,
      subject: asked.subject,
      place: null,
      policyPlace: null,
      version: nmicheckVersion(),
    } as const;
    expect(judge(answer, expectation)).toMatchObject([
      {
        code: "not-proven",
        message:
          "NoStranded on ideal holds on this machine, and is not proven for every chain: nobody found out.",
      },
    ]);
  });

  test("what must happen eventually is refused in its place", () => {
    const liveness = `{ name: "end", ${SIZE}, scope: "every-chain", expect: { ideal: { EveryEventHandled: "holds" } } },`;
    const folder = project({ "nmicheck.config.ts": configText(liveness) });
    expect(() => loadConfig(join(folder, "nmicheck.config.ts"))).toThrow(
      "is proven for no chain but this one",
    );
  });
});
