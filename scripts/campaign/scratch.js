// Where the runs of a campaign write: folders of its own, with the user's copies of TLC's jar.
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { MARK, markOf } from "./processes.js";

/** Makes the folders: `temp` for temporary files, and `cache`, which is nmicheck's. */
export async function makeScratch() {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-campaign-"));
  const temp = join(folder, "tmp");
  const cache = join(folder, "cache", "nmicheck");
  await mkdir(temp);
  await mkdir(cache, { recursive: true });
  const { XDG_CACHE_HOME: base = join(homedir(), ".cache") } = process.env;
  await symlink(join(base, "nmicheck", "tlc"), join(cache, "tlc"));
  return { folder, temp, cache, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Runs a command whose processes have the mark of run `number`, and whose files are in `scratch`. */
export function runIn(scratch, [program, ...args], { number, env = {}, ...options }) {
  return execa(program, args, {
    env: {
      XDG_CACHE_HOME: join(scratch.folder, "cache"),
      TMPDIR: scratch.temp,
      CI: "",
      [MARK]: markOf(number),
      ...env,
    },
    reject: false,
    stdin: "ignore",
    ...options,
  });
}
