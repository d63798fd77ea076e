import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "../../src/base/package/root.js";
import { type Ended, nmicheck } from "./nmicheck.js";

/** Writes the URL of each module that Node loads as a line of a file. */
const hooks = (file: string): string => `
import { appendFileSync } from "node:fs";
export async function load(url, context, next) {
  appendFileSync(${JSON.stringify(file)}, url + "\\n");
  return next(url, context);
}
`;

/** How a run of the command line ended, and what it loaded. */
export interface Observed extends Ended {
  /** The packages, by their names. */
  readonly packages: readonly string[];
  /** nmicheck's own modules, from the package's folder on. */
  readonly own: readonly string[];
}

/** What Node has loaded so far for a process with a certain environment. */
export interface Recording {
  readonly env: Readonly<Record<string, string>>;
  loaded(): Promise<Pick<Observed, "packages" | "own">>;
}

/** Records in `folder` what a process loads that is started with the environment of the recording. */
export async function recording(folder: string): Promise<Recording> {
  const list = join(folder, "loaded");
  const [hook, preload] = [join(folder, "hooks.mjs"), join(folder, "preload.mjs")];
  await writeFile(list, "");
  await writeFile(hook, hooks(list));
  await writeFile(
    preload,
    `import { register } from "node:module";\nregister(${JSON.stringify(pathToFileURL(hook).href)});\n`,
  );
  return {
    env: { NODE_OPTIONS: `--import=${pathToFileURL(preload).href}` },
    loaded: async () => {
      const urls = (await readFile(list, "utf8")).split("\n");
      const packages = urls.flatMap(
        (url) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? [],
      );
      const root = `${pathToFileURL(packageRoot).href}/`;
      const own = urls
        .filter((url) => url.startsWith(root) && !url.includes("node_modules"))
        .map((url) => url.slice(root.length));
      return { packages: [...new Set(packages)].sort(), own };
    },
  };
}

/** Runs the built command line, and tells which modules Node has loaded for it. */
export async function observed(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Observed> {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-loaded-"));
  try {
    const { env: recorded, loaded } = await recording(folder);
    const ended = await nmicheck(args, { ...env, ...recorded });
    return { ...ended, ...(await loaded()) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
