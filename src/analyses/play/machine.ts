import { type PolicyName, policies, policyNames } from "../../../spec/policies/all.js";
import type { Policy } from "../../../spec/policy.js";
import { axisTexts } from "../../machine/configuration/axes-text.js";
import { type NamedAxes, readAxes } from "../../machine/configuration/named-axes.js";
import {
  DEFAULT_CHAIN,
  DEFAULT_RIPS,
  type NamedPlatform,
  namedPlatform,
} from "../../machine/configuration/platform.js";
import {
  readChain,
  readName,
  readPlatformName,
  readRips,
} from "../../machine/configuration/read.js";
import { type MachineModel, machineModel } from "../../machine/model/machine-model.js";

/** A policy that is played with, and how a trace names it. */
export interface PlayedPolicy {
  readonly name: string;
  readonly builtIn: boolean;
  readonly policy: Policy<unknown>;
}

/** A policy on a machine: what is played with. */
export interface PlayedMachine {
  readonly policy: PlayedPolicy;
  readonly platform: NamedPlatform;
  /** Undefined for the core. */
  readonly axes: NamedAxes | undefined;
}

/** A built-in policy. */
export function builtIn(name: PolicyName): PlayedPolicy {
  return { name, builtIn: true, policy: policies[name] };
}

/** What is played with where nobody says: today's kernel on the machine of the scorecard. */
export const defaultMachine: PlayedMachine = {
  policy: builtIn("mainline"),
  platform: namedPlatform("ideal", DEFAULT_CHAIN, DEFAULT_RIPS),
  axes: undefined,
};

/** The typed model of the machine, executed. */
export function modelOfMachine({ policy, platform, axes }: PlayedMachine): MachineModel {
  const { machine, board } = axes ?? {};
  return machineModel({ policy: policy.policy, platform, axes: machine, board });
}

/**
 * The machine as a link names it: `mainline/ideal/2,1/2`, and with axes
 * `mainline/ideal/2,1/2/nesting=yes,touch=yes`.
 */
export function machineLink({ policy, platform, axes }: PlayedMachine): string {
  const { name, chain, rips } = platform;
  const on = axes === undefined ? [] : [axisTexts(axes.names).join(",")];
  return [policy.name, name, chain.join(","), rips, ...on].join("/");
}

/**
 * The machine that a link names.
 *
 * @param own a policy of the user's, which may be named beside the built-in ones
 * @throws Diagnostic `configuration/…` where a part of it names nothing
 */
export function readMachineLink(
  [policy = "", platform = "", chain = "", rips = "", axes = ""]: readonly string[],
  own: PlayedPolicy | null = null,
): PlayedMachine {
  return {
    policy: readPlayedPolicy(policy, own),
    platform: namedPlatform(readPlatformName(platform), readChain(chain), readRips(rips)),
    axes: axes === "" ? undefined : readAxes(axes.split(",")),
  };
}

function readPlayedPolicy(name: string, own: PlayedPolicy | null): PlayedPolicy {
  if (own !== null && name === own.name) return own;
  return builtIn(readName("policy", name, policyNames));
}
