import { appendFileSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { sealedText } from "../../src/base/document/sealed.js";
import { nmicheckVersion } from "../../src/cli/version.js";
import { writeCertificates } from "../../src/gates/certificate/store.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { runGates } from "../../src/gates/gate/run-gates.js";
import { configText, project } from "../gate/project.js";
import { whole } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";
import { type Forgery, forgedFrom, verify, wrong } from "./verify-command.js";

/** A policy of a user's. */
const LAZY = `import type { Policy } from "nmicheck/policy";
export const lazy: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
`;

const lazyFile = (): string => join(project({ "lazy.ts": LAZY }), "lazy.ts");

let jar: string;
let text: string;
/** A certificate of the policy above, replayed on an engine that is started by a command. */
let own: string;

async function certificateOf(gate: string, files: Readonly<Record<string, string>>) {
  const folder = project({ ...files, "nmicheck.config.ts": configText(gate) });
  const run = await runGates(loadConfig(join(folder, "nmicheck.config.ts")), {
    version: nmicheckVersion(),
    checker: "tlc",
    tlcJar: jar,
    cache: false,
  });
  await writeCertificates(run.certificates, folder);
  return readFileSync(join(folder, "small.certificate.json"), "utf8");
}

beforeAll(async () => {
  jar = (await provisioned()).jar.path;
  const expected = 'expect: { ideal: { NoFalseSwallow: "holds", NoMasked: "violated" } } },';
  text = await certificateOf(
    `{ name: "small", policy: "none", chain: [1], rips: 1, ${expected}`,
    {},
  );
  own = await certificateOf(
    `{ name: "small", policy: "./lazy.ts", chain: [1], rips: 1, replay: ["model"], ${expected}`,
    { "lazy.ts": LAZY },
  );
});

const rerun = (
  certificate: string,
  more: { readonly policy?: string; readonly tlcJar?: string } = {},
) => verify(certificate, { rerun: true, tlcJar: jar, ...more });

describe("a certificate by TLC, with --rerun", () => {
  test("is proven again, and everything in it is looked at", async () => {
    const { exitCode, told } = await rerun(text);
    expect(told.split("\n").filter((line) => !line.startsWith("same   "))).toEqual([
      "",
      "the certificate is valid, and everything was proven again.",
      "",
    ]);
    const looked = [...told.matchAll(/^same {5}(.*)$/gm)].map(([, what]) => what);
    expect(looked).toEqual([
      "key",
      "nmicheck",
      "programs of nmicheck",
      "model (IR)",
      "TLA+",
      "configuration ideal",
      "jar of TLC",
      "Java",
      "counterexample of NoMasked on ideal",
      "states on ideal",
      "coverage on ideal",
      "count by TLC on ideal",
      "collision probability on ideal",
      "witnesses on ideal",
      "NoFalseSwallow on ideal",
      "NoMasked on ideal",
      "engines of NoMasked on ideal",
    ]);
    expect(exitCode).toBe(0);
  });

  whole("of a policy file is proven again from that file", async () => {
    const { exitCode, told } = await rerun(own, { policy: lazyFile() });
    expect(wrong(told)).toEqual([]);
    expect(told).toContain("same     engine model\n");
    expect(exitCode).toBe(0);
  });

  whole("of a policy file that is another one now is wrong", async () => {
    const file = join(project({ "lazy.ts": LAZY.replace('"report"', '"swallow"') }), "lazy.ts");
    const { exitCode, told } = await rerun(own, { policy: file });
    const lines = wrong(told).map((line) => line.replace(/ (is|are) .*/, ""));
    for (const what of ["model (IR)", "TLA+", "states on ideal", "NoFalseSwallow on ideal"]) {
      expect(lines).toContain(`WRONG    ${what}`);
    }
    expect(exitCode).toBe(1);
  });

  test.each([
    ["edited", () => text.replace('"distinct": 106', '"distinct": 107'), "document/edited"],
    ["cut", () => text.slice(0, -40), "document/cut-off"],
    ["foreign", () => sealedText({ schema: "nmicheck.trace/1" }), "document/schema-version"],
    ["older", () => text.replace("certificate/1", "certificate/0"), "document/schema-version"],
  ])("that is %s is refused before anything is run", async (_, made, code) => {
    const { exitCode, told } = await rerun(made(), { tlcJar: "/there/is/no.jar" });
    expect(told).toContain(`error[${code}]: `);
    expect(exitCode).toBe(2);
  });

  test.each([
    [
      "other answers",
      (c: Forgery) => {
        c.platforms[0].collisionProbability = 0;
        c.platforms[0].agreed.push("a friend");
        c.platforms[0].verdicts[1] = { property: "NoMasked", verdict: "holds" };
      },
      [
        "collision probability on ideal is ",
        "witnesses on ideal is ",
        "NoMasked on ideal is violated by 5 events here, and holds in",
      ],
    ],
    [
      "the version of an older nmicheck, and the TLA+ of something else",
      (c: Forgery) => {
        c.depends.nmicheck = "0.0.1";
        c.depends.tla = "0".repeat(64);
      },
      ["key is not", "nmicheck is ", "TLA+ is "],
    ],
  ])("that was forged with %s is found out", async (_, change, problems) => {
    const { exitCode, told } = await rerun(forgedFrom(text, change));
    expect(exitCode).toBe(1);
    expect(told).toContain("the certificate is not valid here.\n");
    const lines = wrong(told);
    expect(lines, told).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) expect(lines[index]).toContain(problem);
  });

  whole("by a jar that nobody vouches for: told as another one", async () => {
    const other = join(project({}), "other.jar");
    cpSync(jar, other);
    appendFileSync(other, "\0");
    const { exitCode, told } = await rerun(text, { tlcJar: other });
    expect(told).toMatch(/^other {4}jar of TLC is [0-9a-f]{64} here, and [0-9a-f]{64} in/m);
    expect(wrong(told)).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test("without TLC is not proven by anybody else", async () => {
    const { exitCode, told } = await rerun(text, { tlcJar: "/there/is/no.jar" });
    expect(told).toContain("error[tlc/jar-not-found]: ");
    expect(exitCode).toBe(2);
  });
});

test("without --rerun TLC need not be there, which is told", async () => {
  vi.stubEnv("XDG_CACHE_HOME", project({}));
  vi.stubEnv("TLA2TOOLS_JAR", undefined);
  try {
    const { exitCode, told } = await verify(text);
    expect(told).toMatch(/^other {4}jar of TLC is not there here, and [0-9a-f]{64} in/m);
    expect(wrong(told)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(await verify(text, { rerun: true })).toEqual({
      exitCode: 3,
      told: expect.stringContaining("error[tlc/jar-missing]: "),
    });
  } finally {
    vi.unstubAllEnvs();
  }
});

test("engines of somebody else's certificate are not started", async () => {
  const folder = project({});
  const started = join(folder, "started");
  const { exitCode, told } = await verify(
    forgedFrom(text, (c) => {
      c.depends.engines = {
        [`touch ${started}`]: "0".repeat(64),
        "linux:/nowhere": "0".repeat(64),
      };
    }),
    { tlcJar: jar },
  );
  expect(told).toMatch(/^other {4}engine touch .* is [0-9a-f]{64} here, and 0{64} in/m);
  expect(told).toMatch(/^other {4}engine linux:\/nowhere is not there here, and/m);
  expect(wrong(told)).toEqual([expect.stringContaining("key is not")]);
  expect(exitCode).toBe(1);
  expect(() => readFileSync(started)).toThrow("ENOENT");
});
