import { z } from "zod";
import { knownBugNames } from "../tlc/canaries/canary.js";

/** A known bug of TLC, and why it has not touched what was run. */
export const advisorySchema = z.strictObject({
  bug: z.enum(knownBugNames).describe("the issue or pull request of the TLA+ project"),
  about: z.string(),
  versions: z.string().describe("the releases that have it"),
  needs: z.string().describe("without it the bug does not show"),
  touched: z.literal(false).describe("a run that it could touch gives no verdict"),
  because: z.string().describe("why it has touched no run"),
});

export type AdvisoryDocument = z.infer<typeof advisorySchema>;
