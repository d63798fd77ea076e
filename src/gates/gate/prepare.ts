import { join, resolve } from "node:path";
import { namedPolicy } from "../../analyses/learn/named-policy.js";
import { namedIn, namesEngine } from "../../analyses/learn/source.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { policyInput } from "../../machine/configuration/axes.js";
import { namedPlatform, platformNames } from "../../machine/configuration/platform.js";
import { everyProperty, type NmiAnyProperty } from "../../machine/model/property-names.js";
import type { LoadedPolicy, LoadResult } from "../../machine/policy/load.js";
import type { Subject } from "../../machine/subject.js";
import type { PinsFound } from "./judge.js";
import type { LoadedConfig } from "./load-config.js";
import { readPins } from "./pin-file.js";
import type { Gate } from "./schema.js";

/** A gate with everything that is needed to run it. */
export interface Prepared {
  readonly gate: Gate;
  /** Its place in the config. */
  readonly index: number;
  readonly policy: LoadedPolicy;
  readonly pins: PinsFound;
  /** One for each platform. */
  readonly asked: readonly Asked[];
}

/** What a gate asks on one platform. */
export interface Asked {
  readonly subject: Subject;
  readonly properties: readonly NmiAnyProperty[];
}

/** The folder of a config's pins. */
export function pinsFolder({ folder, config }: LoadedConfig): string {
  return join(folder, config.pins);
}

/** A gate to be run, or everything that is wrong with its policy. */
export type Preparation =
  | { readonly kind: "prepared"; readonly prepared: Prepared }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** Reads the policy and the pins of a gate. */
export async function prepare(
  config: LoadedConfig,
  gate: Gate,
  index: number,
): Promise<Preparation> {
  const loaded = await gatePolicy(config, gate);
  if (loaded.kind === "refused") return loaded;
  const { policy } = loaded;
  const platforms = platformNames.filter((name) => gate.expect[name] !== undefined);
  const prepared: Prepared = {
    gate,
    index,
    policy,
    pins: await findPins(pinsFolder(config), gate.name),
    asked: platforms.map((name): Asked => {
      const expected = gate.expect[name] ?? {};
      return {
        subject: {
          policy,
          platform: namedPlatform(name, gate.chain, gate.rips),
          ...(gate.axes === undefined ? {} : { axes: gate.axes }),
        },
        properties: everyProperty.filter((property) => expected[property] !== undefined),
      };
    }),
  };
  return { kind: "prepared", prepared };
}

/** A policy in a file is named relative to the config; anything else by what it is. */
async function gatePolicy(
  { folder }: LoadedConfig,
  { policy, axes, chain, rips }: Gate,
): Promise<LoadResult> {
  const kind = axes?.names[policyInput.name] === undefined ? "any" : "told";
  const isFile = !namesEngine(policy) && /[\\/]|\.[cm]?tsx?$/.test(policy);
  try {
    return await namedPolicy(isFile ? resolve(folder, policy) : namedIn(policy, folder), kind, {
      size: { chain, rips },
    });
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return { kind: "refused", diagnostics: [error] };
  }
}

async function findPins(folder: string, gate: string): Promise<PinsFound> {
  try {
    const pins = await readPins(folder, gate);
    return pins === null ? { kind: "none" } : { kind: "read", pins };
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return { kind: "unreadable", diagnostic: error };
  }
}
