import { join } from "node:path";
import { packageRoot } from "../../src/base/package/root.js";

/** Policies as a user may write them, which do what no built-in one does. */
export const ownPolicyNames = ["one", "eager", "third", "parity", "deaf"] as const;

export type OwnPolicyName = (typeof ownPolicyNames)[number];

/** The file of one of them. */
export function ownPolicyFile(name: OwnPolicyName): string {
  return join(packageRoot, "test", "find", "policies", `${name}.ts`);
}
