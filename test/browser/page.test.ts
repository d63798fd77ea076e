import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { artefacts, HOSTILE, reports } from "./artefacts.js";
import { expectNoObstacles, hashOf, ofColours, screenshot, show, startBrowser } from "./browser.js";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const views = [
  ["overview", "#/"],
  ["verdict", "#/verdict/33"],
  ["trace", "#/trace/check-mainline-ideal-NoFalseSwallow/8"],
  ["pair", "#/compare/check-mainline-ideal-NoFalseSwallow/find-mainline-ideal-NoFalseSwallow-2/5"],
  [
    "no-kernel-can-tell",
    "#/compare/limits-chain-ideal-rip-handlers-reported/limits-chain-ideal-rip-handlers-swallowed/8",
  ],
  ["limits", "#/limits"],
  ["museum", "#/museum"],
  ["atlas", "#/atlas/v5/NoStranded"],
  ["graph", "#/graph/graph-3"],
  ["origins", "#/origins"],
  ["play", "#/play/mainline/ideal/2,1/2//12kbk"],
  ["missing", "#/trace/nowhere/0"],
] as const;

test("the report without options is smaller than a megabyte", async () => {
  expect((await stat(reports.whole)).size).toBeLessThan(1_000_000);
});

test.each(views)("%s has no obstacle that axe-core knows, and no error", async (name, hash) => {
  const shown = await show(browser, reports.whole, hash, { colorScheme: "light" });
  await expectNoObstacles(shown.page);
  await screenshot(shown.page, `${name}-light`);
  // What is in the page stays the same in other colours.
  await shown.page.emulateMedia({ colorScheme: "dark" });
  await expectNoObstacles(shown.page, ofColours);
  await screenshot(shown.page, `${name}-dark`);
  expect(shown.wrong).toEqual([]);
  await shown.close();
});

describe("in a window of 360 pixels", () => {
  test.each(views)("%s fits, without an obstacle", async (name, hash) => {
    const shown = await show(browser, reports.whole, hash, {
      viewport: { width: 360, height: 740 },
    });
    const width = await shown.page.evaluate("document.documentElement.scrollWidth");
    expect(width).toBeLessThanOrEqual(360);
    // No view's name stands alone on a second line.
    const lines = await shown.page.evaluate(
      "new Set([...document.querySelectorAll('.masthead nav a')].map((link) => link.offsetTop)).size",
    );
    expect(lines).toBe(1);
    await expectNoObstacles(shown.page);
    await screenshot(shown.page, `${name}-360`);
    await shown.close();
  });
});

test.each([1280, 1920])(
  "in a window of %d pixels the name stands above the text",
  async (width) => {
    const shown = await show(browser, reports.whole, "#/", { viewport: { width, height: 860 } });
    const left = async (selector: string): Promise<number | undefined> =>
      (await shown.page.locator(selector).first().boundingBox())?.x;
    const name = await left(".masthead-name");
    expect(name).toBeGreaterThan(0);
    expect(Math.abs((name ?? 0) - ((await left("h1")) ?? 0))).toBeLessThan(1);
    await shown.close();
  },
);

test("the reader's colours win over the system's", async () => {
  const shown = await show(browser, reports.whole, "#/", { colorScheme: "light" });
  const paper = (): Promise<unknown> =>
    shown.page.evaluate("getComputedStyle(document.body).backgroundColor");
  const light = await paper();
  await shown.page.getByLabel("Colours").selectOption("Dark");
  expect(await paper()).not.toBe(light);
  await shown.page.getByLabel("Colours").selectOption("System colours");
  expect(await paper()).toBe(light);
  await shown.close();
});

