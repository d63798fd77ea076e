import { z } from "zod";
import { axisTexts } from "../../machine/configuration/axes-text.js";
import { readAxes } from "../../machine/configuration/named-axes.js";
import { namedPlatform, platformNames } from "../../machine/configuration/platform.js";
import { readChain } from "../../machine/configuration/read.js";
import { museumProperties } from "./properties.js";
import type { MuseumRow } from "./survey.js";

/** The name and version of the document in `data/museum.json`. */
export const MUSEUM_SCHEMA = "nmicheck.museum/1";

const verdict = z.union([z.literal("holds"), z.literal("violated"), z.int().min(1)]);

const museumSchema = z.strictObject({
  schema: z.literal(MUSEUM_SCHEMA),
  rows: z
    .array(
      z.strictObject({
        policy: z.string(),
        platform: z.enum(platformNames),
        chain: z.array(z.int().min(1)).readonly(),
        rips: z.int().min(1),
        /** Absent where all of them are off. */
        axes: z.record(z.string(), z.string()).readonly().optional(),
        states: z.int().min(1),
        verdicts: z.partialRecord(z.enum(museumProperties), verdict),
      }),
    )
    .readonly(),
});

/**
 * The rows as the text of their file: one a line, so that a difference of two is readable.
 */
export function museumText(rows: readonly MuseumRow[]): string {
  const lines = rows.map(({ policy, platform, axes, states, verdicts }) =>
    JSON.stringify({
      policy,
      platform: platform.name,
      chain: platform.chain,
      rips: platform.rips,
      axes: axes?.names,
      states,
      verdicts,
    }),
  );
  return `{\n"schema": "${MUSEUM_SCHEMA}",\n"rows": [\n${lines.join(",\n")}\n]\n}\n`;
}

/**
 * The rows in such a text.
 *
 * @throws SyntaxError and ZodError when it is no `nmicheck.museum/1`
 */
export function readMuseum(text: string): readonly MuseumRow[] {
  return museumSchema.parse(JSON.parse(text)).rows.map(
    ({ policy, platform, chain, rips, axes, states, verdicts }): MuseumRow => ({
      policy,
      platform: namedPlatform(platform, readChain(chain.join()), rips),
      axes: axes === undefined ? undefined : readAxes(axisTexts(axes)),
      states,
      verdicts,
    }),
  );
}
