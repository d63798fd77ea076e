import { relative } from "node:path";
import type { Place } from "../../base/diagnostic/diagnostic.js";
import { axesText } from "../../machine/configuration/axes-text.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import { counted, grouped } from "../../machine/trace/words.js";
import { type GateOutcome, type GateRun, passes, reasonsOf } from "../gate/outcome.js";

/** Who gave the verdicts, and what of it is to be known: on one line. */
export function checkerText(checker: GateRun["checker"]): string {
  if (checker === null) return "nobody";
  if (checker.name === "explorer") return "embedded explorer: TLC has not certified this";
  const jar = checker.jarVerified ? "" : `, unverified jar, SHA-256 ${checker.jarSha256}`;
  return `TLC (${checker.version})${jar}`;
}

/** What a gate is about, on one line. */
export function subjectText(gate: GateOutcome): string {
  if (gate.kind === "conformance") return `${gate.engine} against the model`;
  const axes = gate.axes === undefined ? "" : `, ${axesText(gate.axes)}`;
  return `policy ${gate.policy}, ${sizeText(gate)}${axes}`;
}

/** What a gate came to, on one line. */
export function resultText(gate: GateOutcome): string {
  if (gate.kind === "conformance") {
    const { covered, total } = gate.edges;
    return `${grouped(covered)} of ${grouped(total)} edges in ${grouped(gate.nmis)} NMIs`;
  }
  if (gate.verdicts.length === 0) return "no verdict";
  const count = (kind: string): number =>
    gate.verdicts.filter(({ verdict }) => verdict === kind).length;
  const proven = gate.verdicts.filter(({ scope }) => scope === "every-chain").length;
  const everywhere = proven === 0 ? "" : ` (${proven} for every chain)`;
  const parts = ["holds", "violated", "bounded", "failed"]
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${count(kind)} ${kind}${kind === "holds" ? everywhere : ""}`);
  return `${counted(gate.verdicts.length, "verdict")}: ${parts.join(", ")}`;
}

/** The last line of a report: whether all is as expected. */
export function summaryText(run: GateRun): string {
  const failing = run.gates.filter((gate) => reasonsOf(gate).length > 0).length;
  const cached = run.gates.filter((gate) => gate.cached).length;
  const from =
    cached === 0 ? "" : `, ${cached === run.gates.length ? "all" : cached} from the cache`;
  if (run.checker === null) return "nothing was checked: the gates failed before that.";
  if (passes(run)) return `${counted(run.gates.length, "gate")} passed${from}.`;
  const others =
    run.reasons.length === 0
      ? ""
      : `, and ${counted(run.reasons.length, "reason")} of the config as a whole`;
  return `${failing} of ${counted(run.gates.length, "gate")} failed${others}${from}.`;
}

/** `policies/once.ts:12:3`, from `folder` on. */
export function placeText(place: Place, folder: string): string {
  return `${pathFrom(folder, place.file)}:${place.line}:${place.column}`;
}

/** A path with forward slashes, from `folder` on where it lies in there. */
export function pathFrom(folder: string, file: string): string {
  const way = relative(folder, file);
  return (way.startsWith("..") ? file : way).replaceAll("\\", "/");
}
