import { z } from "zod";
import { platformNames } from "./platform.js";

/** A platform in the documents that nmicheck prints. */
export const platformSchema = z.strictObject({
  name: z.enum(platformNames),
  chain: z.array(z.int().min(1)).readonly(),
  rips: z.int().min(1),
  sticky: z.boolean(),
  shadow: z.boolean(),
});
