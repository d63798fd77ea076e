import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../base/package/root.js";
import { atlasDocumentSchema } from "../atlas/document.js";
import { featuresOf } from "./needs.js";
import { isVerdict, type RecordedVerdict } from "./recorded.js";
import type { CheckResult } from "./result.js";

/** The verdicts that `data/atlas.json` records, for machines with axes. */
export interface RecordedAtlas {
  /** What is recorded of a result's policy and property on the machine with `features`. */
  verdictOf(result: CheckResult, features: readonly string[]): RecordedVerdict | undefined;
  /** Whether a result is what is recorded of it; false where nothing is. */
  isAsRecorded(result: CheckResult): boolean;
}

/**
 * Reads the atlas that comes with nmicheck. It is made again and compared in the long campaign, so
 * that what it records is what the model says.
 *
 * @throws ZodError when the file is not `nmicheck.atlas/1`, and what the system says of it
 */
export async function readRecordedAtlas(): Promise<RecordedAtlas> {
  const text = await readFile(join(packageRoot, "data", "atlas.json"), "utf8");
  const { chain, rips, machines } = atlasDocumentSchema.parse(JSON.parse(text));
  const recorded = new Map<string, RecordedVerdict>();
  for (const { policy, features, findings } of machines) {
    for (const { property, verdict, length } of findings) {
      const found = verdict === "holds" ? "holds" : length;
      if (found !== undefined) recorded.set(keyOf(policy, features, property), found);
    }
  }
  const verdictOf: RecordedAtlas["verdictOf"] = ({ policy, platform, property }, features) => {
    const isOfAtlas = platform.chain.join() === chain.join() && platform.rips === rips;
    if (policy.origin.kind !== "builtIn" || !isOfAtlas) return undefined;
    return recorded.get(keyOf(policy.origin.name, features, property));
  };
  return {
    verdictOf,
    isAsRecorded: (result) => {
      const found = verdictOf(result, featuresOf(result));
      return found !== undefined && isVerdict(result, found);
    },
  };
}

function keyOf(policy: string, features: readonly string[], property: string): string {
  return [policy, property, ...features.toSorted()].join(" ");
}
