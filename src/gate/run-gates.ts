import { join } from "node:path";
import { check } from "../check/check.js";
import type { CheckProgress } from "../check/request.js";
import {
  type Checker,
  type InvariantResult,
  isInvariantResult,
  type Subject,
} from "../check/result.js";
import { namedPlatform, type PlatformName, platformNames } from "../configuration/platform.js";
import { type NmiProperty, nmiProperties } from "../explore/nmi-model.js";
import { Fault } from "../fault/fault.js";
import { type LoadedPolicy, loadPolicy } from "../policy/load.js";
import { causeOf, eventLines } from "./behaviour.js";
import { judge, judgePins, type PinsFound } from "./judge.js";
import type { LoadedConfig, OpenConfig } from "./load-config.js";
import type { GateRun, VerdictGateOutcome, VerdictOutcome } from "./outcome.js";
import { pinFile, pinnedGates, readPins } from "./pin-file.js";
import { policyPlace } from "./policy-place.js";
import { type Reason, reason } from "./reason.js";
import type { Gate } from "./schema.js";

/** How gates are to be run. */
export interface GateChoices {
  readonly version: string;
  /** TLC, unless a person has said otherwise: then the report says so. */
  readonly checker: "tlc" | "explorer";
  readonly tlcJar?: string;
  readonly workers?: number;
  /** Memory of each run of TLC, as Java takes it. */
  readonly heap?: string;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
  /** The gates to run, by name; all if not given. */
  readonly only?: readonly string[];
}

/** Who hears of gates while they run. */
export interface GateListeners {
  readonly onProgress?: (progress: CheckProgress) => void;
  readonly onRemark?: (text: string) => void;
}

/** A gate with everything that is needed to run it. */
interface Prepared {
  readonly gate: Gate;
  readonly index: number;
  readonly policy: LoadedPolicy;
  readonly pins: PinsFound;
  readonly subjects: readonly Asked[];
}

/** What a gate asks on one platform. */
interface Asked {
  readonly subject: Subject;
  readonly properties: readonly NmiProperty[];
}

/**
 * Runs the gates of a config, and holds what comes of them against what the config expects.
 *
 * @throws Fault for mistakes in policy files, and for TLC when it is missing
 */
export async function runGates(
  opened: OpenConfig,
  choices: GateChoices,
  listeners: GateListeners = {},
): Promise<GateRun> {
  const began = performance.now();
  const prepared = await Promise.all(
    opened.config.gates
      .map((gate, index) => ({ gate, index }))
      .filter(({ gate }) => choices.only?.includes(gate.name) ?? true)
      .map(({ gate, index }) => prepare(opened, gate, index)),
  );
  const { checker, results } = await answers(prepared, choices, listeners);
  const gates: VerdictGateOutcome[] = [];
  for (const one of prepared) gates.push(await outcomeOf(one, results, opened, choices, checker));
  return {
    nmicheck: choices.version,
    config: opened.file,
    checker,
    gates,
    reasons: choices.only === undefined ? await strayPins(opened) : [],
    seconds: (performance.now() - began) / 1000,
  };
}

/** The folder of a config's pins. */
export function pinsFolder({ folder, config }: LoadedConfig): string {
  return join(folder, config.pins);
}

async function prepare(opened: OpenConfig, gate: Gate, index: number): Promise<Prepared> {
  const policy = await gatePolicy(opened, gate);
  const platforms = platformNames.filter((name) => gate.expect[name] !== undefined);
  return {
    gate,
    index,
    policy,
    pins: await findPins(pinsFolder(opened), gate.name),
    subjects: platforms.map((name): Asked => {
      const expected = gate.expect[name] ?? {};
      return {
        subject: { policy, platform: namedPlatform(name, gate.chain, gate.rips) },
        properties: nmiProperties.filter((property) => expected[property] !== undefined),
      };
    }),
  };
}

/** A policy in a file is named relative to the config; anything else by what it is. */
async function gatePolicy({ folder }: LoadedConfig, { policy }: Gate): Promise<LoadedPolicy> {
  const isFile = /[\\/]|\.[cm]?tsx?$/.test(policy);
  const loaded = await loadPolicy(isFile ? join(folder, policy) : policy);
  if (loaded.kind === "loaded") return loaded.policy;
  throw loaded.faults[0] ?? new Error(`${policy} was refused without a reason`);
}

async function findPins(folder: string, gate: string): Promise<PinsFound> {
  try {
    const pins = await readPins(folder, gate);
    return pins === null ? { kind: "none" } : { kind: "read", pins };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { kind: "unreadable", fault: error };
  }
}

