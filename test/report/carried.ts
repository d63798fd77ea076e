import { inflateRawSync } from "node:zlib";
import { type ReportDocument, reportSchema } from "../../src/report/document.js";
import { EMBEDDED_TYPE } from "../../src/report/embedded.js";

const element = new RegExp(`<script type="${EMBEDDED_TYPE}" id="report">([^<]*)</script>`);

/** The document that a report carries. */
export function carried(html: string): ReportDocument {
  const [, base64 = ""] = element.exec(html) ?? [];
  return reportSchema.parse(JSON.parse(inflateRawSync(Buffer.from(base64, "base64")).toString()));
}
