import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { chooseTools } from "../../src/analyses/check/check.js";
import { sealedText } from "../../src/base/document/sealed.js";
import { rerunCertificate } from "../../src/gates/certificate/rerun.js";
import { parseCertificate } from "../../src/gates/certificate/store.js";
import { verifyCertificate } from "../../src/gates/certificate/verify.js";
import type { GateChoices } from "../../src/gates/gate/choices.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { reasonsOf } from "../../src/gates/gate/outcome.js";
import { pinsText, readPins } from "../../src/gates/gate/pin-file.js";
import { runGates } from "../../src/gates/gate/run-gates.js";
import { updateExpectations } from "../../src/gates/gate/update.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { whole } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";
import { configText, project } from "./project.js";

const GATE = `{ name: "small", policy: "mainline", chain: [2], rips: 1, expect: { ideal: {
  NoSpurious: "holds", EveryEventHandled: "holds", RepeatedExternalReported: "violated" } } },`;

/** The button is swallowed each time it is pressed, for ever. */
const SWALLOWED = [
  "raise(0, 0)",
  "raise(0, 1)",
  "external",
  "deliver",
  "poll",
  "poll",
  "decide: NMI 1 handled, claimed [2]",
  "external",
  "for ever:",
  "deliver",
  "poll",
  "poll",
  "decide: NMI 2 swallowed, claimed [0]",
  "external",
];

let folder: string;
const config = (): string => join(folder, "nmicheck.config.ts");

const run = (choices: Partial<GateChoices> = {}) =>
  runGates(loadConfig(config()), {
    version: "0.0.0",
    checker: "explorer",
    cache: false,
    ...choices,
  });

async function told(choices: Partial<GateChoices> = {}): Promise<readonly string[]> {
  const { gates, reasons } = await run(choices);
  return [...reasons, ...gates.flatMap(reasonsOf)].map(
    ({ code, message }) => `${code}: ${message}`,
  );
}

/** Pins other lines, sealed as nmicheck seals them. */
async function pin(lines: readonly string[]): Promise<void> {
  const pins = await readPins(join(folder, "nmicheck.pins"), "small");
  const text = JSON.stringify(pins).replace(JSON.stringify(SWALLOWED), JSON.stringify(lines));
  expect(text).toContain(JSON.stringify(lines));
  writeFileSync(join(folder, "nmicheck.pins", "small.json"), pinsText(JSON.parse(text)));
}

