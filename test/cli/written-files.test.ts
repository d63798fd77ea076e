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
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { slice, whole, wholly } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";
import { nmicheck } from "./nmicheck.js";

let root: string;
let env: Readonly<Record<string, string>>;
let next = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "nmicheck-written-"));
  env = { HOME: join(root, "home"), XDG_CACHE_HOME: join(root, "cache"), CI: "" };
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function newFolder(): Promise<string> {
  const folder = join(root, String(next++));
  await mkdir(folder);
  return folder;
}

const small = ["--chain", "1", "--ips", "1"];
const masked = ["--policy", "mainline", "--platform", "ideal", "--property", "NoMasked"];

/** Commands that write into a folder, with the option that names it. */
const writers: readonly (readonly [string, readonly string[], string])[] = [
  ["check", ["check", "--checker", "explorer", ...masked, ...small], "--out"],
  ["find", ["find", "NoMasked", "--max-events", "2", ...small], "--out"],
  ["limits", ["limits", "--checker", "explorer", "--chain", "2", "--ips", "1"], "--out"],
  ["conform", ["conform", "--policy", "mainline", "--platform", "ideal", ...small], "--out"],
  ["gate", ["gate", "--checker", "explorer", "--config", "CONFIG"], "--certificates"],
];

async function run(args: readonly string[], option: string, folder: string) {
  const config = join(root, "nmicheck.config.ts");
  // An engine that tells every unknown NMI as swallowed: something to write a trace of.
  const engine = join(packageRoot, "dist", "src", "engines", "reference", "main.js");
  const liar = `sh ${join(root, "liar.sh")}`;
  await writeFile(
    join(root, "liar.sh"),
    `'${process.execPath}' '${engine}' | sed -u 's/"unknown"/"swallowed"/'\n`,
  );
  const more = args[0] === "conform" ? ["--engine-command", liar] : [];
  const given = args.map((arg) => (arg === "CONFIG" ? config : arg));
  return nmicheck([...given, ...more, option, folder], env);
}

/** What is in a folder, by its paths: files with their text, folders with null. */
async function contents(folder: string): Promise<ReadonlyMap<string, string | null>> {
  const found = new Map<string, string | null>();
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    const full = join(folder, path);
    found.set(path, (await stat(full)).isFile() ? await readFile(full, "utf8") : null);
  }
  return found;
}

/** Of the files in one folder with one ending the first, and every folder. */
function oneOfEachKind<Text>(paths: ReadonlyMap<string, Text>): ReadonlyMap<string, Text> {
  const kinds = new Map<string, string>();
  for (const path of [...paths.keys()].reverse()) {
    kinds.set(path.replace(/[^/.]+(\.[^/]*)$/, "*$1"), path);
  }
  return new Map(
    [...paths].filter(([path]) => kinds.get(path.replace(/[^/.]+(\.[^/]*)$/, "*$1")) === path),
  );
}

describe.each(slice(writers, 5))("%s", (name, args, option) => {
  let written: ReadonlyMap<string, string | null>;
  let clean: string;
  beforeAll(async () => {
    await writeFile(
      join(root, "nmicheck.config.ts"),
      `import { defineConfig } from "nmicheck";
export default defineConfig({ gates: [{ name: "small", policy: "none", chain: [1], rips: 1,
  expect: { ideal: { NoFalseSwallow: "holds" } } }] });
`,
    );
    clean = await newFolder();
    const { exitCode, stderr } = await run(args, option, clean);
    expect([0, 1], stderr).toContain(exitCode);
    written = await contents(clean);
    expect(written.size).toBeGreaterThan(0);
  });

  test("writes over its own files", async () => {
    const { stderr } = await run(args, option, clean);
    expect(stderr).not.toContain("error[");
    expect(await contents(clean)).toEqual(written);
  });

  test("writes through no link, and over nobody's file", async () => {
    for (const [path, text] of oneOfEachKind(written)) {
      const outside = await newFolder();
      await writeFile(join(outside, "victim"), "mine");
      const folder = await newFolder();
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await symlink(text === null ? outside : join(outside, "victim"), join(folder, path));
      const linked = await run(args, option, folder);
      expect(linked.stderr, path).toContain(`error[out/link]: ${join(folder, path)} is a link`);
      expect(linked.exitCode).toBe(2);
      expect(await contents(outside)).toEqual(new Map([["victim", "mine"]]));
      if (text === null) continue;

      await rm(join(folder, path));
      await writeFile(join(folder, path), "mine");
      const taken = await run(args, option, folder);
      expect(taken.stderr, path).toContain(`error[out/not-ours]: ${join(folder, path)} is there`);
      expect(taken.exitCode).toBe(2);
      expect(await readFile(join(folder, path), "utf8")).toBe("mine");
    }
  }, 300_000);

  test("says of a folder that cannot be made which, and why", async () => {
    const folder = await newFolder();
    await writeFile(join(folder, "taken"), "");
    for (const path of [join(folder, "taken", "deeper"), join(folder, "x".repeat(4000))]) {
      const { exitCode, stderr } = await run(args, option, path);
      expect(stderr).toMatch(/^error\[(out\/no-folder|certificate\/unwritable)\]: /m);
      expect(stderr).toMatch(/(not a directory|name too long)\.$/m);
      expect(exitCode).toBe(2);
    }
    expect(await readdir(folder), name).toEqual(["taken"]);
  });
});