/** Subjects that are asked for the same properties share a check, so that all cores have work. */
async function answers(
  prepared: readonly Prepared[],
  choices: GateChoices,
  listeners: GateListeners,
): Promise<{ readonly checker: Checker; readonly results: readonly InvariantResult[] }> {
  const groups = new Map<string, { properties: readonly NmiProperty[]; subjects: Subject[] }>();
  for (const { subject, properties } of prepared.flatMap(({ subjects }) => subjects)) {
    const key = properties.join();
    const group = groups.get(key) ?? { properties, subjects: [] };
    group.subjects.push(subject);
    groups.set(key, group);
  }
  const { version, checker: name, tlcJar, ...settings } = choices;
  let checker: Checker = { name: "explorer", version, reductions: [] };
  const results: InvariantResult[] = [];
  for (const { subjects, properties } of groups.values()) {
    const checked = await check(
      { subjects, properties, version, ...settings },
      { checker: name, ...(tlcJar === undefined ? {} : { tlcJar }) },
      listeners,
    );
    checker = checked.checker;
    results.push(...checked.results.filter(isInvariantResult));
  }
  return { checker, results };
}

async function outcomeOf(
  { gate, index, policy, pins, subjects }: Prepared,
  results: readonly InvariantResult[],
  opened: OpenConfig,
  choices: GateChoices,
  checker: Checker,
): Promise<VerdictGateOutcome> {
  const verdicts: VerdictOutcome[] = [];
  const own = results.filter((result) => result.policy === policy);
  const reasons: Reason[] = [...judgePins(pins, gate)];
  for (const { subject, properties } of subjects) {
    for (const property of properties) {
      const result = own.find(
        (one) => one.platform === subject.platform && one.property === property,
      );
      const platform = subject.platform.name;
      if (result === undefined) {
        reasons.push(reason("unanswered", `nobody has answered ${property} on ${platform}.`));
        continue;
      }
      verdicts.push(await verdictOutcome(result, { gate, index, pins }, opened, choices));
    }
  }
  return {
    kind: "verdicts",
    name: gate.name,
    policy: gate.policy,
    chain: gate.chain,
    rips: gate.rips,
    place: opened.place(["gates", index, "policy"]),
    verdicts,
    reasons: [...reasons, ...jarReasons(checker, opened.config.acceptJar)],
    cached: false,
    seconds: Math.max(0, ...own.map(({ verdict }) => verdict.measured.seconds)),
  };
}

/** A jar that nobody vouches for gives no verdict that a gate takes. */
function jarReasons(checker: Checker, accepted: string | undefined): readonly Reason[] {
  if (checker.name !== "tlc" || checker.jarVerified || checker.jarSha256 === accepted) return [];
  return [
    reason(
      "jar-unverified",
      `the jar of TLC with the SHA-256 ${checker.jarSha256} is none of the releases that nmicheck knows.`,
      { details: ["`acceptJar` in the config names a jar of your own that is to be trusted."] },
    ),
  ];
}

async function verdictOutcome(
  result: InvariantResult,
  { gate, index, pins }: Pick<Prepared, "gate" | "index" | "pins">,
  opened: OpenConfig,
  { version }: GateChoices,
): Promise<VerdictOutcome> {
  const { property, verdict } = result;
  const platform: PlatformName = result.platform.name;
  const expected = gate.expect[platform]?.[property] ?? "holds";
  const trace = verdict.verdict === "violated" ? verdict.trace : null;
  return {
    platform,
    property,
    expected,
    verdict: verdict.verdict,
    certified: result.certified,
    states: verdict.measured.states,
    depth: verdict.measured.depth,
    collisionProbability: result.run?.collisionProbability ?? null,
    counterexample:
      trace === null
        ? null
        : { events: eventLines(trace), because: causeOf(trace), replayedOn: result.replayedOn },
    reasons: judge(result, {
      expected,
      pin: pins.kind === "read" ? pins.pins.verdicts[platform]?.[property] : undefined,
      pins,
      place: opened.place(["gates", index, "expect", platform, property]),
      policyPlace: await policyPlace(result.policy, property),
      version,
    }),
  };
}

/** Pins of a gate that the config does not have any more: somebody dropped it. */
async function strayPins(opened: LoadedConfig): Promise<readonly Reason[]> {
  const folder = pinsFolder(opened);
  const known = opened.config.gates.map(({ name }) => name);
  return (await pinnedGates(folder))
    .filter((name) => !known.includes(name))
    .map((name) =>
      reason(
        "gate-dropped",
        `${pinFile(folder, name)} pins a gate that the config does not have.`,
        {
          details: ["if that is right, `nmicheck gate --update` removes it."],
        },
      ),
    );
}
