import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { whole } from "../slice.js";
import { block, type Ended, policyPage } from "./packed-project.js";

let folder: string;
let project: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-e2e-"));
  project = join(folder, "my-project");
  await mkdir(project);
  // Nothing of this clone or of an earlier run is to be found.
  env = { XDG_CACHE_HOME: join(folder, "cache"), CI: "", NO_COLOR: "1" };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs one line of docs/your-policy.md as a shell would: its lines have no quotes and no variables. */
async function run(
  line: string,
  cwd: string = project,
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const [program = "", ...args] = line.split(" ");
  const { exitCode, stdout, all } = await execa(program, args, {
    cwd,
    env: { ...env, ...more },
    all: true,
    reject: false,
    stdin: "ignore",
  });
  return { exitCode, stdout, shown: all };
}

async function changePolicy(from: string, to: string): Promise<void> {
  const file = join(project, "once.ts");
  const text = await readFile(file, "utf8");
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
}

describe("a project made from nothing by following docs/your-policy.md", () => {
  test("is set up by the page's own lines", async () => {
    await writeFile(join(project, "once.ts"), `${block("// once.ts")}\n`);
    await writeFile(join(project, "once.test.ts"), `${block('import "nmicheck/vitest"')}\n`);
    const lines = block("npm pack --pack-destination").split("\n");
    expect(lines.length).toBeGreaterThan(4);
    let cwd = packageRoot;
    for (const line of lines) {
      if (line.startsWith("cd ")) {
        cwd = project;
        continue;
      }
      const { exitCode, shown } = await run(line.replace("../my-project", project), cwd);
      expect(exitCode, `${line}\n${shown}`).toBe(0);
    }
  });

  test("has a package with its types, small enough to be fetched in passing", async () => {
    const [tarball = ""] = (await readdir(project)).filter((name) => name.endsWith(".tgz"));
    expect((await stat(join(project, tarball))).size).toBeLessThan(3_000_000);
    const installed = join(project, "node_modules", "nmicheck");
    const files = await readdir(installed, { recursive: true });
    const types = files.filter((path) => path.endsWith(".d.ts"));
    for (const path of ["dist/src/index", "dist/spec/policy", "dist/src/api/vitest/matchers"]) {
      expect(types).toContain(`${path}.d.ts`);
    }
    const texts = await Promise.all(types.map((path) => readFile(join(installed, path), "utf8")));
    expect(texts.filter((text) => text.includes(packageRoot))).toEqual([]);
  });

  whole(
    "is gated in CI, in a checkout of its own, by the commands that the page names",
    async () => {
      const [, sentence = ""] = /\bin CI, run (.*?)\. /.exec(policyPage) ?? [];
      const commands = [...sentence.matchAll(/`([^`]+)`/g)].map(([, command = ""]) => command);
      expect(commands).toHaveLength(3);
      const checkout = join(folder, "checkout");
      // What a commit holds; without vitest, which a gate does not need.
      await cp(project, checkout, {
        recursive: true,
        filter: (path) => !/node_modules|package(-lock)?\.json$|\.test\.ts$/.test(path),
      });
      const [tarball = ""] = /\.\/nmicheck-\S+\.tgz/.exec(policyPage) ?? [];
      const lock = await run(`npm install --save-dev --package-lock-only ${tarball}`, checkout);
      expect(lock.exitCode, lock.shown).toBe(0);
      const runner = { CI: "true", XDG_CACHE_HOME: join(folder, "cache-of-ci") };
      for (const command of commands) {
        const { exitCode, shown } = await run(command, checkout, runner);
        expect(exitCode, `${command}\n${shown}`).toBe(0);
      }
      const policy = join(checkout, "once.ts");
      const text = await readFile(policy, "utf8");
      await writeFile(policy, text.replace("seen.handled > 1", "seen.handled > 0"));
      const changed = await run(commands.at(-1) ?? "", checkout, runner);
      expect(changed.exitCode, changed.shown).toBe(1);
      expect(changed.shown).toContain(
        "[pin-differs] the counterexample of NoFalseSwallow on ideal",
      );
      const update = await run(`${commands.at(-1)} --update`, checkout, runner);
      expect(update.exitCode).toBe(2);
      expect(update.shown).toContain("error[gate/update-in-ci]");
    },
  );

  test("has a gate that TLC certifies, as a document that is alone on its stream", async () => {
    const { exitCode, stdout } = await run("npx nmicheck gate --json --no-cache");
    expect(exitCode).toBe(0);
    const document: unknown = JSON.parse(stdout);
    expect(document).toMatchObject({ schema: "nmicheck.gate/1", checker: { name: "tlc" } });
  });

  test("checks its policy type by type, as TypeScript reads the package", async () => {
    const options =
      "--noEmit --strict --module nodenext --target es2023 --skipLibCheck --types node";
    // The compiler and Node's types are those of this clone.
    for (const name of ["typescript", join("@types", "node")]) {
      const place = join(project, "node_modules", name);
      await rm(place, { recursive: true, force: true });
      await mkdir(dirname(place), { recursive: true });
      await symlink(join(packageRoot, "node_modules", name), place);
    }
    const files = "once.ts once.test.ts nmicheck.config.ts";
    expect(await run(`node node_modules/typescript/bin/tsc ${options} ${files}`)).toMatchObject({
      exitCode: 0,
      shown: "",
    });
    await writeFile(
      join(project, "wrong.ts"),
      `import { check } from "nmicheck";\nvoid check({ properties: ["NoSuchThing"] });\n`,
    );
    const wrong = await run(`node node_modules/typescript/bin/tsc ${options} wrong.ts`);
    expect(wrong.exitCode).not.toBe(0);
    expect(wrong.shown).toContain(
      `Type '"NoSuchThing"' is not assignable to type 'NmiAnyProperty'.`,
    );
  });

  test("can use the library, from plain JavaScript too", async () => {
    await writeFile(
      join(project, "library.mjs"),
      `import { check, replay } from "nmicheck";
const [result] = await check({ policies: ["once.ts"], platforms: ["ideal"], properties: ["NoFalseSwallow"] });
const [played] = await replay([result.trace], { policy: "once.ts" });
console.log(result.verdict, result.length, result.replayedOn.join(), played.verdict);
`,
    );
    expect(await run("node library.mjs")).toMatchObject({
      exitCode: 0,
      shown: "violated 14 model agrees",
    });
  });

  test("fails, in the gate and in its test, when the policy is changed", async () => {
    await changePolicy("seen.handled > 1", "seen.handled > 0");
    const gate = await run("npx nmicheck gate");
    expect(gate.exitCode, gate.shown).toBe(1);
    expect(gate.shown).toContain("NoFalseSwallow");
    const tests = await run("npx vitest run");
    expect(tests.exitCode).not.toBe(0);
    expect(tests.shown).toContain("the counterexample was to have 14 states");
    expect(tests.shown).toContain("default_do_nmi takes the NMI");
    await changePolicy("seen.handled > 0 ?", "seen.handled > 1 ?");
    expect((await run("npx nmicheck gate")).exitCode).toBe(0);
  });

  test("is told where its policy leaves the subset", async () => {
    await changePolicy(
      "proceed: (memory) =>",
      'proceed: (memory) => Math.random() > 0.5 ? { memory, walk: "stop" } :',
    );
    const { exitCode, shown } = await run("npx nmicheck check --policy once.ts --checker explorer");
    expect(exitCode).toBe(2);
    expect(shown).toMatch(
      /error\[L111\]: `Math\.random` gives a different answer each time\.\nonce\.ts:8:/,
    );
  });
});
