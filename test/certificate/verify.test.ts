import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { verifyCertificateCommand } from "../../src/cli/commands/verify-certificate.js";
import { nmicheckVersion } from "../../src/cli/version.js";
import { writeCertificates } from "../../src/gates/certificate/store.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { runGates } from "../../src/gates/gate/run-gates.js";
import { configText, project } from "../gate/project.js";
import { type Forgery, forgedFrom, verify, wrong } from "./verify-command.js";

let text: string;
beforeAll(async () => {
  const folder = project({
    "nmicheck.config.ts": configText(
      '{ name: "small", policy: "none", chain: [1], rips: 1, expect: { ideal: { NoFalseSwallow: "holds", NoMasked: "violated" } } },',
    ),
  });
  const run = await runGates(loadConfig(join(folder, "nmicheck.config.ts")), {
    version: nmicheckVersion(),
    checker: "explorer",
    cache: false,
  });
  await writeCertificates(run.certificates, folder);
  text = readFileSync(join(folder, "small.certificate.json"), "utf8");
});

const forged = (change: (certificate: Forgery) => void): string => forgedFrom(text, change);

describe("a certificate that is right", () => {
  test("is valid by its hashes and its counterexample", async () => {
    const { exitCode, told } = await verify(text);
    expect(exitCode).toBe(0);
    expect(told).toContain("same     counterexample of NoMasked on ideal\n");
    expect(told).toMatch(/\n\nthe certificate is valid; `--rerun` proves everything again\.\n$/);
  });

  test("is proven again with --rerun", async () => {
    const { exitCode, told } = await verify(text, { rerun: true });
    expect(exitCode).toBe(0);
    for (const what of ["states", "coverage", "NoFalseSwallow", "NoMasked"]) {
      expect(told).toContain(`same     ${what} on ideal\n`);
    }
    expect(told).toContain("the certificate is valid, and everything was proven again.\n");
  });

  test("as a document", async () => {
    const { told } = await verify(text, { json: true });
    expect(JSON.parse(told)).toMatchObject({
      schema: "nmicheck.verify-certificate/1",
      isRight: true,
      rerun: false,
      checks: expect.arrayContaining([{ what: "TLA+", problem: null, isCircumstance: false }]),
    });
  });
});

describe("a file that is refused", () => {
  test.each([
    [
      "cut",
      () => text.slice(0, 500),
      /^error\[document\/cut-off\]: the certificate is cut off: .*\nc\.json:\d+:\d+\n/,
    ],
    [
      "edited",
      () => text.replace('"distinct": 106', '"distinct": 107'),
      /^error\[document\/edited\]: the certificate was changed after nmicheck wrote it: its SHA-256 is another one\.\nc\.json:/,
    ],
    [
      "of something else",
      () => '{ "schema": "nmicheck.trace/1" }',
      /^error\[document\/(shape|schema-version)\]: .*\nc\.json:1:/,
    ],
    [
      "of an older schema",
      () => text.replace("certificate/1", "certificate/0"),
      /^error\[document\/schema-version\]: the certificate is written in nmicheck\.certificate\/0; this nmicheck reads nmicheck\.certificate\/1\.\nc\.json:2:/,
    ],
    ["empty", () => "", /^error\[document\/\S+\]: /],
  ])("%s", async (_, made, message) => {
    expect(await verify(made())).toEqual({ exitCode: 2, told: expect.stringMatching(message) });
  });

  test("that is not there", async () => {
    const output = {
      answer: () => {},
      remark: () => {},
      colour: false,
      terminal: null,
      width: 100,
      unread: new AbortController().signal,
    };
    await expect(verifyCertificateCommand(output)("no.json", {})).rejects.toThrow(
      "there is no file no.json.",
    );
  });

  test("certificate/policy-needed: of a policy of somebody's own", async () => {
    const own = forged((certificate) => {
      certificate.policy = { name: "mine", builtIn: false };
    });
    expect(await verify(own)).toEqual({
      exitCode: 2,
      told: "error[certificate/policy-needed]: the certificate is of the policy mine, which does not come with nmicheck.\n  → name the policy's file, too: `--policy FILE`.",
    });
  });

  test("certificate/policy-other: another policy is given", async () => {
    expect(await verify(text, { policy: "mainline" })).toEqual({
      exitCode: 2,
      told: "error[certificate/policy-other]: the certificate is of the policy none, and not of mainline.\n  → leave `--policy` out for a built-in policy, else name the file of the certificate's.",
    });
  });
});

