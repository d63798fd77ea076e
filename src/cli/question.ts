import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Chain } from "../../spec/platforms.js";
import { policyNames } from "../../spec/policies/all.js";
import type { CheckChoices } from "../analyses/check/check.js";
import type { ExplorationSettings } from "../analyses/check/request.js";
import type { DistributedSettings } from "../analyses/check/share-machine.js";
import { type NamedPolicyEvents, namedPolicy } from "../analyses/learn/named-policy.js";
import type { Diagnostic } from "../base/diagnostic/diagnostic.js";
import type { ReductionName } from "../checkers/packed/reductions.js";
import { readAddress } from "../checkers/tlc/distributed/address.js";
import { CPUS_AXIS, policyInput } from "../machine/configuration/axes.js";
import { readEach } from "../machine/configuration/list.js";
import { eachAxisAlone, type NamedAxes, readAxes } from "../machine/configuration/named-axes.js";
import {
  listedTwice,
  optionAlone,
  optionsExclude,
} from "../machine/configuration/option-diagnostics.js";
import {
  DEFAULT_CHAIN,
  DEFAULT_RIPS,
  namedPlatform,
  platformNames,
} from "../machine/configuration/platform.js";
import { readProperty, whyNotOfMachine } from "../machine/configuration/property.js";
import {
  heapBytes,
  readChain,
  readHeap,
  readName,
  readPlatformName,
  readPositive,
  readRips,
} from "../machine/configuration/read.js";
import { readReductions } from "../machine/configuration/reductions.js";
import {
  type CoreProperty,
  everyProperty,
  machineProperties,
  type NmiAnyProperty,
  type NmiLivenessProperty,
  type NmiProperty,
  nmiLivenessProperties,
  nmiProperties,
} from "../machine/model/property-names.js";
import type { LoadedPolicy } from "../machine/policy/load.js";
import { MUSEUM, museum } from "../machine/policy/museum.js";
import type { Subject } from "../machine/subject.js";

/** The options that say what is to be checked; what is not given means all of it. */
export interface QuestionOptions extends MachineOptions {
  readonly policy?: readonly string[];
  readonly platform?: readonly string[];
  readonly chain?: string;
  readonly ips?: string;
  readonly property?: readonly string[];
  /** Each value of each axis alone. */
  readonly axes?: boolean;
}

/** The options that say who checks, and how far. */
export interface CheckerOptions {
  readonly checker?: string;
  readonly workers?: string;
  readonly heap?: string;
  readonly timeout?: string;
  readonly tlcJar?: string;
  readonly reductions?: string;
  readonly checkpoint?: string;
  readonly distributed?: boolean;
  readonly listen?: string;
}

/** What is to be checked, or everything that is wrong with the policies that were named. */
export type Question<P extends NmiProperty = NmiProperty> =
  | {
      readonly kind: "read";
      readonly subjects: readonly Subject[];
      readonly properties: readonly P[];
      /** What must happen eventually; nothing unless it was named. */
      readonly liveness: readonly NmiLivenessProperty[];
      readonly chain: Chain;
      readonly rips: number;
    }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads what is to be checked of every state of the core: every policy on every platform, in the
 * order in which they were named; the properties in the order in which they are shown.
 *
 * @param asker who is asked, as a message names it
 * @param events told of policies that are learned from engines
 * @throws Diagnostic `configuration/…`
 */
export async function readQuestion(
  options: QuestionOptions,
  asker: string,
  events: NamedPolicyEvents,
): Promise<Question<CoreProperty>> {
  const subjects = await readSubjects(options, [undefined], events);
  if (subjects.kind === "refused") return subjects;
  const asked = readEach("--property", options.property ?? nmiProperties, (name) =>
    readProperty(asker, name, nmiProperties),
  );
  const properties = nmiProperties.filter((name) => asked.includes(name));
  return { ...subjects, properties, liveness: [] };
}

/**
 * Reads what is to be checked of any machine, one with axes or the core: as `readQuestion` does, and
 * also what must happen eventually.
 *
 * @throws Diagnostic `configuration/…`
 */
export async function readAnyQuestion(
  options: QuestionOptions,
  events: NamedPolicyEvents,
): Promise<Question> {
  const machines = machinesOf(options);
  const subjects = await readSubjects(options, machines ?? [undefined], events);
  if (subjects.kind === "refused") return subjects;
  const all = machineProperties(machines !== null);
  const asked = readEach("--property", options.property ?? all, (name) =>
    readAnyProperty(name, machines?.[0]),
  );
  return {
    ...subjects,
    properties: all.filter((name) => asked.includes(name)),
    liveness: nmiLivenessProperties.filter((name) => asked.includes(name)),
  };
}

/** Every policy on every platform, with each of `machines`. */
async function readSubjects(
  options: QuestionOptions,
  machines: readonly (NamedAxes | undefined)[],
  events: NamedPolicyEvents,
): Promise<
  | Omit<Extract<Question, { readonly kind: "read" }>, "properties" | "liveness">
  | Extract<Question, { readonly kind: "refused" }>
