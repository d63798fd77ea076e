import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { writeCertificates } from "../../src/certificate/store.js";
import {
  type VerifyCertificateOptions,
  verifyCertificateCommand,
} from "../../src/cli/commands/verify-certificate.js";
import { nmicheckVersion } from "../../src/cli/version.js";
import { sealedText } from "../../src/document/sealed.js";
import { Fault } from "../../src/fault/fault.js";
import { renderFault } from "../../src/fault/render.js";
import { loadConfig } from "../../src/gate/load-config.js";
import { runGates } from "../../src/gate/run-gates.js";
import { configText, project } from "../gate/project.js";

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

/** What the command says of a certificate with this text, and how it ends. */
async function verify(
  certificate: string,
  options: VerifyCertificateOptions = {},
): Promise<{ readonly exitCode: number; readonly told: string }> {
  const file = join(project({ "c.json": certificate }), "c.json");
  let told = "";
  const answer = (part: string): void => {
    told += part;
  };
  const output = { answer, remark: answer, colour: false, terminal: null, width: 100 };
  try {
    const exitCode = await verifyCertificateCommand(output)(file, options);
    return { exitCode, told };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { exitCode: 2, told: renderFault(error).replaceAll(file, "c.json") };
  }
}

/** The certificate with a part changed, and sealed again by somebody who knows how. */
function forged(change: (certificate: ReturnType<typeof parsed>) => void): string {
  const certificate = parsed();
  change(certificate);
  const { sha256: _, ...rest } = certificate;
  return sealedText(rest);
}

// biome-ignore lint/suspicious/noExplicitAny: a forger keeps to no type
function parsed(): any {
  return JSON.parse(text);
}

const wrong = (told: string): readonly string[] =>
  told.split("\n").filter((line) => line.startsWith("WRONG"));

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
      (c: ReturnType<typeof parsed>) => {
        c.depends.nmicheck = "0.0.1";
      },
      ["key is not that of what", `nmicheck is ${nmicheckVersion()} here, and 0.0.1 in`],
    ],
    [
      "of another model",
      (c: ReturnType<typeof parsed>) => {
        c.depends.ir = "0".repeat(64);
      },
      ["key is not", "model (IR) is "],
    ],
    [
      "of other TLA+",
      (c: ReturnType<typeof parsed>) => {
        c.depends.tla = "0".repeat(64);
      },
      ["key is not", "TLA+ is "],
    ],
    [
      "of a larger machine",
      (c: ReturnType<typeof parsed>) => {
        c.rips = 2;
      },
      ["key is not", "configuration ideal is "],
    ],
    [
      "with a counterexample that is none",
      (c: ReturnType<typeof parsed>) => {
        c.platforms[0].verdicts[1].events.pop();
      },
      ["counterexample of NoMasked on ideal is none: NoMasked holds at its end"],
    ],
  ])("%s is wrong at first sight", async (_, change, problems) => {
    const { exitCode, told } = await verify(forged(change));
    expect(exitCode).toBe(1);
    expect(told).toContain("the certificate is not valid here.\n");
    const lines = wrong(told);
    expect(lines).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) expect(lines[index]).toContain(problem);
  });

  test.each([
    [
      "fewer states",
      (c: ReturnType<typeof parsed>) => {
        c.platforms[0].states.distinct = 105;
      },
      ["states on ideal is [106,"],
    ],
    [
      "an action that fired more often",
      (c: ReturnType<typeof parsed>) => {
        c.platforms[0].coverage.actions.raise += 1;
      },
      ["coverage on ideal is "],
    ],
    [
      "a verdict that is the other one",
      (c: ReturnType<typeof parsed>) => {
        c.platforms[0].verdicts[1] = { property: "NoMasked", verdict: "holds" };
      },
      ["NoMasked on ideal is violated by 5 events here, and holds in the certificate"],
    ],
    [
      "a longer counterexample",
      (c: ReturnType<typeof parsed>) => {
        const { events } = c.platforms[0].verdicts[1];
        const [first] = events;
        events.unshift(first, first);
      },
      null,
    ],
  ])("with %s is found out", async (_, change, problems) => {
    const certificate = forged(change);
    if (problems !== null) expect((await verify(certificate)).exitCode).toBe(0);
    const { exitCode, told } = await verify(certificate, { rerun: true });
    expect(exitCode).toBe(1);
    if (problems === null) expect(wrong(told).length).toBeGreaterThan(0);
    else {
      const lines = wrong(told);
      expect(lines).toHaveLength(problems.length);
      for (const [index, problem] of problems.entries()) expect(lines[index]).toContain(problem);
    }
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
