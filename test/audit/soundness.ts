import { type Audit, Auditor } from "../../src/analyses/audit/audit.js";
import { Automata, type UnknownTo } from "../../src/analyses/audit/automata.js";
import { LineReader } from "../../src/analyses/audit/read-lines.js";
import { axesKey } from "../../src/machine/configuration/named-axes.js";
import { type RandomLog, randomLog } from "./random-log.js";

/** What came of some random logs: how much was sure, and what was wrong of it. */
export interface Soundness {
  logs: number;
  nmis: number;
  unclaimed: number;
  surely: number;
  cannotTell: number;
  /** NMIs of which the log leaves one ending. */
  oneEnding: number;
  wrong: string[];
}

/** Audits a log that is in memory. */
export function auditText(
  text: string,
  request: Pick<RandomLog, "machine" | "unknownHandlers"> & {
    readonly unknownTo?: UnknownTo;
    readonly sharedHandlers?: readonly string[];
  },
  automata?: Automata,
): Audit {
  const reader = new LineReader("log", (event) => auditor.add(event));
  const auditor: Auditor = new Auditor(
    { files: ["log"], unknownTo: "all", most: 100_000, shows: false, window: 100_000, ...request },
    {
      get hasConsole() {
        return reader.seen.console && reader.seen.overwritten === 0;
      },
      get isWhole() {
        return reader.seen.startsWhole && reader.seen.overwritten === 0;
      },
    },
    automata,
  );
  for (const line of text.split("\n").slice(0, -1)) reader.line(line);
  return auditor.finish([{ file: "log", ...reader.seen }]);
}

/** Compares what an audit is sure of with what really happened, for each of these seeds. */
export function soundness(seeds: Iterable<number>): Soundness {
  const found: Soundness = {
    logs: 0,
    nmis: 0,
    unclaimed: 0,
    surely: 0,
    cannotTell: 0,
    oneEnding: 0,
    wrong: [],
  };
  const kept = new Map<string, Automata>();
  for (const seed of seeds) {
    const log = randomLog(seed);
    const { platform, axes } = log.machine;
    const key = `${platform} ${axes === undefined ? "" : axesKey(axes)}`;
    const automata = kept.get(key) ?? new Automata(log.machine, "all");
    kept.set(key, automata);
    const { counts, losses, unclaimed, unexplained } = auditText(log.text, log, automata);
    found.logs++;
    found.nmis += counts.nmis;
    for (const { cpu, time, expected } of unexplained) {
      found.wrong.push(`seed ${seed}: CPU ${cpu} at ${time} is not explained: ${expected}`);
    }
    if (counts.strayReports > 0 && losses.size === 0 && !cutsStart(log)) {
      found.wrong.push(`seed ${seed}: ${counts.strayReports} stray reports`);
    }
    for (const { cpu, time, endings, edge, mayBeLost } of unclaimed) {
      const at = `${Math.floor(time / 1e6)}.${String(time % 1e6).padStart(6, "0")}`;
      const truth = log.truths.get(`${cpu}@${at}`);
      const where = `seed ${seed}: CPU ${cpu} at ${at}`;
      found.unclaimed++;
      if (edge === "surely") found.surely++;
      if (edge === "cannot be told") found.cannotTell++;
      if (endings.length === 1) found.oneEnding++;
      if (truth === undefined) {
        found.wrong.push(`${where}: somebody claimed it, or it was none`);
        continue;
      }
      if (edge === "surely" && !truth.unknown) found.wrong.push(`${where}: no unknown edge`);
      if (edge === "surely not" && truth.unknown) found.wrong.push(`${where}: an unknown edge`);
      if (!endings.includes(truth.ending)) {
        found.wrong.push(`${where}: ${truth.ending}, not ${endings.join(" or ")}`);
      }
      if (truth.ending === "swallowed" && truth.unknown && !mayBeLost) {
        found.wrong.push(`${where}: an unknown edge was swallowed`);
      }
    }
  }
  return found;
}

/** Whether the first NMI is not in the log, or its first calls were overwritten in the buffer. */
function cutsStart({ truths, text }: RandomLog): boolean {
  const [, kept, written] = /entries-in-buffer\/entries-written: (\d+)\/(\d+)/.exec(text) ?? [];
  if (kept !== written) return true;
  const [first] = truths.keys();
  return first === undefined || !text.includes(` ${first.split("@")[1]}:`);
}