describe("the TLA+ of a policy file", () => {
  whole("goes through no link, and over nobody's file", async () => {
    const once = join(packageRoot, "test", "api", "policies", "once.ts");
    const outside = await newFolder();
    await writeFile(join(outside, "victim"), "mine");
    const folder = await newFolder();
    await symlink(join(outside, "victim"), join(folder, "NmiOnce.tla"));
    const args = ["generate", "--policy", once];
    const linked = await run(args, "--out", folder);
    expect(linked).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`error[out/link]: ${join(folder, "NmiOnce.tla")}`),
    });
    await rm(join(folder, "NmiOnce.tla"));
    await writeFile(join(folder, "NmiOnce.tla"), "---- MODULE Mine ----\n====\n");
    const taken = await run(args, "--out", folder);
    expect(taken).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`error[out/not-ours]: ${join(folder, "NmiOnce.tla")}`),
    });
    expect(await readFile(join(folder, "NmiOnce.tla"), "utf8")).toContain("MODULE Mine");
    expect(await contents(outside)).toEqual(new Map([["victim", "mine"]]));
  });
});

test("--save-explorer writes over no file of somebody's", async () => {
  const folder = await newFolder();
  const file = join(folder, "once.ts");
  await writeFile(file, "mine");
  const args = ["check", "--checker", "explorer", ...masked, ...small, "--save-explorer"];
  expect(await nmicheck([...args, file], env)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(`error[out/not-ours]: ${file} is there already`),
  });
  expect(await readFile(file, "utf8")).toBe("mine");
  await rm(file);
  for (const _ of ["written", "and over its own"]) {
    const { stderr } = await nmicheck([...args, file], env);
    expect(stderr).not.toContain("error[");
    expect(await readFile(file, "utf8")).toContain("every step and invariant over packed states");
  }
});

/** A policy file that exports what `exported` says. */
const policy = (exported: string): string => `import type { Policy } from "nmicheck/policy";
${exported.replace("POLICY", '{ initial: null, enter: (memory) => memory, proceed: (memory) => ({ memory, walk: "on" }), finish: (memory) => ({ memory, unclaimed: "report" }) }')};
`;
const named = (name: string): string => policy(`export const ${name}: Policy<null> = POLICY`);
const unnamed = policy("export default POLICY satisfies Policy<null>");

