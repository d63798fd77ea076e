import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { screenshot, startBrowser } from "./browser.js";

let browser: Browser;
let folder: string;
let said = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-site-"));
  const script = join(packageRoot, "scripts", "docs.js");
  const { stdout } = await execa(process.execPath, [
    script,
    "--quick",
    "--out",
    join(folder, "site"),
  ]);
  said = stdout;
  browser = await startBrowser();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens a page of the site from the disk, without a network; gives what scripts complained of. */
async function opened(
  use: (page: Page) => Promise<void>,
  options = {},
): Promise<readonly string[]> {
  const context = await browser.newContext({ offline: true, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("request", (request) => {
    if (!/^(?:file|data|blob):/.test(request.url())) wrong.push(`a request for ${request.url()}`);
  });
  await page.goto(pathToFileURL(join(folder, "site", "index.html")).href);
  await use(page);
  await context.close();
  return wrong;
}

test("is small, and no link of it is dead", () => {
  const [, size = "", links = ""] = / ([\d.]+) MB, (\d+) links, 0 of them dead\.$/.exec(said) ?? [];
  expect(Number(size)).toBeGreaterThan(1);
  expect(Number(size)).toBeLessThan(15);
  expect(Number(links)).toBeGreaterThan(1_000);
});

test("opens from the disk: the start page, a search, the reference, the report and play", async () => {
  const wrong = await opened(async (page) => {
    await page.getByRole("heading", { name: "Four doors" }).waitFor();
    await page.getByRole("link", { name: "The documentation" }).click();
    await page.getByRole("heading", { level: 1, name: "The documentation" }).waitFor();
    await screenshot(page, "site-start");
    await page.locator("#tsd-search-trigger").click();
    await page.locator("#tsd-search-input").fill("own machine");
    await page
      .locator("#tsd-search-results a", { hasText: "A module for your own machine" })
      .click();
    await page.getByRole("heading", { level: 1, name: "A module for your own machine" }).waitFor();
    await page.getByRole("link", { name: "Play: step through the model", exact: true }).click();
    await page.getByRole("heading", { name: "What happens next?" }).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: /^Report/ }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(page.url()).toContain("report.html");
  });
  expect(wrong).toEqual([]);
});

test("is read on a telephone: no page is wider than the window", async () => {
  const phone = { viewport: { width: 360, height: 740 }, colorScheme: "dark" };
  await opened(async (page) => {
    const wide = await page.evaluate("document.documentElement.scrollWidth");
    expect(wide).toBeLessThanOrEqual(360);
    await screenshot(page, "site-phone");
  }, phone);
});
