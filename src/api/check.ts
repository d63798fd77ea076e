import { policyNames } from "../../spec/policies/all.js";
import type { CheckChoices } from "../analyses/check/check.js";
import { type QuestionKey, questionKey } from "../analyses/check/question.js";
import type { CheckProgress as CheckerProgress } from "../analyses/check/request.js";
import { nmicheckVersion } from "../base/package/version.js";
import { type AxesNames, policyInput } from "../machine/configuration/axes.js";
import { axesOfRecord } from "../machine/configuration/axes-record.js";
import type { NamedAxes } from "../machine/configuration/named-axes.js";
import {
  DEFAULT_CHAIN,
  DEFAULT_RIPS,
  type NamedPlatform,
  namedPlatform,
  type PlatformName,
  platformNames,
} from "../machine/configuration/platform.js";
import { whyNotOfMachine } from "../machine/configuration/property.js";
import { readChain, readName, readPlatformName, readRips } from "../machine/configuration/read.js";
import {
  everyProperty,
  isAnyStateProperty,
  isLivenessProperty,
  machineProperties,
  type NmiAnyProperty,
} from "../machine/model/property-names.js";
import type { Subject } from "../machine/subject.js";
import { objectAndTlc } from "./diagnostics.js";
import type { Machine } from "./object-check.js";
import { type OptionNames, requireOptions } from "./options.js";
import { type KnownPolicy, knownPolicy, type PolicySource } from "./policy.js";
import { type PropertyResult, propertyResult } from "./report.js";

/** How far the run about one policy on one platform has come. */
export interface CheckProgress extends Omit<CheckerProgress, "subject"> {
  /** The name of the policy. */
  readonly policy: string;
  readonly platform: NamedPlatform;
}

/** What to check. What is not given means all of it, as on the command line. */
export interface CheckOptions {
  /** The built-in policies by default. */
  readonly policies?: readonly PolicySource[];
  /** The four platforms by default. */
  readonly platforms?: readonly PlatformName[];
  /** The event slots of each NMI_LOCAL handler in calling order; `[2, 1]` by default. */
  readonly chain?: readonly number[];
  /** How many places the CPU can be at outside NMI context; 2 by default. */
  readonly rips?: number;
  /**
   * What the machine has beside the core, by the names of `nmicheck axes`: `{ nesting: "yes" }`. The
   * axes not named are off.
   */
  readonly axes?: AxesNames;
  /**
   * The four of every state by default, on a machine with axes its three more; liveness properties are asked for by name:
   * `EveryEventHandled`.
   */
  readonly properties?: readonly NmiAnyProperty[];
  /**
   * Who gives the verdicts: `explorer` (the default) is the embedded one, `tlc` is TLC and nothing
   * in its place, `auto` is TLC where it is there.
   */
  readonly checker?: CheckChoices["checker"];
  /** The jar of TLC to use. */
  readonly tlcJar?: string;
  /** Threads of a run of TLC. */
  readonly workers?: number;
  /** Memory of a run of TLC as Java takes it: `2g`. */
  readonly heap?: string;
  /** Ends each run after this time; what it has not answered is then `bounded`. */
  readonly timeoutSeconds?: number;
  /**
   * Ends everything that runs, and nothing more is begun; what is not answered is then `bounded`, and
   * what is answered may not have been played on an engine.
   */
  readonly signal?: AbortSignal;
  /** A folder for the counterexamples; by default none is written. */
  readonly out?: string;
  /** Told every few milliseconds while a policy file or a built-in policy is checked. */
  readonly onProgress?: (progress: CheckProgress) => void;
  /** Told what the user should know beside the answers, as a sentence. */
  readonly onRemark?: (text: string) => void;
}

const optionNames: OptionNames<CheckOptions> = {
  policies: true,
  platforms: true,
  chain: true,
  rips: true,
  axes: true,
  properties: true,
  checker: true,
  tlcJar: true,
  workers: true,
  heap: true,
  timeoutSeconds: true,
  signal: true,
  out: true,
  onProgress: true,
  onRemark: true,
};

/**
 * Checks properties of policies on platforms. Each counterexample has been played on an engine
 * before it is returned: that of a built-in policy on the reference engine, others on the model.
 *
 * @returns one result for each policy, platform and property, in this order
 * @throws PolicyRefused with everything that is wrong with a policy file
 * @throws Diagnostic for an option, a name, a chain or a number that is none, and for `tlc` where it is missing
 */
