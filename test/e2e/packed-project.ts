import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { packageRoot } from "../../src/base/package/root.js";

/** The page that a user with a policy follows. */
export const policyPage = readFileSync(join(packageRoot, "docs", "your-policy.md"), "utf8");

/** The text of the first fenced block of `page`, that page if not given, that contains `text`. */
export function block(text: string, page: string = policyPage): string {
  const blocks = [...page.matchAll(/^```\w*\n(.*?)\n```$/gms)].map(([, inside = ""]) => inside);
  const found = blocks.find((inside) => inside.includes(text));
  if (found === undefined) throw new Error(`the page has no block with ${text}`);
  return found;
}

/** How a command ended. */
export interface Ended {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** Both streams, as a person sees them. */
  readonly shown: string;
}

/** An empty project that has the packed nmicheck installed. */
export interface PackedProject {
  readonly folder: string;
  /** The environment of a user to whom nothing of this clone or of an earlier run is to be found. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a program there. */
  run(
    file: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<Ended>;
  remove(): Promise<void>;
}

/** Packs nmicheck, and installs it into a new and empty project with that page's policy, `once.ts`. */
export async function packedProject(): Promise<PackedProject> {
  const root = await mkdtemp(join(tmpdir(), "nmicheck-e2e-"));
  const folder = join(root, "my-project");
  await mkdir(folder);
  const env = { XDG_CACHE_HOME: join(root, "cache"), CI: "", NO_COLOR: "1" };
  const run: PackedProject["run"] = async (file, args, more = {}) => {
    const { exitCode, stdout, all } = await execa(file, args, {
      cwd: folder,
      env: { ...env, ...more },
      all: true,
      reject: false,
      stdin: "ignore",
    });
    return { exitCode, stdout, shown: all };
  };
  await writeFile(join(folder, "once.ts"), `${block("// once.ts")}\n`);
  const { stdout } = await execa("npm", ["pack", "--silent", "--pack-destination", root], {
    cwd: packageRoot,
  });
  const quickly = ["--prefer-offline", "--no-audit", "--no-fund"];
  const tarball = join(root, stdout.trim());
  const installed = await run("npm", ["install", "--save-dev", ...quickly, tarball]);
  if (installed.exitCode !== 0) throw new Error(installed.shown);
  return { folder, env, run, remove: () => rm(root, { recursive: true, force: true }) };
}