describe("names of policies and of their files", () => {
  const awkward: readonly (readonly [what: string, file: string, text: string])[] = [
    ["letters that TLA+ has not", "policy.ts", named("größe")],
    ["a dollar", "policy.ts", named("$x")],
    ["the prototype", "policy.ts", named("__proto__")],
    ["a method of every object", "policy.ts", named("constructor")],
    ["the longest there may be", "policy.ts", named("a".repeat(64))],
    ["no name, in a file that a shell would run", "a b;$(touch owned)`touch owned`.ts", unnamed],
    ["no name, in a file without a letter", "日本.ts", unnamed],
    ["no name, in a file that looks like an option", "-rf.ts", unnamed],
    ["no name, in a file of dots", "...ts", unnamed],
    ["no name, in a file with a line break", "a\nb.ts", unnamed],
  ];
  test.each(wholly(awkward))("%s", async (_, file, text) => {
    const folder = await newFolder();
    await writeFile(join(folder, file), text);
    const before = [...(await contents(folder)).keys()];
    const args = [`--policy=./${file}`, "--platform", "ideal", ...small, "--out", "out"];
    const checked = await nmicheck(
      ["check", "--json", "--checker", "explorer", ...args],
      env,
      folder,
    );
    expect(checked.stderr).toBe("");
    expect(checked.exitCode).toBe(1);
    const found = await nmicheck(["find", "NoMasked", "--max-events", "2", ...args], env, folder);
    expect(found.stderr).not.toContain("error[");
    expect(found.exitCode).toBe(0);
    const written = await contents(folder);
    const outside = [...written.keys()].filter(
      (path) => path !== "out" && !path.startsWith("out/"),
    );
    expect(outside).toEqual(before);
    const traces = [...written.keys()].filter((path) => path.endsWith(".trace.json"));
    expect(traces.length).toBeGreaterThan(2);
    const shown = await nmicheck(["trace", traces[0] ?? "", `--policy=./${file}`], env, folder);
    expect(shown.stderr).toBe("");
    expect(shown.exitCode).toBe(0);
  });

  test("one that is too long is refused in its place", async () => {
    const folder = await newFolder();
    await writeFile(join(folder, "policy.ts"), named("a".repeat(65)));
    const { exitCode, stderr } = await nmicheck(["check", "--policy", "policy.ts"], env, folder);
    expect(stderr).toMatch(/^error\[L145\]: this name has 65 characters\.\npolicy\.ts:2:14$/m);
    expect(exitCode).toBe(2);
  });

  whole(
    "TLC checks a policy whose name TLA+ does not allow, and init makes a gate of it",
    async () => {
      const { jar } = await provisioned();
      const folder = await newFolder();
      await writeFile(join(folder, "policy.ts"), named("größe$1"));
      const asked = ["--policy", "policy.ts", "--platform", "ideal"];
      const init = await nmicheck(["init", ...asked], env, folder);
      expect(init.stderr).toBe("");
      expect(await readdir(join(folder, "nmicheck.pins"))).toEqual(["gr-e-1.json"]);
      const gate = await nmicheck(["gate", "--tlc-jar", jar.path], env, folder);
      expect(gate.stdout).toContain("1 gate passed.");
      expect(gate.exitCode).toBe(0);
    },
  );
});

describe("pins", () => {
  const config = (pins: string): string => `import { defineConfig } from "nmicheck";
export default defineConfig({ pins: ${JSON.stringify(pins)}, gates: [{ name: "package", policy: "none",
  chain: [1], rips: 1, expect: { ideal: { NoFalseSwallow: "holds" } } }] });
`;
  const update = ["gate", "--update", "--checker", "explorer"];

  whole("in a folder of other files: those are neither pins nor removed", async () => {
    const folder = await newFolder();
    await writeFile(join(folder, "nmicheck.config.ts"), config("."));
    await cp(join(packageRoot, "tsconfig.json"), join(folder, "tsconfig.json"));
    const updated = await nmicheck(update, env, folder);
    expect(updated.stderr).toBe("");
    expect(updated.exitCode).toBe(0);
    expect((await readdir(folder)).sort()).toEqual([
      "nmicheck.config.ts",
      "package.json",
      "tsconfig.json",
    ]);
    const gate = await nmicheck(["gate", "--checker", "explorer"], env, folder);
    expect(gate.stdout).toContain("1 gate passed");
    // A gate that was renamed takes its old pins along.
    await writeFile(
      join(folder, "nmicheck.config.ts"),
      config(".").replace('"package"', '"other"'),
    );
    expect((await nmicheck(update, env, folder)).exitCode).toBe(0);
    expect((await readdir(folder)).sort()).toEqual([
      "nmicheck.config.ts",
      "other.json",
      "tsconfig.json",
    ]);
  });

  whole("over a file of somebody's, and through a link: not written", async () => {
    const folder = await newFolder();
    await writeFile(join(folder, "nmicheck.config.ts"), config("."));
    await writeFile(join(folder, "package.json"), "{}\n");
    const taken = await nmicheck(update, env, folder);
    expect(taken).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(
        `error[out/not-ours]: ${join(folder, "package.json")} is there already`,
      ),
    });
    expect(await readFile(join(folder, "package.json"), "utf8")).toBe("{}\n");

    const outside = await newFolder();
    await writeFile(join(outside, "victim"), "");
    await writeFile(join(folder, "nmicheck.config.ts"), config("pins"));
    await mkdir(join(folder, "pins"));
    await symlink(join(outside, "victim"), join(folder, "pins", "package.json"));
    const linked = await nmicheck(update, env, folder);
    expect(linked).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`error[out/link]: ${join(folder, "pins", "package.json")}`),
    });
    expect(await readFile(join(outside, "victim"), "utf8")).toBe("");
  });
});
