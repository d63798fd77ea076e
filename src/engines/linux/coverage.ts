import { access, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { z } from "zod";
import type { PolicyName } from "../../../spec/policies/all.js";
import { withTemporaryFolder } from "../../base/process/temporary-folder.js";
import type { LinuxEngine } from "./build.js";
import { coverageDiagnostic } from "./diagnostics.js";
import { treeFiles } from "./tree.js";
import { unreached } from "./unreached.js";

/** How much of something was reached. */
export interface Reached {
  readonly total: number;
  readonly covered: number;
}

/** Lines and branches of one function that were not reached for one reason. */
export interface NotReached {
  readonly function: string;
  /** Null when no reason is known: then the model, or the list of reasons, misses something. */
  readonly reason: string | null;
  /** Lines of nmi.c that were never executed, ascending. */
  readonly lines: readonly number[];
  /** Lines that were executed, but on which a branch was never taken, ascending. */
  readonly branches: readonly number[];
}

/** Which part of nmi.c the NMIs of a run have reached. */
export interface NmiCoverage {
  readonly lines: Reached;
  readonly branches: Reached;
  readonly notReached: readonly NotReached[];
}

/** gcov's JSON (`gcov --json-format`, gcc 9 and later), as far as it is read. */
const reportSchema = z.object({
  files: z.array(
    z.object({
      file: z.string(),
      lines: z.array(
        z.object({
          line_number: z.int(),
          function_name: z.string().optional(),
          count: z.number(),
          branches: z.array(z.object({ count: z.number() })),
        }),
      ),
    }),
  ),
});

type GcovLine = z.infer<typeof reportSchema>["files"][number]["lines"][number];

/** Runs gcov in the folder that holds a program's notes and counts. */
async function gcov(folder: string, counts: string): Promise<z.infer<typeof reportSchema>> {
  const run = await execa("gcov", ["--json-format", "--branch-probabilities", "--stdout", counts], {
    cwd: folder,
    reject: false,
    stdin: "ignore",
    env: { LC_ALL: "C" },
  });
  if (run.code === "ENOENT") throw coverageDiagnostic("gcov was not found.");
  if (run.failed) throw coverageDiagnostic(run.stderr.trim());
  // With --stdout gcov still names each file it has read, one a line.
  const json = run.stdout.slice(run.stdout.indexOf("{"));
  try {
    return reportSchema.parse(JSON.parse(json));
  } catch (error) {
    throw coverageDiagnostic(error instanceof Error ? error.message : String(error));
  }
}

/** Why a line of a function is not reached; null if nobody knows. */
function reasonFor(name: string, source: string): string | null {
  const found = unreached.find(
    ({ functions, at }) => functions.includes(name) && (at === undefined || at.test(source)),
  );
  return found?.reason ?? null;
}

/** What of nmi.c, with the text `source`, the counts of gcov say. */
export function summarize(lines: readonly GcovLine[], source: string): NmiCoverage {
  const texts = source.split("\n");
  const branches = lines.flatMap((line) => line.branches);
  const groups = new Map<string, { -readonly [Key in keyof NotReached]: NotReached[Key] }>();
  for (const line of lines) {
    const missed = line.count === 0;
    if (!missed && line.branches.every(({ count }) => count > 0)) continue;
    const name = line.function_name ?? "";
    const reason = reasonFor(name, texts[line.line_number - 1] ?? "");
    const key = `${name}\0${reason}`;
    const group = groups.get(key) ?? { function: name, reason, lines: [], branches: [] };
    if (missed) group.lines = [...group.lines, line.line_number];
    else group.branches = [...group.branches, line.line_number];
    groups.set(key, group);
  }
  return {
    lines: { total: lines.length, covered: lines.filter(({ count }) => count > 0).length },
    branches: { total: branches.length, covered: branches.filter(({ count }) => count > 0).length },
    notReached: [...groups.values()],
  };
}

/**
 * Does `run` with an engine that was built with `instrument: "coverage"`, and tells what of its
 * nmi.c was reached. `run` gets the command to start the engine with, as often as it likes, and must
 * see each one end as the protocol says: what is killed has counted nothing.
 *
 * @param policy Whose compiled nmi.c is looked at.
 * @throws Diagnostic `linux/coverage`; what `run` throws.
 */
export async function withCoverage<Result>(
  engine: LinuxEngine,
  policy: PolicyName,
  run: (command: readonly [string, ...string[]]) => Promise<Result>,
): Promise<{ readonly result: Result; readonly coverage: NmiCoverage }> {
  return withTemporaryFolder("coverage", async (folder) => {
    // The program has the path that it was compiled in; 99 folders of it are stripped, all of them.
    const redirected = ["env", `GCOV_PREFIX=${folder}`, "GCOV_PREFIX_STRIP=99"] as const;
    const result = await run([...redirected, ...engine.command]);
    const name = `kernel-${policy}`;
    await copyFile(join(engine.folder, `${name}.gcno`), join(folder, `${name}.gcno`)).catch(() => {
      throw coverageDiagnostic(`the engine was built without coverage of policy ${policy}.`);
    });
    // Without counts gcov would report that nothing was executed.
    await access(join(folder, `${name}.gcda`)).catch(() => {
      throw coverageDiagnostic("no engine has run to its end.");
    });
    const report = await gcov(folder, `${name}.gcda`);
    const nmi = report.files.find(({ file }) => file.endsWith(treeFiles.nmiC));
    if (nmi === undefined) throw coverageDiagnostic("gcov tells nothing of nmi.c.");
    return { result, coverage: summarize(nmi.lines, engine.sources[policy] ?? "") };
  });
}