/** A project with that gate, whose pins are written: each test has a copy of it. */
let updated: string;
beforeAll(async () => {
  updated = mkdtempSync(join(tmpdir(), "nmicheck-updated-"));
  folder = updated;
  writeFileSync(config(), configText(GATE));
  await updateExpectations(loadConfig(config()), await run());
});
afterAll(() => rmSync(updated, { recursive: true, force: true }));
beforeEach(() => {
  folder = project({});
  cpSync(updated, folder, { recursive: true });
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a gate about liveness", () => {
  test("passes, with the lasso pinned as events", async () => {
    expect(await told()).toEqual([]);
    const pins = await readPins(join(folder, "nmicheck.pins"), "small");
    expect(pins?.verdicts.ideal?.RepeatedExternalReported).toMatchObject({
      verdict: "violated",
      because: expect.stringContaining("; from then on events 9 to 13 repeat for ever"),
      events: SWALLOWED,
    });
    expect((await run()).gates).toMatchObject([
      {
        verdicts: [
          { property: "NoSpurious", verdict: "holds" },
          { property: "EveryEventHandled", verdict: "holds" },
          {
            property: "RepeatedExternalReported",
            verdict: "violated",
            counterexample: { events: SWALLOWED, replayedOn: ["reference"] },
          },
        ],
      },
    ]);
  });

  test("fails when the verdict is another one, and shows the way that never ends", async () => {
    const text = readFileSync(config(), "utf8");
    writeFileSync(
      config(),
      text.replace('"violated"', '"holds"').replace('Handled: "holds"', 'Handled: "violated"'),
    );
    const { gates } = await run();
    const reasons = gates.flatMap(reasonsOf);
    expect(reasons.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "verdict: EveryEventHandled on ideal holds now, and the config expects a violation.",
      expect.stringMatching(
        /^verdict: RepeatedExternalReported on ideal is violated, and the config expects that it holds: /,
      ),
    ]);
    expect(reasons[1]?.details.slice(7, 11)).toEqual([
      "   8  external",
      "      for ever:",
      "   9  deliver",
      "  10  poll",
    ]);
  });

  const twin = ["raise(0, 1)", "raise(0, 0)", ...SWALLOWED.slice(2)];
  const longer = [
    ...SWALLOWED.slice(0, 8),
    ...SWALLOWED.slice(9, 14),
    "for ever:",
    ...SWALLOWED.slice(9).map((line) => line.replace("NMI 2", "NMI 3")),
  ];
  test.each([
    ["a twin", twin],
    ["a longer one", longer],
  ])("passes with %s, which is a counterexample as good", async (_, lines) => {
    await pin(lines);
    const before = await told();
    // Its cause is told with the numbers of its events, so it has to be pinned with its own.
    expect(before.every((line) => line.includes("its cause is now"))).toBe(true);
    await pinCause(before[0]);
    expect(await told()).toEqual([]);
  });

  test.each([
    [
      "comes to an end",
      SWALLOWED.filter((line) => line !== "for ever:"),
      "nothing in it goes on for ever: it has no line `for ever:`",
    ],
    [
      "does not come back",
      SWALLOWED.toSpliced(13, 1),
      "it does not come back to the state where its cycle starts",
    ],
    [
      "stops where a fair action is possible",
      [...SWALLOWED.slice(0, 8), "for ever:"],
      "it is not fair to ",
    ],
    [
      "meets the demand",
      [
        "external",
        "deliver",
        "poll",
        "poll",
        "decide: NMI 1 unknown, claimed [0]",
        "external",
        "for ever:",
        "deliver",
        "poll",
        "poll",
        "decide: NMI 2 unknown, claimed [0]",
        "external",
      ],
      "it meets the demand",
    ],
    ["is not possible", SWALLOWED.toSpliced(9, 1), "event 9, poll, is not possible any more"],
    [
      "ends otherwise",
      SWALLOWED.with(12, "decide: NMI 2 unknown, claimed [0]"),
      "event 12 is now decide: NMI 2 swallowed, claimed [0]",
    ],
  ])("fails with pinned events of which %s", async (_, lines, why) => {
    await pin(lines);
    expect(await told()).toEqual([
      expect.stringContaining(
        `pin-differs: the counterexample of RepeatedExternalReported on ideal is not the pinned one: ${why}`,
      ),
    ]);
  });

  test("gate-dropped, when nobody asks any more", async () => {
    const text = readFileSync(config(), "utf8");
    writeFileSync(config(), text.replace('EveryEventHandled: "holds", ', ""));
    expect(await told()).toEqual([
      "gate-dropped: EveryEventHandled on ideal is pinned, but the config does not ask for it any more.",
    ]);
  });

  whole(
    "is proven by TLC, certified, answered from the cache, and proven again",
    async () => {
      const { jar } = await provisioned();
      const byTlc = { checker: "tlc", tlcJar: jar.path, cache: true } as const;
      const proven = await run(byTlc);
      expect(proven.gates.flatMap(reasonsOf)).toEqual([]);
      expect(proven.gates).toMatchObject([
        {
          cached: false,
          verdicts: [{ certified: true }, { certified: true }, { certified: true }],
        },
      ]);
      const again = await run(byTlc);
      expect(again.gates).toMatchObject([{ cached: true }]);
      expect(again.gates.flatMap(reasonsOf)).toEqual([]);
      const made = proven.certificates.get("small");
      if (made === undefined) throw new Error("there is no certificate");
      const loaded = await loadPolicy("mainline");
      if (loaded.kind === "refused") throw new Error("mainline is refused");
      const tools = await chooseTools({ checker: "tlc", tlcJar: jar.path }, {});
      const settings = { version: "0.0.0", tools, engines: {} };
      const problems = async (text: string) => {
        const certificate = parseCertificate(text, "small.certificate.json");
        return [
          ...(await verifyCertificate(certificate, loaded.policy, settings)),
          ...(await rerunCertificate(certificate, loaded.policy, settings)),
        ].flatMap(({ what, problem }) => (problem === null ? [] : [`${what} ${problem}`]));
      };
      expect(await problems(sealedText(made))).toEqual([]);
      const lie = JSON.stringify(made).replace(
        '"property":"EveryEventHandled","verdict":"holds"',
        `"property":"EveryEventHandled","verdict":"violated","because":"it is so","events":${JSON.stringify(SWALLOWED)},"replayedOn":[]`,
      );
      expect(await problems(sealedText(JSON.parse(lie)))).toEqual([
        "counterexample of EveryEventHandled on ideal is none: it meets the demand",
        "EveryEventHandled on ideal is holds here, and violated in the certificate",
      ]);
    },
    240_000,
  );
});

/** Pins the cause that a gate has told to be another one. */
async function pinCause(line: string | undefined): Promise<void> {
  const [, now = "", was = ""] =
    /its cause is now that (.*), and was that (.*)\.$/.exec(line ?? "") ?? [];
  if (now === "") return;
  const pins = await readPins(join(folder, "nmicheck.pins"), "small");
  const text = JSON.stringify(pins).replace(was, now);
  writeFileSync(join(folder, "nmicheck.pins", "small.json"), pinsText(JSON.parse(text)));
}
