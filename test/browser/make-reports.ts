import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { policies } from "../../spec/policies/all.js";
import { packageRoot } from "../../src/base/package/root.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { buildTrace } from "../../src/machine/trace/build.js";
import { writeTrace } from "../../src/machine/trace/write.js";
import { reportHtml } from "../../src/report/html.js";
import { readPage } from "../../src/report/page.js";
import { smallDocument } from "../report/small-document.js";
import { artefacts, HOSTILE, LONG_STEPS, reports } from "./artefacts.js";

async function makeReport(...args: readonly string[]): Promise<void> {
  await execa(
    process.execPath,
    [join(packageRoot, "dist", "cli.js"), "report", "--checker", "explorer", ...args],
    { cwd: artefacts, stdio: ["ignore", "ignore", "inherit"] },
  );
}

/** A walk through the model of so many steps, the same each time; nothing in it is violated. */
async function longTrace(): Promise<string> {
  const platform = namedPlatform("ideal");
  const model = nmiModel({ platform, policy: policies.mainline });
  const loaded = await loadPolicy("mainline");
  if (loaded.kind === "refused") throw new Error("mainline is not known");
  const initial = model.initial();
  let state = initial;
  let seed = 1;
  const steps = Array.from({ length: LONG_STEPS }, () => {
    const possible = model.events.flatMap((event) => {
      const next = model.apply(event, state);
      return next === null ? [] : [{ event, state: next }];
    });
    // Numerical Recipes' generator: good enough for a walk.
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    const step = possible[Math.floor((seed / 2 ** 32) * possible.length)];
    if (step === undefined) throw new Error("something is always possible");
    state = step.state;
    return step;
  });
  const file = join(artefacts, "long.trace.json");
  await writeTrace(
    file,
    buildTrace(
      {
        nmicheck: "0.1.0",
        model: loaded.policy.model,
        policy: { name: "mainline", builtIn: true },
        platform,
        property: null,
      },
      { initial, steps },
    ),
  );
  return file;
}

/** A policy whose memory holds what would do harm as markup, in a file whose name does too. */
async function hostilePolicy(): Promise<string> {
  const file = join(artefacts, `${HOSTILE.replaceAll("/", "")}.ts`);
  await writeFile(
    file,
    `import type { Policy } from "nmicheck/policy";

export const hostile: Policy<{ readonly state: "calm" | ${JSON.stringify(HOSTILE)} }> = {
  initial: { state: "calm" },
  enter: (memory, seen) => (seen.backToBack ? memory : { state: "calm" }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: seen.handled > 1 ? { state: ${JSON.stringify(HOSTILE)} } : memory,
    unclaimed: seen.backToBack && memory.state !== "calm" ? "swallow" : "report",
  }),
};
`,
  );
  return file;
}

/** Makes the reports that the tests look at, and an empty folder for their screenshots. */
export default async function setup(): Promise<void> {
  await rm(artefacts, { recursive: true, force: true });
  await mkdir(join(artefacts, "screenshots"), { recursive: true });
  // Two at a time keep two cores busy.
  await Promise.all([
    makeReport("--out", reports.whole),
    makeReport("--out", reports.museum, ...MUSEUM, ...PLAIN).then(makeSmallReports),
  ]);
  await writeFile(reports.hostile, reportHtml(smallDocument(HOSTILE), await readPage()));
}

/** No more than verdicts, and the shortest counterexamples. */
const PLAIN = ["--no-find", "--no-limits", "--no-atlas"];
const MUSEUM = ["--policy", "museum", "--platform", "ideal", "--platform", "sticky"];

async function makeSmallReports(): Promise<void> {
  const onIdeal = ["--platform", "ideal", ...PLAIN];
  const log = join(artefacts, "a_log_whose_name_is_wider_than_a_telephone_and_has_no_blank.log");
  await copyFile(join(packageRoot, "test", "audit", "logs", "6.12", "false-swallow-1.log"), log);
  const shown = ["--trace", await longTrace(), "--log", log];
  await makeReport("--out", reports.long, "--policy", "mainline", ...onIdeal, ...shown);
  await makeReport("--out", reports.policy, "--policy", await hostilePolicy(), ...onIdeal);
  const small = ["--policy", "mainline", "--platform", "ideal", "--chain", "1", "--ips", "1"];
  await makeReport("--out", reports.cpus, ...small, "--cpus", "2", "--axis", "nmi-routing=all");
}
