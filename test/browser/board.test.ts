import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reports } from "./artefacts.js";
import { expectNoObstacles, hashOf, screenshot, show, startBrowser } from "./browser.js";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

test.each([1280, 360])("a run of two CPUs in a window of %d pixels", async (width) => {
  const viewport = { width, height: 860 };
  const { page, wrong, close } = await show(browser, reports.cpus, "#/", { viewport });
  await page
    .getByRole("link", { name: /violated in/ })
    .first()
    .click();
  await page.getByRole("link", { name: "Step through it" }).click();
  const table = page.getByRole("table");
  await table.waitFor();
  expect(await table.getByRole("columnheader").allTextContents()).toEqual(["#", "CPU 0", "CPU 1"]);
  expect(await page.locator(".lead").textContent()).toMatch(/^On CPU 0 /);
  expect(await table.locator(".is-begin").count()).toBeGreaterThan(0);
  expect(await table.locator(".is-end .is-wrong").count()).toBe(1);
  // The start, and then the event that a key leads to.
  expect(await page.locator(".board .is-selected .row-number").textContent()).toBe("");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => hashOf(page)).toMatch(/\/1$/);
  expect(await page.locator(".board .is-selected .row-number").textContent()).toBe("1");
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  await expectNoObstacles(page);
  await screenshot(page, `board-${width}`);
  expect(wrong).toEqual([]);
  await close();
});

test("a run of two CPUs is not put beside one of one CPU", async () => {
  const { page, wrong, close } = await show(browser, reports.hostile, "#/trace/check-1/0");
  expect(await page.locator("select option[value=board-1]").count()).toBe(0);
  await page.goto(page.url().replace(/#.*/, "#/compare/check-1/board-1/0"));
  await page.getByText("a trace board-1 of one CPU, which this report has not").waitFor();
  expect(wrong).toEqual([]);
  await close();
});
