import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TlcTools } from "../check/tlc-conclusions.js";
import type { NamedPlatform } from "../configuration/platform.js";
import { type NmiEvent, nmiModel } from "../explore/nmi-model.js";
import { Fault } from "../fault/fault.js";
import { makeOwnedFolder, removeOwnedFolder, sweepOrphans } from "../process/owned-folder.js";
import { TlaValueReader } from "../tla/value/reader.js";
import type { TlcState } from "../tlc/events.js";
import { runTlc } from "../tlc/run.js";
import { pathFromStates } from "../trace/from-states.js";
import { composedModel } from "./composed-model.js";
import { notCertified } from "./faults.js";
import type { Observation } from "./observation.js";
import type { Pair } from "./pair.js";
import { seenAlong } from "./seen-along.js";
import {
  PAIR_MODULE,
  pairConfiguration,
  pairInvariants,
  selfComposition,
} from "./self-composition.js";
import { type WalkName, walks } from "./walk.js";

/** What is to be certified: a shortest pair, or that there is none. */
export interface Claim {
  readonly platform: NamedPlatform;
  readonly walk: WalkName;
  readonly observation: Observation;
  readonly credit: boolean;
  readonly pair: Pair | null;
}

/** What TLC said of it. */
export interface Certificate {
  readonly version: string;
  readonly jarSha256: string;
  readonly jarVerified: boolean;
  /** States of the composition that TLC has seen. */
  readonly distinct: number;
  readonly seconds: number;
}

/** The texts of the composition, by the names of their files. */
export async function compositionFiles(claim: Claim): Promise<ReadonlyMap<string, string>> {
  const model = await composedModel(claim.walk);
  const invariant = claim.credit ? pairInvariants.credit : pairInvariants.plain;
  const configuration = pairConfiguration(claim.platform, invariant);
  return new Map([
    [`${model.module}.tla`, model.text],
    [`${PAIR_MODULE}.tla`, selfComposition(model, claim.observation)],
    [`${configuration.moduleName}.tla`, configuration.module],
    [`${configuration.moduleName}.cfg`, configuration.cfg],
  ]);
}

/** The purpose in the name of the folder for the specifications. */
const PURPOSE = "limits";

/** How TLC is to be run. */
export interface CertifyOptions {
  readonly tools: TlcTools;
  readonly signal?: AbortSignal;
  /** When to give up; never if not given. */
  readonly timeoutSeconds?: number;
}

/**
 * Has TLC check the composition. A pair must be a shortest one to TLC as well, and TLC's own must
 * show the same on both sides when the typed model executes it; no pair must mean that TLC exhausts
 * the composition.
 *
 * @returns null when the time was over before TLC had an answer
 * @throws Fault `limits/not-certified` where TLC says otherwise, and the faults of TLC
 */
export async function certify(
  claim: Claim,
  { tools, signal, timeoutSeconds }: CertifyOptions,
): Promise<Certificate | null> {
  await sweepOrphans(tmpdir(), PURPOSE);
  const folder = await makeOwnedFolder(tmpdir(), PURPOSE);
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of await compositionFiles(claim)) {
      await writeFile(join(folder, name), text);
    }
    const { outcome, version, seconds } = await runTlc({
      ...tools,
      module: join(folder, `MC${PAIR_MODULE}.tla`),
      config: join(folder, `MC${PAIR_MODULE}.cfg`),
      // One worker: only that finds a shortest pair.
      workers: 1,
      fingerprintIndex: 0,
      checkDeadlock: true,
      tuning: "long",
      signal,
      timeoutSeconds,
    });
    const { sha256, known } = tools.jar;
    const facts = {
      version: version ?? "unknown",
      jarSha256: sha256,
      jarVerified: known !== null,
      seconds,
    };
    switch (outcome.kind) {
      case "violated": {
        if (claim.pair === null) throw notCertified("it found a pair where none was expected");
        await compareWith(claim, claim.pair, outcome.states);
        return { ...facts, distinct: outcome.counts?.distinct ?? 0 };
      }
      case "success":
        if (claim.pair !== null) throw notCertified("it found no pair");
        return { ...facts, distinct: outcome.counts.distinct };
      case "bounded":
        return null;
      case "failed":
        throw outcome.fault;
      default:
        throw notCertified(`its run ended as \`${outcome.kind}\``);
    }
  } finally {
    await removeOwnedFolder(folder);
  }
}

async function compareWith(claim: Claim, pair: Pair, states: readonly TlcState[]): Promise<void> {
  const steps = pair.reported.length + pair.swallowed.length;
  if (states.length !== steps + 1) {
    throw notCertified(`its pair has ${states.length - 1} steps, and the explorer's ${steps}`);
  }
  const reader = await TlaValueReader.load();
  const left = runOf(claim, states, "left", reader);
  const right = runOf(claim, states, "right", reader);
  const { platform, walk, observation } = claim;
  const policy = walks[walk];
  const [one, other] = [left, right].map((events) =>
    seenAlong({ platform, policy, observation }, events).join("\n"),
  );
  if (one !== other) throw notCertified("its two runs do not look the same in the typed model");
}

/** One of the two runs as events of the typed model, which must be able to go that way. */
function runOf(
  { platform, walk }: Claim,
  states: readonly TlcState[],
  side: "left" | "right",
  reader: TlaValueReader,
): readonly NmiEvent[] {
  const prefix = side === "left" ? "Left" : "Right";
  const printed = states
    .filter(({ action }) => action === null || action.startsWith(prefix))
    .map(({ action, values }) => ({
      action: action === null ? null : uncapitalised(action.slice(prefix.length)),
      variables: ownValues(values, side),
    }));
  try {
    const path = pathFromStates(nmiModel({ platform, policy: walks[walk] }), printed, reader);
    return path.steps.map(({ event }) => event);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw notCertified(`its ${side} run is not one of the typed model: ${error.message}`);
  }
}

/** What the composition adds to the model for the observer. */
const HISTORY = ["claimed", "pending", "sources", "masked"];

function ownValues(
  values: Readonly<Record<string, string>>,
  side: string,
): ReadonlyMap<string, string> {
  const own = Object.entries(values).flatMap(([name, value]) => {
    if (!name.startsWith(side)) return [];
    const variable = uncapitalised(name.slice(side.length));
    return HISTORY.includes(variable) ? [] : [[variable, value] as const];
  });
  return new Map(own);
}

function uncapitalised(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