> {
  const chain = options.chain === undefined ? DEFAULT_CHAIN : readChain(options.chain);
  const rips = options.ips === undefined ? DEFAULT_RIPS : readRips(options.ips);
  const size = { chain, rips };
  const policies: LoadedPolicy[] = [];
  const diagnostics: Diagnostic[] = [];
  const kind = machines.every((axes) => axes?.names[policyInput.name] !== undefined)
    ? "told"
    : "any";
  const named = options.policy ?? policyNames;
  for (const name of named.flatMap((one) => (one === MUSEUM ? museum : [one]))) {
    const result = await namedPolicy(name, kind, { ...events, size });
    if (result.kind === "refused") diagnostics.push(...result.diagnostics);
    else if (policies.some(({ origin }) => isDeepStrictEqual(origin, result.policy.origin))) {
      throw listedTwice("--policy", name);
    } else policies.push(result.policy);
  }
  if (diagnostics.length > 0) return { kind: "refused", diagnostics };
  const allPlatforms = options.axes === true ? (["ideal"] as const) : platformNames;
  const names = readEach("--platform", options.platform ?? allPlatforms, readPlatformName);
  const platforms = names.map((name) => namedPlatform(name, chain, rips));
  const subjects = policies.flatMap((policy) =>
    platforms.flatMap((platform) =>
      machines.map((axes): Subject => {
        return axes === undefined ? { policy, platform } : { policy, platform, axes };
      }),
    ),
  );
  return { kind: "read", subjects, chain, rips };
}

/**
 * The machines with axes that are asked about; null for the core alone.
 *
 * @throws Diagnostic `configuration/options-exclude`, `configuration/unknown-name`
 */
function machinesOf(options: QuestionOptions): readonly NamedAxes[] | null {
  const axes = readMachine(options);
  if (options.axes === true && axes !== undefined)
    throw optionsExclude(
      "--axes",
      options.axis === undefined ? "--cpus" : "--axis",
      "the one asks about each axis alone, the other about one machine",
    );
  if (options.axes === true) return eachAxisAlone();
  return axes === undefined ? null : [axes];
}

/** The options that name the axes of a machine. */
export interface MachineOptions {
  /** Values of axes, such as `touch=yes`. */
  readonly axis?: readonly string[];
  /** Short for the axis `cpus`. */
  readonly cpus?: string;
}

/**
 * Reads the axes of the machine that the options name; undefined for the core, where they name none.
 *
 * @throws Diagnostic `configuration/unknown-name`, `configuration/option-twice`, `configuration/axis-needs`
 */
export function readMachine({ axis = [], cpus }: MachineOptions): NamedAxes | undefined {
  const texts = [...axis, ...(cpus === undefined ? [] : [`${CPUS_AXIS}=${cpus}`])];
  return texts.length === 0 ? undefined : readAxes(texts);
}

/** A property by its name; some are about machines with axes alone. */
function readAnyProperty(name: string, axes: NamedAxes | undefined): NmiAnyProperty {
  const found = readName("property", name, everyProperty);
  const refused = whyNotOfMachine(found, axes, "option");
  if (refused !== null) throw refused;
  return found;
}

/** Who may give the verdicts; `auto` is TLC where it is there, and the explorer elsewhere. */
const checkers = ["auto", "tlc", "explorer"] as const;

/**
 * Reads who is to check.
 *
 * @throws Diagnostic `configuration/unknown-name`
 */
export function readChecker(options: CheckerOptions): Omit<CheckChoices, "out"> {
  return {
    checker: readName("checker", options.checker ?? "auto", checkers),
    ...(options.tlcJar === undefined ? {} : { tlcJar: resolve(options.tlcJar) }),
  };
}

/**
 * Reads whether TLC is to run as a server with workers.
 *
 * @param tell told where the server is, once it is ready for workers of other machines
 * @throws Diagnostic `configuration/option-alone` without what it needs, `tlc/bad-address`
 */
export function readDistributed(
  { distributed, listen, checker, checkpoint }: CheckerOptions,
  tell: (text: string) => void,
): { readonly distributed?: DistributedSettings } {
  if (distributed !== true && listen === undefined) return {};
  if (distributed !== true) throw optionAlone("--listen", "--distributed");
  if (checker !== "tlc") throw optionAlone("--distributed", "--checker tlc");
  if (checkpoint !== undefined) {
    throw optionsExclude("--checkpoint", "--distributed", "a run on a server cannot be resumed");
  }
  if (listen === undefined) return { distributed: {} };
  return {
    distributed: {
      listen: readAddress("--listen", listen),
      onReady: ({ host, port }) => tell(`workers may join: nmicheck worker --join ${host}:${port}`),
    },
  };
}

/**
 * Reads how far a checker may go.
 *
 * @throws Diagnostic `configuration/number`
 */
export function readLimits(options: CheckerOptions): {
  readonly workers?: number;
  readonly heap?: string;
  readonly timeoutSeconds?: number;
  readonly exploration: ExplorationSettings & { readonly reductions: readonly ReductionName[] };
} {
  return {
    ...(options.workers === undefined
      ? {}
      : { workers: readPositive("--workers", options.workers) }),
    exploration: {
      reductions: readReductions(options.reductions ?? "none"),
      ...(options.checkpoint === undefined
        ? {}
        : { checkpointFolder: resolve(options.checkpoint) }),
      ...(options.heap === undefined ? {} : { heapBytes: heapBytes(readHeap(options.heap)) }),
    },
    ...(options.heap === undefined ? {} : { heap: readHeap(options.heap) }),
    ...(options.timeout === undefined
      ? {}
      : { timeoutSeconds: readPositive("--timeout", options.timeout) }),
  };
}