export async function check(options: CheckOptions = {}): Promise<readonly PropertyResult[]> {
  requireOptions(options, optionNames);
  const { checker = "explorer" } = options;
  const policies: KnownPolicy[] = [];
  const axes = axesOfRecord(options.axes);
  const kind = axes?.names[policyInput.name] === undefined ? "any" : "told";
  const machines = machinesOf(options, axes);
  for (const source of options.policies ?? policyNames) {
    policies.push(await knownPolicy(source, kind, machines[0]?.platform));
  }
  const asked = (options.properties ?? machineProperties(axes !== undefined)).map((name) => {
    const property = readName("property", name, everyProperty);
    const refused = whyNotOfMachine(property, axes, "record");
    if (refused !== null) throw refused;
    return property;
  });
  const properties = everyProperty.filter((name) => asked.includes(name));
  const loaded = policies.flatMap((known) =>
    known.kind === "loaded"
      ? machines.map((machine): Subject => ({ policy: known.policy, ...machine }))
      : [],
  );
  if (checker === "tlc" && policies.some(({ kind }) => kind === "object")) throw objectAndTlc();
  // All at once: TLC runs as many as the machine carries.
  const answered = await loadedResults(loaded, properties, options);
  const results: PropertyResult[] = [];
  for (const known of policies) {
    if (known.kind === "object") {
      results.push(...(await objectResults(known, machines, properties, options)));
      continue;
    }
    const own = machines.map((machine): Subject => ({ policy: known.policy, ...machine }));
    results.push(
      ...own.flatMap((subject) =>
        properties.map((property) => {
          const result = answered.get(questionKey({ ...subject, property }));
          if (result === undefined) throw new Error(`${property} has no result`);
          return result;
        }),
      ),
    );
  }
  return results;
}

function machinesOf(options: CheckOptions, axes: NamedAxes | undefined): readonly Machine[] {
  const chain = options.chain === undefined ? DEFAULT_CHAIN : readChain(options.chain.join(","));
  const rips = options.rips === undefined ? DEFAULT_RIPS : readRips(String(options.rips));
  const names = (options.platforms ?? platformNames).map(readPlatformName);
  return [...new Set(names)].map((name) => {
    const platform = namedPlatform(name, chain, rips);
    return axes === undefined ? { platform } : { platform, axes };
  });
}

async function objectResults(
  { policy }: Extract<KnownPolicy, { kind: "object" }>,
  machines: readonly Machine[],
  properties: readonly NmiAnyProperty[],
  { timeoutSeconds, signal }: CheckOptions,
): Promise<readonly PropertyResult[]> {
  const { checkObject } = await import("./object-check.js");
  const limits = {
    ...(timeoutSeconds === undefined ? {} : { maxSeconds: timeoutSeconds }),
    ...(signal === undefined ? {} : { signal }),
  };
  const results: PropertyResult[] = [];
  for (const machine of machines) {
    results.push(...(await checkObject(policy, machine, properties, limits)));
  }
  return results;
}

async function loadedResults(
  subjects: readonly Subject[],
  properties: readonly NmiAnyProperty[],
  options: CheckOptions,
): Promise<ReadonlyMap<QuestionKey, PropertyResult>> {
  if (subjects.length === 0) return new Map();
  const { check: ask } = await import("../analyses/check/check.js");
  const { workers, heap, timeoutSeconds, signal, onProgress, onRemark } = options;
  const { checker: choice = "explorer", tlcJar, out = null } = options;
  const { checker, results } = await ask(
    {
      subjects,
      properties: properties.filter(isAnyStateProperty),
      liveness: properties.filter(isLivenessProperty),
      version: nmicheckVersion(),
      ...(workers === undefined ? {} : { workers }),
      ...(heap === undefined ? {} : { heap }),
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      ...(signal === undefined ? {} : { signal }),
    },
    { checker: choice, out, ...(tlcJar === undefined ? {} : { tlcJar }) },
    {
      ...(onProgress === undefined
        ? {}
        : {
            onProgress: ({ subject, ...progress }: CheckerProgress) =>
              onProgress({
                policy: subject.policy.name,
                platform: subject.platform,
                ...progress,
              }),
          }),
      ...(onRemark === undefined ? {} : { onRemark }),
    },
  );
  return new Map(results.map((result) => [questionKey(result), propertyResult(result, checker)]));
}