describe("filters", () => {
  const cells = (page: Page) => page.locator("table.scorecard tbody td a");
  const causes = (page: Page) => page.locator("li.scenario");

  test("leave what was asked for, and are a part of the link", async () => {
    const { page, wrong, close } = await show(browser, reports.whole);
    expect(await cells(page).count()).toBe(48);
    const all = await causes(page).count();
    expect(all).toBeGreaterThan(50);
    await page.getByLabel("Policy").selectOption("mainline");
    expect(await cells(page).count()).toBe(16);
    await page.getByLabel("Platform").selectOption("ideal");
    expect(await cells(page).count()).toBe(4);
    await page.locator("select[name=property]").selectOption("NoFalseSwallow");
    expect(await cells(page).count()).toBe(1);
    expect(await causes(page).count()).toBe(3);
    await page.getByLabel("Cause contains").fill("Rightly swallowed");
    expect(await causes(page).count()).toBe(1);
    await expect
      .poll(() => hashOf(page))
      .toBe("#/?policy=mainline&platform=ideal&property=NoFalseSwallow&text=Rightly+swallowed");
    await page.reload();
    expect(await causes(page).count()).toBe(1);
    await page.getByRole("button", { name: "Show all" }).click();
    expect(await causes(page).count()).toBe(all);
    await expect.poll(() => hashOf(page)).toBe("#/");
    expect(wrong).toEqual([]);
    await close();
  });

  test("that leave nothing say so", async () => {
    const { page, close } = await show(
      browser,
      reports.whole,
      "#/?policy=none&property=NoStranded&verdict=violated",
    );
    expect(await page.getByText("No verdict is as the filter says.").isVisible()).toBe(true);
    expect(await page.getByText("No cause is as the filter says.").isVisible()).toBe(true);
    await close();
  });
});

test("from a verdict one comes to its origin, its counterexample and its scenarios", async () => {
  const { page, wrong, close } = await show(browser, reports.whole);
  await page.getByRole("link", { name: "violated in 14" }).first().click();
  const heading = page.getByRole("heading", { level: 1 });
  await page.getByText("Where this comes from").waitFor();
  expect(await heading.innerText()).toBe("NoFalseSwallow under mainline on ideal");
  expect(await page.locator(".origin").innerText()).toContain(
    "nmicheck check --policy mainline --platform ideal --chain 2,1 --ips 2 --property NoFalseSwallow",
  );
  expect(await page.locator("li.scenario").count()).toBe(3);
  await page.getByRole("link", { name: "Step through it" }).click();
  await page.locator("table.timeline").waitFor();
  await expect.poll(() => hashOf(page)).toBe("#/trace/check-mainline-ideal-NoFalseSwallow/0");
  expect(wrong).toEqual([]);
  await close();
});

test("from a step of a trace one plays on, and the run is saved as a trace", async () => {
  const hash = "#/trace/check-mainline-ideal-NoFalseSwallow/13";
  const { page, wrong, close } = await show(browser, reports.whole, hash);
  await page.getByRole("link", { name: "Play on from this step" }).click();
  await page.getByText("You did it").waitFor();
  await expect.poll(() => hashOf(page)).toBe("#/play/mainline/ideal/2,1/2//12kbkkkkkkkkk");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the run as a trace" }).click(),
  ]);
  const file = join(artefacts, "played.trace.json");
  await download.saveAs(file);
  const { stdout } = await execa(process.execPath, [
    ...[join(packageRoot, "dist", "cli.js"), "trace", file],
  ]);
  expect(stdout).toContain("NoFalseSwallow is violated");
  await page.getByRole("link", { name: "Origins" }).click();
  await page.keyboard.press("b");
  await page.goBack();
  await page.getByText("You did it").waitFor();
  expect(wrong.filter((text) => !text.startsWith("a request for blob:"))).toEqual([]);
  await close();
});

