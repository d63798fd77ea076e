import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { artefacts } from "./artefacts.js";

/** Starts the system's Chromium. Its sandbox cannot be had as root. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    chromiumSandbox: process.getuid?.() !== 0,
  });
}

/** A report in a window, and everything that went wrong in it. */
export interface Shown {
  readonly page: Page;
  /** Errors and warnings of the console, scripts that failed, dialogs, requests for anything else. */
  readonly wrong: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens a report from the disk, at a place in it, without a network. */
export async function show(
  browser: Browser,
  file: string,
  hash = "",
  options: BrowserContextOptions = {},
): Promise<Shown> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    offline: true,
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  const wrong: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") wrong.push(message.text());
  });
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("dialog", (dialog) => {
    wrong.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const asked = request.url();
    if (!asked.startsWith(url) && asked !== "data:,") wrong.push(`a request for ${asked}`);
  });
  await page.goto(url + hash);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return { page, wrong, close: () => context.close() };
}

function axeSource(): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
}

/** The rules of axe-core's that look at colours, of those that are on by default. */
export const ofColours = ["color-contrast", "link-in-text-block"];

/**
 * Looks for everything that axe-core knows to be an obstacle, and finds none.
 *
 * @param runOnly the rules that it looks at; all that are on by default
 */
export async function expectNoObstacles(page: Page, runOnly?: readonly string[]): Promise<void> {
  await page.evaluate(await axeSource());
  const found: unknown = await page.evaluate(`axe
    .run(document, ${JSON.stringify({ resultTypes: ["violations"], runOnly })})
    .then(({ violations }) => violations.map(({ id, nodes }) =>
      id + ": " + nodes.slice(0, 3).map(({ target, failureSummary }) => target + " " + failureSummary).join(" | ")))`);
  expect(found).toEqual([]);
}

/** Leaves a picture for people to look at. */
export async function screenshot(page: Page, name: string, fullPage = false): Promise<void> {
  await page.screenshot({ path: join(artefacts, "screenshots", `${name}.png`), fullPage });
}

/** The hash of the window's location: the route. It follows a key after a moment: poll it. */
export function hashOf(page: Page): string {
  return new URL(page.url()).hash;
}
