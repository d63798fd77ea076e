import { name as ciName, isCI } from "ci-info";
import { Node, type SourceFile } from "ts-morph";
import { reasonOf } from "../../base/diagnostic/system-error.js";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { updateConformancePins } from "./conformance-pins.js";
import { unwritable, updateInCi } from "./diagnostics.js";
import { gateNames, type OpenConfig } from "./load-config.js";
import type { GateRun, VerdictGateOutcome, VerdictOutcome } from "./outcome.js";
import {
  makePinsFolder,
  type Pin,
  type Pins,
  pinFile,
  pinnedGates,
  readPins,
  removePins,
  writePins,
} from "./pin-file.js";
import { pinsFolder } from "./prepare.js";

/** What an update has done, and what it has left to the person. */
export interface Updated {
  /** Lines such as `mainline: NoSpurious on sticky is expected to be violated now`. */
  readonly changes: readonly string[];
  /** What could not be updated, and why. */
  readonly left: readonly string[];
}

/**
 * Refuses in CI, where an update would make any change expected.
 *
 * @throws Diagnostic `gate/update-in-ci`
 */
export function requireNoCi(environment: NodeJS.ProcessEnv = process.env): void {
  const { CI = "" } = environment;
  if (CI !== "" && CI !== "false" && CI !== "0") throw updateInCi("CI");
  if (environment === process.env && isCI) throw updateInCi(ciName ?? "a variable of a CI");
}

/**
 * Writes what was found as what is expected: verdicts into the config, counterexamples into the
 * pins. A gate without all of its verdicts is left as it is.
 *
 * @throws Diagnostic `gate/unwritable`, `out/…`
 */
export async function updateExpectations(opened: OpenConfig, run: GateRun): Promise<Updated> {
  const changes: string[] = [];
  const left: string[] = [];
  const folder = pinsFolder(opened);
  const edited = new Set<SourceFile>();
  for (const gate of opened.config.conformance) {
    if (!run.gates.some(({ name }) => name === gate.name)) continue;
    const file = await updateConformancePins(folder, gate);
    if (file !== null) changes.push(`${gate.name}: pins written to ${file}`);
  }
  for (const gate of run.gates) {
    if (gate.kind !== "verdicts") continue;
    const open = undecided(gate);
    if (open !== null) {
      left.push(`${gate.name}: ${open}, so nothing of this gate was updated`);
      continue;
    }
    changes.push(...(await updatePins(folder, gate)));
    for (const verdict of gate.verdicts) {
      if (verdict.verdict === verdict.expected) continue;
      const file = expect(opened, gate, verdict);
      const what = `${verdict.property} on ${verdict.platform}`;
      if (file === null) {
        left.push(
          `${gate.name}: write \`${verdict.verdict}\` for ${what} by hand: it is not written in the gate itself`,
        );
      } else {
        edited.add(file);
        changes.push(`${gate.name}: ${what} is expected to be \`${verdict.verdict}\` now`);
      }
    }
  }
  for (const file of edited) await write(file.getFilePath(), file.getFullText());
  return { changes: [...changes, ...(await removeStray(opened, folder))], left };
}

function undecided(gate: VerdictGateOutcome): string | null {
  const open = gate.verdicts.find(({ verdict }) => verdict === "bounded" || verdict === "failed");
  if (open !== undefined) return `${open.property} on ${open.platform} has no verdict`;
  if (gate.verdicts.length === 0) return "it could not be asked";
  return gate.reasons.some(({ code }) => code === "unanswered") ? "a verdict is missing" : null;
}

async function updatePins(folder: string, gate: VerdictGateOutcome): Promise<readonly string[]> {
  const verdicts: Pins["verdicts"] = {};
  for (const verdict of gate.verdicts) {
    verdicts[verdict.platform] = {
      ...verdicts[verdict.platform],
      [verdict.property]: pinOf(verdict),
    };
  }
  const { name, chain, rips, axes } = gate;
  const pins: Pins = { gate: name, chain, rips, ...(axes === undefined ? {} : { axes }), verdicts };
  const before = await readPins(folder, gate.name).catch(() => null);
  // A counterexample that is still one stays, though another search may have found its twin first.
  const isKept =
    before !== null &&
    !gateChanged(gate) &&
    JSON.stringify(keysOf(before)) === JSON.stringify(keysOf(pins));
  if (isKept) return [];
  await makePinsFolder(folder);
  await writePins(pinFile(folder, gate.name), pins);
  return [`${gate.name}: pins written to ${pinFile(folder, gate.name)}`];
}

function gateChanged({ verdicts, reasons }: VerdictGateOutcome): boolean {
  return reasons.length > 0 || verdicts.some((verdict) => verdict.reasons.length > 0);
}

function keysOf({ verdicts }: Pins): readonly string[] {
  return Object.entries(verdicts).flatMap(([platform, properties]) =>
    Object.keys(properties ?? {}).map((property) => `${platform} ${property}`),
  );
}

function pinOf({ counterexample }: VerdictOutcome): Pin {
  if (counterexample === null) return { verdict: "holds" };
  const { because, events } = counterexample;
  return { verdict: "violated", because, events: [...events] };
}

/** Writes the verdict into the config; null where the config computes it. */
function expect(
  opened: OpenConfig,
  gate: VerdictGateOutcome,
  verdict: VerdictOutcome,
): SourceFile | null {
  const index = opened.config.gates.findIndex(({ name }) => name === gate.name);
  const node = opened.node(["gates", index, "expect", verdict.platform, verdict.property]);
  if (!Node.isStringLiteral(node) || node.getLiteralValue() !== verdict.expected) return null;
  // What is written elsewhere may be what other gates expect, too.
  if (!node.getAncestors().includes(opened.node(["gates", index]))) return null;
  node.setLiteralValue(verdict.verdict);
  return node.getSourceFile();
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeAtomic(file, text);
  } catch (error) {
    throw unwritable(file, reasonOf(error));
  }
}

async function removeStray(opened: OpenConfig, folder: string): Promise<readonly string[]> {
  const known = gateNames(opened);
  const stray = (await pinnedGates(folder)).filter((name) => !known.includes(name));
  for (const name of stray) await removePins(folder, name);
  return stray.map((name) => `${name}: pins removed, since the config has no such gate`);
}