describe("what any heuristic can know", () => {
  test("a pair stands side by side, looks the same to the kernel, and is stepped through", async () => {
    const { page, wrong, close } = await show(browser, reports.whole, "#/limits");
    expect(await page.locator(".pairs li").count()).toBeGreaterThan(8);
    await page.getByRole("link", { name: "impossible: a pair of 25 steps" }).first().click();
    await page.locator("table.timeline").waitFor();
    const main = page.locator("main");
    expect(await main.innerText()).toContain("To the kernel both runs look the same");
    expect(await page.locator(".sides h2").allInnerTexts()).toEqual([
      "Must be reported",
      "Must be swallowed",
    ]);
    expect(await page.locator(".observations tbody td.is-right").count()).toBe(2);
    expect(await page.locator("ol.seen li").allInnerTexts()).toEqual([
      "claimed, other rip, claimed 2+0",
      "unclaimed, same rip, claimed 0+0",
    ]);
    await page.keyboard.press("End");
    const rows = page.locator(".step-texts p");
    expect(await rows.count()).toBe(2);
    const there = hashOf(page);
    expect(there).toMatch(/^#\/compare\/limits-chain-ideal-rip-handlers-reported\/.*\/\d+$/);
    await page.reload();
    await page.locator("table.timeline").waitFor();
    await expect.poll(() => hashOf(page)).toBe(there);
    expect(wrong).toEqual([]);
    await close();
  });

  test("a perfect policy stands beside the observer that can have it", async () => {
    const { page, wrong, close } = await show(browser, reports.whole, "#/limits");
    const row = page
      .getByRole("row")
      .filter({ hasText: "possible" })
      .filter({ has: page.locator("details") });
    expect(await row.count()).toBe(1);
    await row.locator("summary").click();
    expect(await row.locator("li").allInnerTexts()).toEqual([
      "unclaimed, bits 001 or bits 011 or bits 101 or bits 111: report",
      "unclaimed, bits 010 or bits 100 or bits 110: swallow",
      "claimed: nothing to decide",
    ]);
    expect(wrong).toEqual([]);
    await close();
  });

  test("where mainline could have known better there is a run of it", async () => {
    const { page, wrong, close } = await show(browser, reports.whole, "#/limits");
    await page.getByText("The policy, 2 states").click();
    expect(await page.locator("pre").first().innerText()).toContain("export const reportsMost");
    await page.getByRole("link", { name: "a run of 19 states, as mainline has it" }).click();
    await page.locator("table.timeline").waitFor();
    expect(await page.locator("main").innerText()).toContain("swallowed");
    expect(wrong).toEqual([]);
    await close();
  });
});

test("the atlas shows one policy and one property at a time, as the link says", async () => {
  const { page, wrong, close } = await show(browser, reports.whole, "#/atlas");
  const sets = page.locator("ul.sets li");
  const before = await sets.count();
  await page.getByLabel("Policy").selectOption("v5");
  await page.locator("select[name=property]").selectOption("NoStranded");
  await expect.poll(() => hashOf(page)).toBe("#/atlas/v5/NoStranded");
  expect(await page.getByRole("heading", { name: "v5: NoStranded" }).isVisible()).toBe(true);
  expect(await sets.count()).not.toBe(before);
  await page.reload();
  expect(await page.getByRole("heading", { name: "v5: NoStranded" }).isVisible()).toBe(true);
  const alone = page.locator("table.atlas").first();
  const deep = alone.getByRole("row", { name: "latch-depth=2" });
  expect(await deep.locator(".is-changed").count()).toBe(1);
  const pairs = page.locator("table.atlas-pairs tbody tr");
  expect(await pairs.count()).toBe(await pairs.first().locator("td").count());
  expect(wrong).toEqual([]);
  await close();
});

test("a state graph is folded by what one looks at, and walked by keys", async () => {
  const { page, wrong, close } = await show(browser, reports.whole, "#/graph/graph-3");
  const boxes = page.locator("g.box");
  const before = await boxes.count();
  await page.getByLabel("policy memory").uncheck();
  const after = await boxes.count();
  expect(after).toBeLessThan(before);
  expect(after).toBeGreaterThan(1);
  await page.getByLabel("status bits").check();
  await page.getByLabel("handled").check();
  await page.getByLabel("owed").check();
  expect(await page.getByText("too many for a picture").isVisible()).toBe(true);
  for (const name of ["handled", "owed", "status bits"]) await page.getByLabel(name).uncheck();
  const details = page.locator(".state-details");
  const first = await details.getByRole("heading", { level: 2 }).innerText();
  await details.getByRole("button").first().focus();
  await page.keyboard.press("Enter");
  expect(await details.getByRole("heading", { level: 2 }).innerText()).not.toBe(first);
  await boxes.first().click();
  expect(await details.getByRole("heading", { level: 2 }).innerText()).toBe(first);
  expect(wrong).toEqual([]);
  await close();
});

test.each([
  ["light", 1280],
  ["dark", 360],
] as const)(
  "a machine's log has a timeline, in %s colours, %d pixels wide",
  async (colorScheme, width) => {
    const viewport = { width, height: 860 };
    const shown = await show(browser, reports.long, "#/log", { colorScheme, viewport });
    const { page } = shown;
    // Of the log of a false swallow under QEMU: the swallowed NMI, which may have been real.
    expect(await page.locator(".log-timeline .log-lost").count()).toBe(1);
    expect(await page.getByRole("row", { name: "swallowed cannot be told" }).count()).toBe(1);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    await page.getByRole("link", { name: "Log", exact: true }).waitFor();
    await expectNoObstacles(page);
    await screenshot(page, `log-${colorScheme}`);
    expect(shown.wrong).toEqual([]);
    await shown.close();
  },
);

test("a report without a log has no view of one", async () => {
  const { page, wrong, close } = await show(browser, reports.whole, "#/log");
  expect(await page.locator("main").innerText()).toContain("a machine's log");
  expect(await page.getByRole("link", { name: "Log", exact: true }).count()).toBe(0);
  expect(wrong).toEqual([]);
  await close();
});

describe("texts that are markup", () => {
  const own = [
    "#/",
    "#/verdict/1",
    "#/trace/check-1/3",
    "#/origins",
    "#/limits",
    "#/atlas",
    "#/museum",
    "#/log",
    "#/compare/check-1/check-1/2",
  ];

  test.each(own)("are shown as they are, in %s", async (hash) => {
    const { page, wrong, close } = await show(browser, reports.hostile, hash);
    expect(await page.locator("img, svg[onload], b").count()).toBe(0);
    expect(await page.locator("main").innerText()).toContain(HOSTILE);
    expect(wrong).toEqual([]);
    await close();
  });

  test("come through the command line as they are", async () => {
    const hash = "#/trace/";
    const { page, wrong, close } = await show(browser, reports.policy);
    await page.getByRole("link", { name: "violated in" }).first().click();
    await page.getByRole("link", { name: "Step through it" }).click();
    await page.locator("table.timeline").waitFor();
    expect(hashOf(page).startsWith(hash)).toBe(true);
    await page.keyboard.press("End");
    const memory = page.getByRole("row", { name: "policy memory" });
    expect(await memory.innerText()).toContain(JSON.stringify({ state: HOSTILE }));
    expect(await page.locator("img, svg[onload]").count()).toBe(0);
    await screenshot(page, "hostile");
    expect(wrong).toEqual([]);
    await close();
  });

  test("are shown as they are in the diagram of a learned policy, which fits 360 pixels", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const size = { viewport: { width: 360, height: 740 }, colorScheme };
      const { page, wrong, close } = await show(browser, reports.hostile, "#/", size);
      const picture = page.getByRole("img", { name: `The policy of ${HOSTILE}` });
      expect(await picture.locator(".diagram-name").allTextContents()).toEqual([HOSTILE, "armed"]);
      expect(await picture.locator("desc").textContent()).toContain(`In armed, to ${HOSTILE}:`);
      const box = await picture.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(360);
      await picture.scrollIntoViewIfNeeded();
      await screenshot(page, `learned-360-${colorScheme}`);
      expect(wrong).toEqual([]);
      await close();
    }
  });

  test("could not run if they got into the page as markup", async () => {
    const { page, wrong, close } = await show(browser, reports.hostile);
    const refused: unknown = await page.evaluate(`(() => {
      try { document.body.innerHTML = "<img src=x onerror=alert(1)>"; return "taken"; }
      catch (error) { return error.name; }
    })()`);
    expect(refused).toBe("TypeError");
    await page.evaluate(`(() => {
      const style = document.createElement("style");
      style.textContent = "body { display: none }";
      document.body.append(style);
    })()`);
    expect(await page.locator("main").isVisible()).toBe(true);
    expect(wrong.length).toBeGreaterThan(0);
    await close();
  });
});

test.each([
  ["cut off", (data: string) => data.slice(0, data.length / 2)],
  ["changed", (data: string) => data.replace(/[A-Z]/g, "x")],
])("a report whose data is %s says that it cannot be shown", async (_, harm) => {
  const html = await readFile(reports.whole, "utf8");
  const file = join(artefacts, "unreadable.html");
  const broken = html.replace(
    /(<script type="application\/x-nmicheck-deflated" id="report">)([^<]*)/,
    (_all, head: string, data: string) => `${head}${harm(data)}`,
  );
  expect(broken).not.toBe(html);
  await writeFile(file, broken);
  const { page, close } = await show(browser, file);
  expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(
    "This report cannot be shown",
  );
  expect(await page.locator("main").innerText()).toContain("nmicheck report makes the file again");
  await close();
});

test("without scripts the verdicts can still be read", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`file://${reports.whole}`);
  expect(await page.locator("noscript tr, main tr").count()).toBe(49);
  await context.close();
});
