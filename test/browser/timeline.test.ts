import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { slice } from "../slice.js";
import { LONG_STEPS, reports } from "./artefacts.js";
import { hashOf, type Shown, screenshot, show, startBrowser } from "./browser.js";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const falseSwallow = "check-mainline-ideal-NoFalseSwallow";
const at = (step: number, id = falseSwallow): string => `#/trace/${id}/${step}`;

async function withReport(
  hash: string,
  use: (page: Page, shown: Shown) => Promise<void>,
  file: string = reports.whole,
): Promise<void> {
  const shown = await show(browser, file, hash);
  try {
    await use(shown.page, shown);
    expect(shown.wrong).toEqual([]);
  } finally {
    await shown.close();
  }
}

/** Waits until an expression is true in the page, whose own policy forbids Playwright to wait there. */
async function expectSoon(page: Page, expression: string): Promise<void> {
  await expect.poll(() => page.evaluate(expression)).toBe(true);
}

const selected = (page: Page) => page.locator("tr[aria-current=step]");
const status = (page: Page) => page.locator(".step-text");

describe("stepping", () => {
  test("by keys: the row, the link, the state and what is read out follow", () =>
    withReport(at(0), async (page) => {
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => hashOf(page)).toBe(at(1));
      expect(await selected(page).innerText()).toContain("handler 0 slot 0: sends an NMI");
      expect(await status(page).innerText()).toBe("handler 0 slot 0: sends an NMI");
      const latch = page.getByRole("row", { name: "NMI latch" });
      expect(await latch.innerText()).toContain("pending");
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      await page.keyboard.press("k");
      await expect.poll(() => hashOf(page)).toBe(at(2));
      await page.keyboard.press("End");
      await expect.poll(() => hashOf(page)).toBe(at(13));
      expect(await selected(page).innerText()).toContain("b2b && swallow_nmi, swallowed");
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => hashOf(page)).toBe(at(13));
      await page.keyboard.press("[");
      await expect.poll(() => hashOf(page)).toBe(at(9));
      await page.keyboard.press("[");
      await expect.poll(() => hashOf(page)).toBe(at(3));
      await page.keyboard.press("]");
      await expect.poll(() => hashOf(page)).toBe(at(9));
      await page.keyboard.press("Home");
      await expect.poll(() => hashOf(page)).toBe(at(0));
    }));

  test("in the table also by the keys of a list", () =>
    withReport(at(2), async (page) => {
      await selected(page).getByRole("link").focus();
      await page.keyboard.press("ArrowDown");
      await expect.poll(() => hashOf(page)).toBe(at(3));
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("PageDown");
      await expect.poll(() => hashOf(page)).toBe(at(3));
      await page.keyboard.press("PageDown");
      await expect.poll(() => hashOf(page)).toBe(at(9));
    }));

  test("by mouse: on a row, anywhere in it, and on the buttons", () =>
    withReport(at(0), async (page) => {
      const row = page.getByRole("row").filter({ hasText: "unknown source: sends an NMI" });
      await row.click({ position: { x: 120, y: 10 } });
      await expect.poll(() => hashOf(page)).toBe(at(4));
      await page.getByRole("button", { name: "Next step" }).click();
      await expect.poll(() => hashOf(page)).toBe(at(5));
      await page.getByRole("button", { name: "Next NMI" }).click();
      await expect.poll(() => hashOf(page)).toBe(at(9));
      await page.getByRole("button", { name: "Previous step" }).click();
      await expect.poll(() => hashOf(page)).toBe(at(8));
      await page.getByRole("button", { name: "Last" }).click();
      await expect.poll(() => hashOf(page)).toBe(at(13));
      await page.getByRole("button", { name: "First" }).click();
      await expect.poll(() => hashOf(page)).toBe(at(0));
    }));

  test("a key that is meant for a field steps nothing", () =>
    withReport(at(3), async (page) => {
      await page.locator(".compare-with select").focus();
      await page.keyboard.press("End");
      await page.keyboard.press("j");
      await expect.poll(() => hashOf(page)).toBe(at(3));
    }));
});

describe("links", () => {
  test("a link to a step shows that step, and Back comes back to where one was", () =>
    withReport(at(8), async (page) => {
      expect(await selected(page).innerText()).toContain("handled = 2: swallow_nmi = true");
      await page.getByRole("link", { name: "Verdicts", exact: true }).first().click();
      await page.getByRole("heading", { name: "What holds, and what does not" }).waitFor();
      await page.goBack();
      await selected(page).waitFor();
      await expect.poll(() => hashOf(page)).toBe(at(8));
    }));

  test("a row's own link can be opened elsewhere", () =>
    withReport(at(0), async (page) => {
      const link = page.getByRole("link", { name: "handler 1 polls slot 0: nothing" }).first();
      expect(await link.getAttribute("href")).toBe(at(7));
    }));

  test.each([
    ["#/trace/nowhere/3", "Not in this report"],
    ["#/verdict/4711", "Not in this report"],
    ["#/compare/nowhere/x/0", "Not in this report"],
    ["#/graph/nowhere", "Not in this report"],
    ["#/nowhere", "What holds, and what does not"],
    ["#/trace/%E0%A4%A/1", "Not in this report"],
    [at(4711), "NoFalseSwallow under mainline on ideal"],
  ])("%s leads somewhere", (hash, heading) =>
    withReport(hash, async (page) => {
      expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(heading);
    }),
  );
});

