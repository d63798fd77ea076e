import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { check } from "../../analyses/check/check.js";
import type { CheckResult } from "../../analyses/check/result.js";
import { namedPolicy } from "../../analyses/learn/named-policy.js";
import { measure } from "../../analyses/vacuity/measure.js";
import { preconditions } from "../../analyses/vacuity/preconditions.js";
import type { Unreached } from "../../analyses/vacuity/unreached.js";
import { errorCode, reasonOf } from "../../base/diagnostic/system-error.js";
import { policyInput } from "../../machine/configuration/axes.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import {
  DEFAULT_CHAIN,
  DEFAULT_RIPS,
  type NamedPlatform,
  namedPlatform,
  type PlatformName,
  platformNames,
} from "../../machine/configuration/platform.js";
import { machineProperties } from "../../machine/model/property-names.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import type { Subject } from "../../machine/subject.js";
import { configExists, initCpus, unwritable } from "./diagnostics.js";
import { CONFIG_FILE } from "./find-config.js";
import { type FirstVerdict, firstConfigText, firstVerdicts } from "./first-config.js";
import { loadConfig } from "./load-config.js";
import { reasonsOf } from "./outcome.js";
import { pinFile } from "./pin-file.js";
import { pinsFolder } from "./prepare.js";
import type { Reason } from "./reason.js";
import { runGates } from "./run-gates.js";
import { updateExpectations } from "./update.js";
import { reachedNowhere } from "./vacuity-reasons.js";

/** What was written, and what the user should know of it. */
export interface Initialised {
  readonly config: string;
  readonly pins: string;
  readonly platforms: readonly PlatformName[];
  /** What the config expects. */
  readonly verdicts: readonly FirstVerdict[];
  /**
   * What is left out of it, since the explorer met a bound, or since the property says nothing on this
   * machine: lines such as `NoMasked on ideal: …`.
   */
  readonly left: readonly string[];
  /** The branches of the policy that no behaviour takes: the config names them. */
  readonly neverReached: readonly Unreached[];
  /** Why `gate` would not pass; nothing where it does. */
  readonly reasons: readonly Reason[];
}

/**
 * Writes a first config into `folder`, with one gate about `policy` that passes as it is: the
 * embedded explorer says what to expect, what is violated too. Overwrites nothing.
 *
 * @param policy a built-in policy, or the file of one
 * @param axes what the machine has beside the core; undefined for the core
 * @throws Diagnostic `gate/config-exists`, `gate/init-cpus`, `gate/unwritable`, those of the policy, and what keeps the
 * explorer from a verdict: nothing is written then
 */
export async function initialise(
  folder: string,
  policy: string,
  version: string,
  names: readonly PlatformName[] = platformNames,
  axes?: NamedAxes,
): Promise<Initialised> {
  const config = join(folder, CONFIG_FILE);
  if (existsSync(config)) throw configExists(config);
  if (axes !== undefined && axes.board !== null) throw initCpus(axes.board.cpus);
  const kind = axes?.names[policyInput.name] === undefined ? "any" : "told";
  const loaded = await namedPolicy(policy, kind);
  if (loaded.kind === "refused") {
    throw loaded.diagnostics[0] ?? new Error(`${policy} was refused without a reason`);
  }
  const gate = gateNameOf(loaded.policy.name);
  const pins = pinFile(join(folder, "nmicheck.pins"), gate);
  if (existsSync(pins)) throw configExists(pins);
  const platforms = names.map((name) => namedPlatform(name, DEFAULT_CHAIN, DEFAULT_RIPS));
  const found = await findExpectations(loaded.policy, platforms, axes, version);
  const written = writtenName(loaded.policy, folder);
  const size = { chain: DEFAULT_CHAIN, rips: DEFAULT_RIPS, axes: axes?.names ?? {} };
  const text = firstConfigText({ gate, policy: written, ...size, ...found }, platforms);
  try {
    // Somebody else's file that has come meanwhile stays.
    await writeFile(config, text, { flag: "wx" });
  } catch (error) {
    if (errorCode(error) === "EEXIST") throw configExists(config);
    throw unwritable(config, reasonOf(error));
  }
  const opened = loadConfig(config);
  const choices = { version, checker: "explorer", cache: false } as const;
  await updateExpectations(opened, await runGates(opened, choices));
  const run = await runGates(opened, choices);
  return {
    config,
    pins: pinFile(pinsFolder(opened), gate),
    platforms: names,
    ...found,
    reasons: [...run.reasons, ...run.gates.flatMap(reasonsOf)],
  };
}

async function findExpectations(
  policy: LoadedPolicy,
  platforms: readonly NamedPlatform[],
  axes: NamedAxes | undefined,
  version: string,
): Promise<Pick<Initialised, "verdicts" | "left" | "neverReached">> {
  const subjects = platforms.map(
    (platform): Subject => (axes === undefined ? { policy, platform } : { policy, platform, axes }),
  );
  const { results } = await check(
    { subjects, properties: machineProperties(axes !== undefined), version },
    { checker: "explorer" },
    {},
  );
  for (const { verdict } of results) {
    if (verdict.verdict === "failed") throw verdict.failure.diagnostic;
  }
  const { measured } = await measure(subjects, { tools: null });
  // An axis brings what some properties are about, and others say nothing with it: a gate would fail.
  const isEmpty = ({ property, platform }: Pick<CheckResult, "property" | "platform">): boolean =>
    axes !== undefined &&
    measured.some(
      ({ subject, reached }) =>
        subject.platform.name === platform.name && reached.preconditions.get(property) === 0,
    );
  return {
    verdicts: firstVerdicts(results.filter((result) => !isEmpty(result))),
    left: results.flatMap((result) => {
      const { property, platform, verdict } = result;
      const about = `${property} on ${platform.name}`;
      if (verdict.verdict === "bounded") return [`${about}: nothing found within ${verdict.bound}`];
      return isEmpty(result) ? [`${about}: no behaviour has ${preconditions[property].text}`] : [];
    }),
    neverReached: reachedNowhere(measured),
  };
}

/** A gate named after a policy, whose name may have letters that the name of a gate has not. */
function gateNameOf(policy: string): string {
  const plain = policy.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+|-+$/g, "");
  return plain === "" ? "policy" : plain.slice(0, 64);
}

/** How the config names a policy: relative to itself, with forward slashes, and as a path. */
function writtenName({ name, origin }: LoadedPolicy, folder: string): string {
  if (origin.kind === "builtIn") return name;
  if (origin.learnedFrom !== undefined) return origin.learnedFrom;
  const way = relative(resolve(folder), origin.file).split(sep).join("/");
  return way.startsWith(".") ? way : `./${way}`;
}
