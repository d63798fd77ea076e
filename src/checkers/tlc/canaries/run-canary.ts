import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryFolder } from "../../../base/process/temporary-folder.js";
import { commandLine } from "../command-line.js";
import { words } from "../diagnosis.js";
import type { TlcJar } from "../jar.js";
import type { Java } from "../java.js";
import { RunRecord } from "../record.js";
import { runJava } from "../run-java.js";
import type { Canary, Specification } from "./canary.js";

/** Whether a jar has a bug. */
export type CanaryState =
  | { readonly state: "present" | "absent" }
  /** Its canary gave no answer, or was not asked. */
  | { readonly state: "unknown"; readonly because: string };

/** With what canaries are run. */
export interface CanaryTools {
  readonly java: Java;
  readonly jar: Pick<TlcJar, "path">;
  readonly signal?: AbortSignal | undefined;
}

/** What TLC made of a specification. */
interface Ended {
  readonly found: boolean;
  /** It says, in words or by its exit code, that nothing is wrong. */
  readonly claimsSuccess: boolean;
  readonly said: string;
}

/** No canary takes a quarter of this on an idle machine. */
const TIMEOUT_SECONDS = 120;

/** The purpose in the name of a canary's folder. */
const PURPOSE = "canary";

/**
 * Runs a canary and its twin.
 *
 * @throws the reason of `signal`, once Java has ended
 */
export async function runCanary(canary: Canary, tools: CanaryTools): Promise<CanaryState> {
  const twin = await run(canary.twin, tools);
  if (!twin.found) {
    return { state: "unknown", because: `it finds nothing where there is no bug: ${twin.said}` };
  }
  let last: CanaryState = { state: "absent" };
  for (let attempt = 0; attempt < canary.tries && last.state !== "present"; attempt++) {
    last = judge(canary, await run(canary.specification, tools));
  }
  return last;
}

function judge({ truth, falseClaim }: Canary, { found, claimsSuccess, said }: Ended): CanaryState {
  if (falseClaim !== undefined && said.includes(falseClaim)) return { state: "present" };
  if (truth === "holds" && found) return { state: "present" };
  if (truth === "violated" && claimsSuccess) return { state: "present" };
  if (truth === "holds" ? claimsSuccess : found) return { state: "absent" };
  // It gives no verdict, and says so: that misleads nobody.
  if (said !== "") return { state: "absent" };
  return { state: "unknown", because: "TLC ended without a word" };
}

async function run(asked: Specification, tools: CanaryTools): Promise<Ended> {
  return await withTemporaryFolder(PURPOSE, async (folder) => {
    const [root] = asked.modules;
    if (root === undefined) throw new TypeError("a canary without a module");
    for (const [name, text] of asked.modules) await writeFile(join(folder, `${name}.tla`), text);
    const config = join(folder, "Canary.cfg");
    await writeFile(config, asked.config);
    const record = new RunRecord();
    const ended = await runJava({
      java: tools.java,
      line: lineOf(asked, join(folder, `${root[0]}.tla`), config, tools.jar.path, folder),
      folder,
      timeoutSeconds: TIMEOUT_SECONDS,
      signal: tools.signal,
      onEvent: (event) => record.take(event),
    });
    const isOver = ended.kind === "ended" && ended.exit.kind === "code";
    const said = record.errors.map(({ text }) => words(text)).join(" ");
    return {
      found: record.finding !== null,
      claimsSuccess: record.collision !== null || (isOver && ended.exit.code === 0),
      said: isOver ? said : "",
    };
  });
}

/** The line of a usual run, with what no usual run is given. */
function lineOf(
  { options, workers, config: text }: Specification,
  module: string,
  config: string,
  jar: string,
  folder: string,
): readonly string[] {
  const line = commandLine(
    { module, config, workers, fingerprintIndex: 0, checkDeadlock: false, tuning: "short" },
    jar,
    folder,
  );
  const temporal = text.includes("PROPERTY") && workers > 1 ? ["-lncheck", "final"] : [];
  return [...line.slice(0, -1), ...temporal, ...options, module];
}
