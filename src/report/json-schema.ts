import { publishedSchema } from "../base/package/published-schema.js";
import { reportSchema } from "./document.js";

/** The JSON Schema (draft 2020-12) of a report's document, as it is published in `schemas/`. */
export function reportJsonSchema(): string {
  return publishedSchema(reportSchema, "nmicheck.report/1: what a report is made of");
}
