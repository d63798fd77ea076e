import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { packageRoot } from "../../src/base/package/root.js";
import { certificateSchema } from "../../src/gates/certificate/schema.js";
import { block, type PackedProject, packedProject } from "./packed-project.js";

/** What GitHub documents of a composite action, as far as this one uses it. */
const actionSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  inputs: z.record(z.string(), z.strictObject({ description: z.string(), default: z.string() })),
  runs: z.strictObject({
    using: z.literal("composite"),
    steps: z.array(
      z.strictObject({
        name: z.string(),
        // GitHub demands a shell of each step of a composite action.
        shell: z.literal("bash"),
        "working-directory": z.string(),
        env: z.record(z.string(), z.string()).default({}),
        run: z.string(),
      }),
    ),
  }),
});

let project: PackedProject;
let action: z.infer<typeof actionSchema>;
beforeAll(async () => {
  project = await packedProject();
  const text = await readFile(
    join(project.folder, "node_modules", "nmicheck", "action.yml"),
    "utf8",
  );
  action = actionSchema.parse(parse(text));
  await project.run("npx", ["nmicheck", "init", "--policy", "once.ts"]);
});
afterAll(() => project.remove());

let runner: string;
beforeEach(async () => {
  runner = join(project.folder, "..", "runner");
  await rm(runner, { recursive: true, force: true });
  await mkdir(runner);
});

/** Runs the steps as a runner of GitHub's does, up to the first that fails. */
async function runAction(inputs: Readonly<Record<string, string>> = {}) {
  const value = (text: string): string =>
    text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => {
      return inputs[name] ?? action.inputs[name]?.default ?? `there is no input ${name}`;
    });
  let shown = "";
  for (const [index, step] of action.runs.steps.entries()) {
    const script = join(runner, `${index}.sh`);
    await writeFile(script, step.run);
    const env = Object.fromEntries(
      Object.entries(step.env).map(([name, text]) => [name, value(text)]),
    );
    const folder = join(project.folder, value(step["working-directory"]));
    const ended = await project.run(
      "bash",
      [
        ...["-c", 'cd "$1" && exec bash --noprofile --norc -eo pipefail "$2"', "bash"],
        ...[folder, script],
      ],
      {
        ...env,
        CI: "true",
        GITHUB_ACTIONS: "true",
        GITHUB_WORKSPACE: project.folder,
        GITHUB_STEP_SUMMARY: join(runner, "summary.md"),
        GITHUB_OUTPUT: join(runner, "output"),
        GITHUB_ENV: join(runner, "env"),
      },
    );
    shown += ended.shown;
    if (ended.exitCode !== 0) return { failed: step.name, exitCode: ended.exitCode, shown };
  }
  return { failed: null, exitCode: 0, shown };
}

const inProject = (...names: readonly string[]): string => join(project.folder, ...names);
const text = (...names: readonly string[]): Promise<string> =>
  readFile(inProject(...names), "utf8");
const summary = (): Promise<string> => readFile(join(runner, "summary.md"), "utf8");

async function changePolicy(from: string, to: string): Promise<void> {
  const before = await text("once.ts");
  expect(before).toContain(from);
  await writeFile(inProject("once.ts"), before.replace(from, to));
}

