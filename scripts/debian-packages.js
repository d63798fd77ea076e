import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";

async function exists(path, mode) {
  try {
    await access(path, mode);
    return true;
  } catch {
    return false;
  }
}

async function isThere({ program, file }) {
  if (file !== undefined) return exists(file, constants.R_OK);
  // A user's PATH often leaves out the folders of the programs for administration.
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  const found = await Promise.all(
    folders.map((folder) => exists(join(folder, program), constants.X_OK)),
  );
  return found.includes(true);
}

async function aptKnows(name) {
  const shown = await execa("apt-cache", ["show", name], { reject: false, stdout: "ignore" });
  return shown.exitCode === 0;
}

const aptGet = (...args) =>
  execa("apt-get", args, { stdio: "inherit", env: { DEBIAN_FRONTEND: "noninteractive" } });

/**
 * Makes sure that programs and files are there: as root on Debian it installs the packages that
 * have them, elsewhere it says which ones are missing and ends with 3.
 *
 * @param needed what is called, each with the package that has it: `{ program, package }`, or
 * `{ file, package }` where no program tells
 * @param fetched packages that apt must know, which are fetched later
 */
export async function requirePackages(needed, fetched = []) {
  const there = await Promise.all(needed.map(isThere));
  const missing = [...new Set(needed.filter((_, i) => !there[i]).map((need) => need.package))];
  const hasApt = await isThere({ program: "apt-get" });
  const isRoot = process.getuid?.() === 0;
  const isUnknown = hasApt && (await Promise.all(fetched.map(aptKnows))).includes(false);
  if (missing.length === 0 && !isUnknown) return;
  if (!hasApt || !isRoot) {
    console.error(
      missing.length > 0
        ? `error: these Debian packages are missing: ${missing.join(" ")}`
        : `error: apt knows no package for one of: ${fetched.join(" ")}`,
    );
    const install = missing.length > 0 ? ` && apt-get install --yes ${missing.join(" ")}` : "";
    console.error(`  → as root on Debian 12 or later: apt-get update${install}`);
    process.exit(3);
  }
  await aptGet("update");
  if (missing.length > 0) {
    await aptGet("install", "--yes", "--no-install-recommends", ...missing);
  }
}
