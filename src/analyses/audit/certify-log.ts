import { TlaValueReader } from "../../compiler/tla/value/reader.js";
import { readAxes } from "../../machine/configuration/named-axes.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import { irOf } from "../../machine/policy/ir-cache.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import { composedOf } from "../limits/composed-model.js";
import { type Certificate, type CertifyOptions, runObserver } from "../limits/observer-run.js";
import { observerConfiguration } from "../limits/observer-tla.js";
import { notCertified } from "./diagnostics.js";
import { LOG_INVARIANT, LOG_MODULE, logModule, POSSIBLE } from "./log-module.js";
import type { WindowNmi, WindowPart } from "./log-window.js";
import { type AuditMachine, placesOf } from "./machine.js";
import { endingBit, endings } from "./observed-nmi.js";

/** A machine with the policy as it is compiled. */
export interface CertifiedMachine extends AuditMachine {
  readonly policy: LoadedPolicy;
}

/** The texts of the machine along its part of the log, by the names of their files. */
export async function logFiles(
  { policy, platform, axes }: CertifiedMachine,
  part: WindowPart,
): Promise<ReadonlyMap<string, string>> {
  const own = Object.entries(axes?.names ?? {}).map(([name, value]) => `${name}=${value}`);
  // A log holds what each handler claimed.
  const model = composedOf(await irOf(policy, readAxes([...own, "policy-input=handlers"])));
  const configuration = observerConfiguration(
    LOG_MODULE,
    namedPlatform(platform, part.chain, placesOf(axes?.machine)),
    LOG_INVARIANT,
  );
  return new Map([
    [`${model.module}.tla`, model.text],
    [`${LOG_MODULE}.tla`, logModule(model, part)],
    [`${configuration.moduleName}.tla`, configuration.module],
    [`${configuration.moduleName}.cfg`, configuration.cfg],
  ]);
}

/**
 * Has TLC follow a part of a log. Of each NMI it must say the same: whether a behaviour explains it,
 * and with nothing claimed, how it can have ended with an unknown edge in it, and how without.
 *
 * @returns null when the time was over before TLC had an answer
 * @throws Diagnostic `audit/not-certified` where TLC says otherwise, and the diagnostics of TLC
 */
export async function certifyPart(
  machine: CertifiedMachine,
  part: WindowPart,
  options: CertifyOptions,
): Promise<Certificate | null> {
  const { outcome, facts } = await runObserver(await logFiles(machine, part), LOG_MODULE, options);
  if (outcome.kind === "bounded") return null;
  if (outcome.kind === "violated") throw notCertified("it left the log");
  const possible = await readPossible(outcome.printed, part.nmis.length);
  for (const [index, nmi] of part.nmis.entries()) {
    const theirs = [...(possible.get(index + 1) ?? [])].sort();
    const mine = [...expected(nmi)].sort();
    if (theirs.join() !== mine.join()) {
      throw notCertified(
        `of NMI #${nmi.number} it says ${words(theirs)}, and the observers ${words(mine)}`,
      );
    }
  }
  return { ...facts, distinct: outcome.counts.distinct };
}

const EDGE = " with an unknown edge";

function words(ways: readonly string[]): string {
  return ways.length === 0 ? "that nothing explains it" : ways.join(" or ");
}

/** In which ways the observers say that an NMI can have ended; none for one that is not explained. */
function expected({ isExplained, verdict }: WindowNmi): readonly string[] {
  if (!isExplained) return [];
  if (verdict === null) return ["claimed"];
  return endings.flatMap((ending) => [
    ...((verdict.withEdge & endingBit(ending)) === 0 ? [] : [`${ending}${EDGE}`]),
    ...((verdict.withoutEdge & endingBit(ending)) === 0 ? [] : [ending]),
  ]);
}

/** What TLC has printed, by the place of the NMI in the module. */
async function readPossible(
  printed: readonly string[],
  nmis: number,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const reader = await TlaValueReader.load();
  const found = new Map<number, Set<string>>();
  for (const text of printed) {
    const value = reader.parse(text, "what TLC prints");
    const [kind, number, edge, ending, ...more] = value.kind === "tuple" ? value.items : [];
    if (
      kind?.kind !== "string" ||
      kind.value !== POSSIBLE ||
      number?.kind !== "integer" ||
      number.value < 1 ||
      number.value > nmis ||
      edge?.kind !== "boolean" ||
      ending?.kind !== "string" ||
      more.length > 0
    ) {
      throw notCertified(`it prints ${text}`);
    }
    const known = found.get(number.value) ?? new Set();
    found.set(number.value, known);
    const isClaimed = ending.value === "claimed";
    known.add(edge.value && !isClaimed ? `${ending.value}${EDGE}` : ending.value);
  }
  return new Map([...found].map(([number, ways]) => [number, [...ways]]));
}