describe("action.yml", () => {
  test("puts no input into a script", () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain("${{");
  });

  test("is what docs/gates.md uses, with inputs that there are", async () => {
    const page = await readFile(join(packageRoot, "docs", "gates.md"), "utf8");
    const workflow = z
      .object({
        jobs: z.record(
          z.string(),
          z.object({
            steps: z.array(
              z.object({
                uses: z.string().optional(),
                with: z.record(z.string(), z.unknown()).optional(),
              }),
            ),
          }),
        ),
      })
      .parse(parse(block("uses: ./node_modules/nmicheck", page)));
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    const own = steps.filter(({ uses }) => uses === "./node_modules/nmicheck");
    expect(own).toHaveLength(1);
    for (const name of Object.keys(own[0]?.with ?? {})) {
      expect(Object.keys(action.inputs)).toContain(name);
    }
    const upload = steps.find(({ uses }) => uses?.includes("upload-sarif"));
    expect(upload?.with).toEqual({ sarif_file: action.inputs.sarif?.default });
  });

  test("passes, fetches TLC itself, and leaves reports and certificates", async () => {
    const { failed, shown } = await runAction();
    expect(failed, shown).toBeNull();
    expect(shown).not.toContain("::error");
    expect(JSON.parse(await text("nmicheck.sarif"))).toMatchObject({
      version: "2.1.0",
      runs: [{ results: [] }],
    });
    expect(await text("nmicheck.xml")).toContain(' failures="0"');
    expect(await summary()).toContain("## nmicheck: the gates pass");
    const file = ["nmicheck-certificates", "once.certificate.json"];
    const certificate = certificateSchema.parse(JSON.parse(await text(...file)));
    expect(certificate.depends.checker).toBe("tlc");
    const verified = await project.run("npx", [
      ...["nmicheck", "verify-certificate", join(...file), "--policy", "once.ts"],
    ]);
    expect(verified.shown).toContain("the certificate is valid");
    expect(verified.exitCode).toBe(0);
  });

  test("fails on a policy that was changed, at its line, and leaves reports that say so", async () => {
    await changePolicy("seen.handled > 1", "seen.handled > 0");
    const { failed, exitCode, shown } = await runAction();
    await changePolicy("seen.handled > 0 ?", "seen.handled > 1 ?");
    expect([failed, exitCode]).toEqual(["Check the gates", 1]);
    expect(shown).toMatch(/^::error file=\S+,line=\d+,col=\d+,title=nmicheck%3A once/m);
    const sarif = JSON.parse(await text("nmicheck.sarif"));
    expect(sarif.runs[0].results.length).toBeGreaterThan(0);
    expect(await text("nmicheck.xml")).toMatch(/ failures="[1-9]/);
    expect(await summary()).toContain("## nmicheck: the gates fail");
  });

  test("fails on a config that is not there, and no report says otherwise", async () => {
    expect((await runAction()).failed).toBeNull();
    const evil = 'x" ; touch owned ; "$(touch owned)`touch owned`.ts';
    const { failed, exitCode, shown } = await runAction({ config: evil });
    expect([failed, exitCode]).toEqual(["Check the gates", 2]);
    expect(shown).toContain("::error ");
    expect(existsSync(inProject("owned"))).toBe(false);
    expect(await text("nmicheck.xml")).toMatch(/ failures="1"/);
    expect(JSON.parse(await text("nmicheck.sarif"))).toMatchObject({
      runs: [{ results: [{ ruleId: "failed", level: "error" }] }],
    });
    expect(await summary()).toContain("nothing was checked");
  });

  test("takes another folder, config and files", async () => {
    await mkdir(inProject("a b"), { recursive: true });
    const config = (await text("nmicheck.config.ts")).replace("./once.ts", "../once.ts");
    await writeFile(
      inProject("a b", "other.config.ts"),
      config.replace("gates:", 'pins: "../nmicheck.pins", gates:'),
    );
    const { failed, shown } = await runAction({
      "working-directory": "a b",
      config: "other.config.ts",
      sarif: "o p.sarif",
      junit: "o p.xml",
      certificates: "o p",
    });
    expect(failed, shown).toBeNull();
    for (const name of ["o p.sarif", "o p.xml", join("o p", "once.certificate.json")]) {
      expect(existsSync(inProject("a b", name)), name).toBe(true);
    }
  });
});

test("the hook of docs/gates.md keeps a change out of the history that the gates refuse", async () => {
  const page = await readFile(join(packageRoot, "docs", "gates.md"), "utf8");
  const git = (...args: readonly string[]) =>
    project.run("git", ["-c", "user.name=x", "-c", "user.email=x@example.com", ...args]);
  expect((await git("init", "--quiet")).exitCode).toBe(0);
  const hook = inProject(".git", "hooks", "pre-commit");
  await mkdir(inProject(".git", "hooks"), { recursive: true });
  await writeFile(hook, `${block("exec npx --no-install nmicheck", page)}\n`, { mode: 0o755 });
  await git("add", "once.ts", "nmicheck.config.ts", "nmicheck.pins");
  const first = await git("commit", "--quiet", "-m", "A gate");
  expect(first.exitCode, first.shown).toBe(0);
  await changePolicy("seen.handled > 1", "seen.handled > 0");
  await git("add", "once.ts");
  const second = await git("commit", "--quiet", "-m", "A change");
  await changePolicy("seen.handled > 0 ?", "seen.handled > 1 ?");
  expect(second.exitCode).not.toBe(0);
  expect(second.shown).toContain("1 of 1 gate failed");
  expect((await git("rev-list", "--count", "HEAD")).stdout).toBe("1");
});

test("the job of docs/gates.md for GitLab runs commands and writes files that there are", async () => {
  const page = await readFile(join(packageRoot, "docs", "gates.md"), "utf8");
  const { nmicheck: job } = z
    .object({
      nmicheck: z.object({
        before_script: z.array(z.string()),
        script: z.array(z.string()),
        artifacts: z.object({
          when: z.literal("always"),
          paths: z.array(z.string()),
          reports: z.object({ junit: z.string() }),
        }),
      }),
    })
    .parse(parse(block("before_script:", page)));
  const { junit } = job.artifacts.reports;
  for (const name of [junit, ...job.artifacts.paths]) {
    await rm(inProject(name), { recursive: true, force: true });
  }
  // What installs Java and the project's packages is not run again.
  const own = [...job.before_script, ...job.script].filter((line) => line.startsWith("npx "));
  expect(own.length).toBe(2);
  for (const line of own) {
    const { exitCode, shown } = await project.run("bash", ["-c", line], { CI: "true" });
    expect(exitCode, shown).toBe(0);
  }
  expect(await text(junit)).toContain(' failures="0"');
  for (const name of job.artifacts.paths) expect(existsSync(inProject(name)), name).toBe(true);
});
