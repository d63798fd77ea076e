import { dirname, join, relative } from "node:path";
import type { CheckpointPlace } from "./checkpoint.js";

/**
 * How Java is tuned.
 * - `short`: for runs of some seconds, and for several at once. One thread collects garbage, and only
 *   the quick compiler works.
 * - `long`: what TLC itself asks for (message 2401), the collector with the best throughput and both
 *   compilers, which use more than one core.
 *
 * Measured on an idle machine of 2 cores with Java 17, one worker: 4,408 states take 0.8 s in place
 * of 1.05 s when `short`, 100,686 states 3.5 s in place of 3.1 s.
 */
export type Tuning = "short" | "long";

const TUNING: Readonly<Record<Tuning, readonly string[]>> = {
  short: ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"],
  long: ["-XX:+UseParallelGC"],
};

/** What TLC is asked to do. */
export interface TlcTask {
  /** The root module, `…/MC.tla`; the modules it extends are looked for beside it. */
  readonly module: string;
  /** The configuration, `….cfg`. */
  readonly config: string;
  readonly workers: number;
  /** Java's maximum heap, as `512m` or `4g`; Java's own choice if not given. */
  readonly heap?: string | undefined;
  /**
   * As many states that wait to be explored stay in memory; 8,192 if not given. Those beyond are written
   * to a file and read again (`tlc2.tool.queue.DiskStateQueue`), which costs a run of large states 7 %
   * of its time.
   */
  readonly queue?: number | undefined;
  /** Which of its irreducible polynomials (`tlc2.util.FP64`, 0 to 130) hashes the states. */
  readonly fingerprintIndex: number;
  /** Whether a state without a successor is an error. */
  readonly checkDeadlock: boolean;
  /** Whether TLC goes on where an invariant is violated, once it has shown how it comes to that. */
  readonly goesOn?: boolean | undefined;
  /**
   * Whether there are temporal properties: they are looked at when the whole graph is known. With
   * several workers TLC misses violations of them now and then (tlaplus #971), so there must be one.
   */
  readonly temporal?: boolean | undefined;
  readonly tuning: Tuning;
  /** A file for the state graph, in the dot language with the actions' names. */
  readonly dump?: string | undefined;
  /** Where the run is kept to go on from, and from where it goes on; neither if not given. */
  readonly checkpoint?: CheckpointPlace | undefined;
  /** Minutes between two reports of coverage, which costs time; none if not given. */
  readonly coverageMinutes?: number | undefined;
}

/**
 * The arguments of `java` for a task whose paths are absolute and without links, with everything
 * that TLC writes in `folder`.
 *
 * @throws Error for temporal properties and several workers: a mistake of the caller's
 */
export function commandLine(task: TlcTask, jar: string, folder: string): readonly string[] {
  if (task.temporal === true && task.workers !== 1) {
    throw new Error(`temporal properties need one worker, not ${task.workers}`);
  }
  return [
    ...TUNING[task.tuning],
    ...(task.heap === undefined ? [] : [`-Xmx${task.heap}`]),
    ...(task.queue === undefined ? [] : [`-Dtlc2.tool.queue.DiskStateQueue.BufSize=${task.queue}`]),
    // Without its file of counters in the common folder for temporary files.
    "-XX:-UsePerfData",
    // Whenever TLC looks: after 3 seconds, and then every minute. `-checkpoint` takes minutes alone.
    ...(task.checkpoint === undefined ? [] : ["-Dtlc2.TLCGlobals.chkpt=1000"]),
    // A stack of a thousand lines says no more than one of forty.
    "-XX:MaxJavaStackTraceDepth=40",
    // SANY unpacks the standard modules here.
    `-Djava.io.tmpdir=${folder}`,
    "-Dfile.encoding=UTF-8",
    // TLC groups the digits of its numbers as the locale says.
    "-Duser.language=en",
    "-Duser.country=US",
    "-cp",
    jar,
    "tlc2.TLC",
    "-tool",
    "-workers",
    String(task.workers),
    "-fp",
    String(task.fingerprintIndex),
    ...(task.checkpoint === undefined
      ? // The folder goes with the run: a checkpoint in it is of no use.
        ["-checkpoint", "0", "-metadir", join(folder, "states")]
      : task.checkpoint.recover === null
        ? ["-metadir", task.checkpoint.states]
        : // It goes on writing there.
          ["-recover", task.checkpoint.recover]),
    ...(task.temporal === true ? ["-lncheck", "final"] : []),
    ...(task.checkDeadlock ? [] : ["-deadlock"]),
    ...(task.goesOn === true ? ["-continue"] : []),
    ...(task.dump === undefined ? [] : ["-dump", "dot,actionlabels", task.dump]),
    ...(task.coverageMinutes === undefined ? [] : ["-coverage", String(task.coverageMinutes)]),
    // TLC looks for it from the module's folder on, even where it is an absolute path elsewhere.
    "-config",
    relative(dirname(task.module), task.config),
    task.module,
  ];
}
