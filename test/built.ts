import { join } from "node:path";
import { execa } from "execa";
import { packageRoot } from "../src/base/package/root.js";

/** Builds what is stale before any test runs: some tests start programs of ours as a user would. */
export default async function setup(): Promise<void> {
  await execa(process.execPath, [join(packageRoot, "scripts", "build.js"), "--if-stale"], {
    cwd: packageRoot,
    stdio: ["ignore", "inherit", "inherit"],
  });
}
