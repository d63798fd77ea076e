// Builds the site: docs, findings, atlas, the library's reference (TypeDoc), the report and play, in one
// folder that opens from the disk. Ends with 1 where a link leads nowhere or the site is too large.
//
//   node scripts/docs.js [--out FOLDER] [--quick]
//
// `site/` by default. `--quick`: a report of the shortest counterexamples alone.

import { readdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { execa } from "execa";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(root, "site") },
    quick: { type: "boolean", default: false },
  },
});
const out = resolve(values.out);

async function run(program, ...args) {
  const { exitCode } = await execa(program, args, { cwd: root, stdio: "inherit", reject: false });
  if (exitCode !== 0) process.exit(exitCode ?? 1);
}

await run(process.execPath, "scripts/build.js", "--if-stale");
const before = await readdir(out).catch(() => []);
if (before.length > 0 && !(before.includes("assets") && before.includes("modules.html"))) {
  console.log(`${out} holds something else than a site: name another folder.`);
  process.exit(2);
}
await rm(out, { recursive: true, force: true });
await run(
  process.execPath,
  "node_modules/typedoc/bin/typedoc",
  ...["--options", "typedoc.site.json", "--out", out],
);
const cli = join("dist", "cli.js");
await run(
  process.execPath,
  cli,
  "report",
  ...["--checker", "explorer"],
  ...(values.quick ? ["--no-find", "--no-limits"] : []),
  ...["--out", join(out, "report.html")],
);
await run(process.execPath, cli, "play", "--out", join(out, "play.html"));

await run(process.execPath, "scripts/site-links.js", out);
