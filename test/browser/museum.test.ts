import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bestOf, type Cost, costs } from "../../src/analyses/museum/order.js";
import { museumProperties } from "../../src/analyses/museum/properties.js";
import { rowsOn } from "../../src/analyses/museum/tables.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { recordedRows } from "../museum/recorded.js";
import { reports } from "./artefacts.js";
import { expectNoObstacles, hashOf, ofColours, screenshot, show, startBrowser } from "./browser.js";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const errors = (page: Page) => page.getByRole("table", { name: "Who errs how" });
const whereOn = (page: Page, machine: string) =>
  page.locator(".best-where > div").filter({ has: page.getByText(machine, { exact: true }) });

/** The policies that err alike, as the page lists them. */
async function bestGroups(platform: "ideal" | "sticky", cost: Cost): Promise<readonly string[]> {
  const rows = rowsOn(await recordedRows(), { platform: namedPlatform(platform) });
  return bestOf(rows, cost).groups.map((group) => group.join(", "));
}

test.each(["ideal", "sticky"] as const)(
  "the table of %s has what is recorded of the museum, in every cell",
  async (platform) => {
    const hash = platform === "ideal" ? "#/museum" : "#/museum/2/either";
    const { page, wrong, close } = await show(browser, reports.museum, hash);
    const head = await errors(page).locator("thead th").allTextContents();
    const shown = museumProperties.filter((name) => head.some((text) => text.endsWith(name)));
    expect(shown).toHaveLength(5);
    const rows = rowsOn(await recordedRows(), { platform: namedPlatform(platform) });
    for (const { policy, verdicts } of rows) {
      const cells = errors(page)
        .getByRole("row", { name: new RegExp(`^${policy} `) })
        .locator("td");
      const texts = (await cells.allTextContents()).slice(0, shown.length);
      expect(texts, policy).toEqual(
        shown.map((property) => {
          const verdict = verdicts[property];
          if (verdict === "holds") return "✓holds";
          return typeof verdict === "number" ? `violated in ${verdict}` : verdict;
        }),
      );
    }
    expect(wrong).toEqual([]);
    await close();
  },
);

test("what costs more is chosen by keys, changes who is the best, and is a part of the link", async () => {
  const { page, wrong, close } = await show(browser, reports.museum, "#/museum");
  const choice = page.getByLabel("Which error costs more?");
  for (const [index, cost] of costs.entries()) {
    await choice.focus();
    await page.keyboard.press("Home");
    for (let step = 0; step < index; step++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => hashOf(page))
      .toBe(cost === "either" ? "#/museum" : `#/museum/1/${cost}`);
    for (const platform of ["ideal", "sticky"] as const) {
      const groups = await whereOn(page, platform).locator("li").allTextContents();
      expect(groups).toEqual(await bestGroups(platform, cost));
    }
    const best = (await bestGroups("ideal", cost)).flatMap((group) => group.split(", "));
    const marked = await errors(page).locator("tr.is-best th").allTextContents();
    expect(marked.toSorted()).toEqual(best.toSorted());
  }
  await page.reload();
  expect(await choice.inputValue()).toBe("spurious");
  await whereOn(page, "sticky").getByRole("link").click();
  await page.getByRole("heading", { name: "Who errs how on sticky" }).waitFor();
  expect(await page.getByLabel("Machine").inputValue()).toBe("2");
  expect(wrong).toEqual([]);
  await close();
});

test("from a verdict one comes to its run, also to one that never ends", async () => {
  const { page, wrong, close } = await show(browser, reports.museum, "#/museum");
  const ward = errors(page).getByRole("row", { name: /^ward / });
  await ward.getByRole("link", { name: "violated in 14" }).click();
  await page.locator("table.timeline").waitFor();
  expect(await page.getByRole("heading", { level: 1 }).innerText()).toContain("NoFalseSwallow");
  await page.goBack();
  await errors(page)
    .getByRole("row", { name: /^xen / })
    .getByRole("link", { name: "violated", exact: true })
    .click();
  await page.locator("table.timeline").waitFor();
  expect(await page.locator("main").innerText()).toContain("RepeatedExternalReported");
  await page.goBack();
  await ward.getByRole("link", { name: "holds" }).first().click();
  await page.getByText("Where this comes from").waitFor();
  expect(wrong).toEqual([]);
  await close();
});

test.each([1280, 360])("the museum fits a window of %d pixels, in all colours", async (width) => {
  const options = { colorScheme: "light", viewport: { width, height: 860 } } as const;
  const shown = await show(browser, reports.museum, "#/museum/1/lost", options);
  const { page } = shown;
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  await expectNoObstacles(page);
  await screenshot(page, `museum-whole-${width}-light`, true);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNoObstacles(page, ofColours);
  await screenshot(page, `museum-whole-${width}-dark`, true);
  expect(shown.wrong).toEqual([]);
  await shown.close();
});

test("the report without options has the policies that come with it, and says where the others are", async () => {
  const { page, close } = await show(browser, reports.whole, "#/museum");
  expect(await errors(page).locator("tbody th").allTextContents()).toEqual([
    "none",
    "v5",
    "mainline",
  ]);
  expect(await page.locator("main").innerText()).toContain("nmicheck report --policy museum");
  await close();
});

test("a report with one policy of the museum says how to see them all", async () => {
  const { page, close } = await show(browser, reports.long, "#/museum");
  expect(await page.locator("main").innerText()).toContain("nmicheck report --policy museum");
  expect(await errors(page).count()).toBe(0);
  await close();
});
