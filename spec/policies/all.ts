import type { Policy } from "../policy.js";
import { mainline } from "./mainline.js";
import { none } from "./none.js";
import { v5 } from "./v5.js";

/** The names of the policies that come with the project, in the order in which they are shown. */
export const policyNames = ["none", "v5", "mainline"] as const;

export type PolicyName = (typeof policyNames)[number];

/**
 * The policies that come with the project.
 *
 * Whoever takes one from here does not know the type of its memory. That is safe: a policy is only
 * ever given memory that it made itself, and TypeScript lets a `Policy<Memory>` stand for a
 * `Policy<unknown>` because it compares the parameters of methods in both directions.
 */
export const policies: Readonly<Record<PolicyName, Policy<unknown>>> = { none, v5, mainline };
