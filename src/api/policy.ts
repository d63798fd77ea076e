import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { policies, policyNames } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import type { Size } from "../analyses/learn/from-engine.js";
import { namedPolicy } from "../analyses/learn/named-policy.js";
import type { LoadedPolicy, MachineKind, ModelIdentity } from "../machine/policy/load.js";
import { noPolicy, PolicyRefused } from "./diagnostics.js";

/**
 * A policy as a caller names it: a built-in one by its name, a TypeScript file by its path or its
 * `file:` URL, an engine that it is learned from (`linux:6.12`), or the policy itself.
 *
 * A file is compiled as the command line does it: what it may contain is checked, and TLC can be
 * asked. An object is taken as it is, and only the explorer can be asked about it.
 */
export type PolicySource = string | URL | Policy<unknown>;

/** A policy that is only there as an object. */
export interface ObjectPolicy {
  readonly name: string;
  readonly policy: Policy<unknown>;
  /** What traces call it by: the SHA-256 of the text of its functions. */
  readonly model: ModelIdentity;
  /** The same on any machine: what an object is does not depend on where it runs. */
  modelFor(): Promise<ModelIdentity>;
}

/** What a policy turned out to be. */
export type KnownPolicy =
  | { readonly kind: "loaded"; readonly policy: LoadedPolicy }
  | { readonly kind: "object"; readonly policy: ObjectPolicy };

const isFunction = z.custom<() => unknown>((value) => typeof value === "function");
const shape = z.looseObject({ enter: isFunction, proceed: isFunction, finish: isFunction });

/**
 * The policy that a caller means. A built-in policy that is given as an object is the built-in one.
 *
 * @param size the chain and the ips of the machine: where they are not given, those of the scorecard
 * @param kind where it is to run: a file whose policy wants to be told more is refused for others
 * @throws PolicyRefused with everything that is wrong with a file
 * @throws Diagnostic `configuration/unknown-name`, `policy/…` or `api/no-policy`
 */
export async function knownPolicy(
  source: PolicySource,
  kind: MachineKind = "any",
  size?: Size,
): Promise<KnownPolicy> {
  if (typeof source === "string")
    return { kind: "loaded", policy: await loaded(source, kind, size) };
  if (source instanceof URL) {
    return { kind: "loaded", policy: await loaded(fileURLToPath(source), kind) };
  }
  if (!shape.safeParse(source).success || !("initial" in source)) {
    throw noPolicy(source === null ? "null" : `a value of type ${typeof source}`);
  }
  const builtIn = policyNames.find((name) => policies[name] === source);
  if (builtIn !== undefined) return { kind: "loaded", policy: await loaded(builtIn, kind) };
  return { kind: "object", policy: objectPolicy(source) };
}

async function loaded(text: string, kind: MachineKind, size?: Size): Promise<LoadedPolicy> {
  const result = await namedPolicy(text, kind, size === undefined ? {} : { size });
  if (result.kind === "refused") throw new PolicyRefused(result.diagnostics);
  return result.policy;
}

function objectPolicy(policy: Policy<unknown>): ObjectPolicy {
  const text = [JSON.stringify(policy.initial), policy.enter, policy.proceed, policy.finish];
  const sha256 = createHash("sha256").update(text.map(String).join("\0")).digest("hex");
  const model = { name: "PolicyObject", sha256 };
  return { name: "policy object", policy, model, modelFor: async () => model };
}
