import { join } from "node:path";
import { type Evidence, readEvidence } from "../../src/analyses/findings/evidence.js";
import { packageRoot } from "../../src/base/package/root.js";

/** The evidence that the page in `docs/` is made of. */
export function recorded(): Promise<Evidence> {
  return readEvidence(join(packageRoot, "data", "findings.evidence.json"));
}
