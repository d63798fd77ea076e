import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { cacheFolder } from "../../base/cache/folder.js";
import { canonicalJson, sealedText, sealOf, sha256 } from "../../base/document/sealed.js";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { nmicheckVersion } from "../../base/package/version.js";
import { axesKey, bareAxes, type NamedAxes } from "../configuration/named-axes.js";
import type { NamedPlatform } from "../configuration/platform.js";
import type { NmiProperty } from "../model/property-names.js";
import type { LoadedPolicy } from "../policy/load.js";

/** What is proven of a subject for every chain, in the cache under all that it depends on. */
const FORMAT = "nmicheck-proof/1";

const keptSchema = z.strictObject({
  format: z.literal(FORMAT),
  question: z.strictObject({
    nmicheck: z.string(),
    /** Of the policy and the core with it. */
    digest: z.string(),
    sticky: z.boolean(),
    shadow: z.boolean(),
    axes: z.string(),
    property: z.string(),
  }),
  /** The digest of the model of this very machine. */
  model: z.string(),
  /** The digest of what the solvers were asked. */
  script: z.string(),
  obligations: z.int().min(1),
  solvers: z.array(z.string()).min(1),
  sha256: z.string(),
});

/** A policy on machines of any chain: of what something is proven. */
export interface ProvenOf {
  readonly policy: LoadedPolicy;
  readonly platform: Pick<NamedPlatform, "name" | "sticky" | "shadow">;
  /** Undefined for the core. */
  readonly axes?: NamedAxes | undefined;
}

/** By whom something is proven for every chain. */
export interface ProvenBy {
  readonly solvers: readonly string[];
}

function questionOf(
  subject: ProvenOf,
  property: NmiProperty,
): z.infer<typeof keptSchema>["question"] {
  const { policy, platform, axes = bareAxes } = subject;
  const { sticky, shadow } = platform;
  const { digest } = policy;
  return { nmicheck: nmicheckVersion(), digest, sticky, shadow, axes: axesKey(axes), property };
}

function fileOf(question: ReturnType<typeof questionOf>): string {
  return cacheFolder("proofs", `${sha256(canonicalJson(question)).slice(0, 32)}.json`);
}

/** Its module's digest: that of the core is known, the others are printed. */
async function modelOf({ policy, axes }: ProvenOf): Promise<string> {
  return axes === undefined ? policy.model.sha256 : (await policy.modelFor(axes)).sha256;
}

/** Keeps a proof; where the cache cannot be written it is not kept, and `prove` proves it again. */
export async function keepProof(
  subject: ProvenOf,
  property: NmiProperty,
  proof: { readonly script: string; readonly obligations: number } & ProvenBy,
): Promise<void> {
  const question = questionOf(subject, property);
  const { obligations, solvers } = proof;
  const file = fileOf(question);
  const text = sealedText({
    format: FORMAT,
    question,
    model: await modelOf(subject),
    script: sha256(proof.script),
    obligations,
    solvers,
  });
  try {
    await mkdir(join(file, ".."), { recursive: true });
    await writeAtomic(file, text);
  } catch {
    // The answer is there all the same.
  }
}

/** The proof that was kept of this very question; null where there is none, or it is broken or of another. */
export async function keptProof(
  subject: ProvenOf,
  property: NmiProperty,
): Promise<ProvenBy | null> {
  const question = questionOf(subject, property);
  const kept = await readKept(fileOf(question));
  if (kept === null || canonicalJson(kept.question) !== canonicalJson(question)) return null;
  return kept.model === (await modelOf(subject)) ? { solvers: kept.solvers } : null;
}

async function readKept(file: string): Promise<z.infer<typeof keptSchema> | null> {
  try {
    const kept = keptSchema.parse(JSON.parse(await readFile(file, "utf8")));
    return sealOf(kept) === kept.sha256 ? kept : null;
  } catch {
    return null;
  }
}