describe("a certificate that somebody has forged and sealed again", () => {
  test.each([
    [
      "of an older nmicheck",
      (c: Forgery) => {
        c.depends.nmicheck = "0.0.1";
      },
      ["key is not that of what", `nmicheck is ${nmicheckVersion()} here, and 0.0.1 in`],
    ],
    [
      "of another model",
      (c: Forgery) => {
        c.depends.ir = "0".repeat(64);
      },
      ["key is not", "model (IR) is "],
    ],
    [
      "of other TLA+",
      (c: Forgery) => {
        c.depends.tla = "0".repeat(64);
      },
      ["key is not", "TLA+ is "],
    ],
    [
      "of a larger machine",
      (c: Forgery) => {
        c.rips = 2;
      },
      ["key is not", "configuration ideal is "],
    ],
    [
      "with a counterexample that is none",
      (c: Forgery) => {
        c.platforms[0].verdicts[1].events.pop();
      },
      ["counterexample of NoMasked on ideal is none: NoMasked holds at its end"],
    ],
    [
      "with another cause of its counterexample",
      (c: Forgery) => {
        c.platforms[0].verdicts[1].because = "the moon was full";
      },
      ["counterexample of NoMasked on ideal violates it since "],
    ],
  ])("%s is wrong at first sight", async (_, change, problems) => {
    const { exitCode, told } = await verify(forged(change));
    expect(exitCode).toBe(1);
    expect(told).toContain("the certificate is not valid here.\n");
    const lines = wrong(told);
    expect(lines).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) expect(lines[index]).toContain(problem);
  });

  test("with lies that only a proof tells is found out by one, each of them", async () => {
    const certificate = forged((c) => {
      const [platform] = c.platforms;
      platform.states.distinct = 105;
      platform.coverage.actions.raise += 1;
      platform.agreed.push("TLC");
      platform.collisionProbability = 1e-12;
      platform.verdicts[1] = { property: "NoMasked", verdict: "holds" };
    });
    expect((await verify(certificate)).exitCode).toBe(0);
    const { exitCode, told } = await verify(certificate, { rerun: true });
    expect(exitCode).toBe(1);
    expect(wrong(told)).toEqual(
      [
        "states on ideal is [106,",
        "coverage on ideal is ",
        "collision probability on ideal is null here, and 1e-12 in",
        "witnesses on ideal is typed model, embedded explorer here, and typed model, embedded explorer, TLC in",
        "NoMasked on ideal is violated by 5 events here, and holds in the certificate",
      ].map((problem) => expect.stringContaining(problem)),
    );
  });

  test.each([
    [
      "a policy that was called more often",
      (c: Forgery) => {
        c.platforms[0].coverage.policyCalls += 1;
      },
      /^WRONG {4}coverage on ideal is /,
    ],
    [
      "a longer counterexample",
      (c: Forgery) => {
        const { events } = c.platforms[0].verdicts[1];
        const [first] = events;
        events.unshift(first, first);
      },
      /^WRONG /,
    ],
  ])("with %s is found out", async (_, change, problem) => {
    const { exitCode, told } = await verify(forged(change), { rerun: true });
    expect(exitCode).toBe(1);
    expect(wrong(told)[0]).toMatch(problem);
  });

  test("with engines that nobody asks again: told as a circumstance", async () => {
    const { exitCode, told } = await verify(
      forged((c) => {
        c.platforms[0].verdicts[1].replayedOn.push("linux:6.12");
      }),
      { rerun: true },
    );
    expect(told).toContain(
      "other    engines of NoMasked on ideal were not asked again: linux:6.12\n",
    );
    expect(exitCode).toBe(0);
  });

  test("with other programs of nmicheck: told as a circumstance, not as wrong", async () => {
    const { exitCode, told } = await verify(
      forged((c) => {
        c.depends.build = "0".repeat(64);
        // A forger who knows how makes the key fit.
      }),
    );
    expect(told).toMatch(/^other {4}programs of nmicheck is [0-9a-f]{64} here, and 0{64} in/m);
    expect(wrong(told)).toEqual([expect.stringContaining("key is not")]);
    expect(exitCode).toBe(1);
  });
});
