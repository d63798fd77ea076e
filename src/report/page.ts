import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { assetPath } from "../base/package/asset.js";
import { pageMissing } from "./diagnostics.js";

/** The built page: what runs in the browser and how it looks. */
export interface Page {
  readonly script: string;
  readonly style: string;
}

/** The pages that the build makes. */
export type PageName = "report" | "play";

/**
 * A page as the build made it.
 *
 * @throws Diagnostic `report/page-missing`
 */
export async function readPage(name: PageName = "report"): Promise<Page> {
  const [script, style] = await Promise.all([
    readAsset(`${name}-page.js`),
    readAsset(`${name}-page.css`),
  ]);
  return { script, style };
}

async function readAsset(name: `${PageName}-page.${"js" | "css"}`): Promise<string> {
  const file = assetPath(name);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw pageMissing(file, error);
  }
}

/** The source expression by which a Content-Security-Policy allows exactly this inline text. */
export function hashSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;
}
