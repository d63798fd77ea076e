import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../../base/package/root.js";
import { platformNames } from "../configuration/platform.js";
import { nmiProperties } from "../model/property-names.js";

/** The name and version of the record of what was proven. */
export const PROOFS_SCHEMA = "nmicheck.proofs/1";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const proven = {
  policy: z.string(),
  /** The digest of the policy and of the model with it: of what it was proven. */
  digest: sha256,
  /** Of the script that the solvers were given, as it is in `generated/proofs/`. */
  script: sha256,
  obligations: z.int().min(1),
};

const shippedProofsSchema = z.strictObject({
  schema: z.literal(PROOFS_SCHEMA),
  /** Each of them gave every answer. */
  solvers: z.array(z.string()).min(1).readonly(),
  properties: z
    .array(
      z.strictObject({
        ...proven,
        platform: z.enum(platformNames),
        property: z.enum(nmiProperties),
      }),
    )
    .readonly(),
  /** Each run on the chain is one on every chain that contains it, on every platform. */
  embeddings: z
    .array(z.strictObject({ ...proven, chain: z.array(z.int().min(1)).readonly() }))
    .readonly(),
});

/** What the solvers have proven of the built-in policies, as `npm run proofs` has recorded it. */
export type ShippedProofs = z.infer<typeof shippedProofsSchema>;

let known: Promise<ShippedProofs> | undefined;

/**
 * The record that comes with nmicheck, read once. Whoever uses an entry compares its digest with that of
 * the policy and model at hand.
 *
 * @throws Error where the file is missing or broken: the package is not whole then
 */
export function shippedProofs(): Promise<ShippedProofs> {
  known ??= readFile(join(packageRoot, "data", "proofs.json"), "utf8").then((text) =>
    shippedProofsSchema.parse(JSON.parse(text)),
  );
  return known;
}
