import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { slice, whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";

const CONFIG = `import { defineConfig } from "nmicheck";
export default defineConfig({
  gates: [
    {
      name: "mine",
      policy: "./policies/mine.ts",
      chain: [2],
      rips: 1,
      expect: { ideal: { NoFalseSwallow: "violated", NoSpurious: "holds" } },
    },
  ],
});
`;

/** A file that the policy imports. */
const MANY = `import type { Handled } from "nmicheck/policy";

export function many(handled: Handled): boolean {
  return handled > 1;
}
`;

let folder: string;
const gate = (from: string, ...args: readonly string[]) =>
  nmicheck(
    ["gate", "--checker", "explorer", ...args],
    { XDG_CACHE_HOME: join(folder, "cache") },
    join(folder, from),
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "nmicheck-inputs-"));
  for (const name of ["policies", "other"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "nmicheck.config.ts"), CONFIG);
  const mainline = readFileSync(join(packageRoot, "spec", "policies", "mainline.ts"), "utf8")
    .replace("../policy.js", "nmicheck/policy")
    .replaceAll("mainline", "mine")
    .replace("seen.handled > 1", "many(seen.handled)");
  writeFileSync(
    join(folder, "policies", "mine.ts"),
    `import { many } from "./many.js";\n${mainline}`,
  );
  writeFileSync(join(folder, "policies", "many.ts"), MANY);
  const { exitCode, stderr } = await gate(".", "--update");
  expect(exitCode, stderr).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const folders: readonly (readonly [what: string, from: string])[] = [
  ["the config's folder", "."],
  ["the policy's folder", "policies"],
  ["another folder", "other"],
];

test.each(slice(folders, 3))(
  "run from %s, a gate sees that a file was changed which its policy imports",
  async (_, from) => {
    expect(await gate(from)).toMatchObject({ exitCode: 0 });
    const cached = await gate(from);
    expect(cached).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("from the cache"),
    });
    const imported = join(folder, "policies", "many.ts");
    writeFileSync(imported, MANY.replace("> 1", "> 0"));
    const changed = await gate(from);
    writeFileSync(imported, MANY);
    expect(changed.stdout).toContain("[pin-differs] the counterexample of NoFalseSwallow on ideal");
    expect(changed.exitCode).toBe(1);
  },
);

whole(
  "a gate whose engine is a script is never answered from the cache: what it loads may have changed",
  async () => {
    const config = join(folder, "nmicheck.config.ts");
    const before = readFileSync(config, "utf8");
    const [script, loaded] = ["engine.sh", "loaded.sh"].map((name) => join(folder, name));
    const engine = join(packageRoot, "dist", "src", "engines", "reference", "main.js");
    writeFileSync(script ?? "", `. ${loaded}\nplay '${process.execPath}' '${engine}'\n`);
    writeFileSync(loaded ?? "", 'play() { "$@"; }\n');
    writeFileSync(
      config,
      before
        .replace("./policies/mine.ts", "mainline")
        .replace("rips: 1,", `rips: 1, replay: [{ command: "sh ${script}" }],`),
    );
    expect((await gate(".", "--update")).exitCode).toBe(0);
    for (let round = 0; round < 2; round++) {
      const honest = await gate(".");
      expect(honest.exitCode, honest.stdout).toBe(0);
      expect(honest.stdout).not.toContain("from the cache");
    }
    writeFileSync(loaded ?? "", `play() { "$@" | sed -u 's/"swallowed"/"unknown"/'; }\n`);
    const lying = await gate(".");
    writeFileSync(config, before);
    expect(lying.exitCode).toBe(1);
    expect(lying.stdout).toContain("[replay-diverges] NoFalseSwallow on ideal has no verdict");
  },
);