describe("what a screen reader is given", () => {
  test("a table with rows, and in words what the lanes show", () =>
    withReport(at(4), async (page) => {
      const table = page.getByRole("table", { name: `Timeline of ${falseSwallow}` });
      expect(await table.getByRole("columnheader").count()).toBe(3);
      // The heads, the start, 13 steps, 2 headings and 2 endings.
      expect(await table.getByRole("row").count()).toBe(19);
      expect(await table.getAttribute("aria-rowcount")).toBe("19");
      const cells = selected(page).getByRole("cell");
      expect(await cells.nth(1).textContent()).toBe(
        "latch unknown; active: handler 0 slot 0, handler 0 slot 1; swallow_nmi = false",
      );
      expect(await status(page).getAttribute("role")).toBe("status");
    }));
});

describe("two runs", () => {
  const pair = (row: number): string =>
    `#/compare/${falseSwallow}/find-mainline-ideal-NoFalseSwallow-2/${row}`;

  test("are put beside each other and stepped together", () =>
    withReport(at(0), async (page) => {
      await page
        .getByLabel("Put beside it")
        .selectOption({ label: "mainline, ideal, NoFalseSwallow: cause 2" });
      await page.getByRole("button", { name: "Compare" }).click();
      await page.getByRole("heading", { name: "Two runs beside each other" }).waitFor();
      await expect.poll(() => hashOf(page)).toBe(pair(0));
      for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
      await expect.poll(() => hashOf(page)).toBe(pair(3));
      const texts = page.locator(".step-texts p");
      expect(await texts.allTextContents()).toEqual([
        "left: default_do_nmi takes the NMI, latch empties",
        "right: default_do_nmi takes the NMI, latch empties",
      ]);
      await screenshot(page, "compare");
    }));

  test("are said to be the same to the kernel exactly where they are", () =>
    withReport(pair(5), async (page) => {
      const rows = page.locator(".observations tbody tr");
      expect(await rows.count()).toBe(2);
      expect(await rows.nth(0).innerText()).toContain("the same");
      expect(await page.locator(".lead").innerText()).toContain("both runs look the same");
    }));

  test("fit beside each other into a window of 360 pixels, to their last lane", () =>
    withReport(pair(0), async (page) => {
      await page.setViewportSize({ width: 360, height: 740 });
      const frame = page.locator("table.timeline");
      await expect.poll(async () => (await frame.boundingBox())?.width).toBeLessThan(345);
      const edge = await frame.boundingBox();
      const lane = await page.locator(".lane-names").last().boundingBox();
      if (edge === null || lane === null) throw new Error("the lanes are not shown");
      expect(lane.x + lane.width).toBeLessThanOrEqual(edge.x + edge.width);
    }));

  test("that a kernel can tell apart are said to be different", () =>
    withReport(`#/compare/${falseSwallow}/check-none-ideal-NoMasked/0`, async (page) => {
      expect(await page.locator(".observations").innerText()).toContain("different");
    }));
});

describe(`a trace of ${LONG_STEPS} steps`, () => {
  test("keeps few rows in the page, wherever one is", () =>
    withReport(
      at(0, "file-1"),
      async (page) => {
        const rows = page.locator("table.timeline tbody tr");
        expect(await rows.count()).toBeLessThan(80);
        await page.keyboard.press("End");
        await selected(page).waitFor();
        await expect.poll(() => hashOf(page)).toBe(at(LONG_STEPS, "file-1"));
        expect(await selected(page).innerText()).toMatch(new RegExp(`^${LONG_STEPS}\\n`));
        expect(await rows.count()).toBeLessThan(80);
        await page.evaluate("scrollTo(0, document.body.scrollHeight / 2)");
        await expectSoon(
          page,
          "[...document.querySelectorAll('.row-number')].some((cell) => /^[45]\\d{3}$/.test(cell.textContent))",
        );
        expect(await rows.count()).toBeLessThan(80);
        await page.keyboard.press("ArrowLeft");
        await selected(page).waitFor();
        await expect.poll(() => hashOf(page)).toBe(at(LONG_STEPS - 1, "file-1"));
      },
      reports.long,
    ));

  test("a link into its middle stands there", () =>
    withReport(
      at(5_000, "file-1"),
      async (page) => {
        await selected(page).waitFor();
        expect(await selected(page).isVisible()).toBe(true);
        const box = await selected(page).boundingBox();
        expect(box?.y).toBeGreaterThan(0);
        expect(box?.y).toBeLessThan(860);
      },
      reports.long,
    ));
});

test("on paper every row is there, and nothing to click", () =>
  withReport(at(3), async (page) => {
    await page.emulateMedia({ media: "print" });
    await expectSoon(page, "document.querySelector('tbody.is-virtual') === null");
    expect(await page.locator("table.timeline tbody tr").count()).toBe(18);
    expect(await page.getByRole("button").count()).toBe(0);
    await screenshot(page, "print", true);
  }));

test.each(slice([360, 414, 600, 820, 1056, 1280, 1600], 3))(
  "in a window of %d pixels no text of a row is cut off",
  async (width) => {
    for (const hash of [
      at(8),
      "#/trace/find-v5-ideal-NoFalseSwallow-6/8",
      `#/compare/${falseSwallow}/check-v5-ideal-NoStranded/3`,
    ]) {
      const viewport = { width, height: 2_400 };
      const shown = await show(browser, reports.whole, hash, { viewport });
      await selected(shown.page).waitFor();
      const cut: unknown = await shown.page.evaluate(`[...document.querySelectorAll("tr.row")]
        .filter((row) => [...row.querySelectorAll(".row-words")].some((words) =>
          words.offsetWidth > 1 && words.getBoundingClientRect().height > row.clientHeight + 1
          || words.scrollHeight > row.clientHeight + 1 && words.offsetWidth > 1))
        .map((row) => row.textContent)`);
      expect(cut).toEqual([]);
      await shown.close();
    }
  },
);
