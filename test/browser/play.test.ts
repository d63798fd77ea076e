import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linkOf, sessionOfLink } from "../../src/analyses/play/link.js";
import { memoryText } from "../../src/analyses/play/memory-text.js";
import { Session } from "../../src/analyses/play/session.js";
import { traceOfSession } from "../../src/analyses/play/trace.js";
import { packageRoot } from "../../src/base/package/root.js";
import { isBoardState } from "../../src/machine/model/machine-model.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { traceText } from "../../src/machine/trace/trace-text.js";
import { machines, randomFrom } from "../play/machines.js";
import { slice } from "../slice.js";
import { HOSTILE } from "./artefacts.js";
import {
  expectNoObstacles,
  hashOf,
  type Shown,
  screenshot,
  show,
  startBrowser,
} from "./browser.js";

let browser: Browser;
let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-play-"));
  file = join(folder, "play.html");
  await nmicheck("play", "--out", file);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

function nmicheck(...args: readonly string[]) {
  return execa(process.execPath, [join(packageRoot, "dist", "cli.js"), ...args], { cwd: folder });
}

const FALSE_SWALLOW = "12kbkkkkkkkkk";
const core = (keys: string): string => `#/play/mainline/ideal/2,1/2//${keys}`;
const board = "#/play/mainline/ideal/1,1/2/cpus=2,shared-source=all,shared-lock=skip/";

async function withPage(
  hash: string,
  use: (page: Page, shown: Shown) => Promise<void>,
  options: Parameters<typeof show>[3] = {},
): Promise<void> {
  const shown = await show(browser, file, hash, options);
  try {
    await use(shown.page, shown);
    // What is saved comes from the page itself.
    expect(shown.wrong.filter((text) => !text.startsWith("a request for blob:"))).toEqual([]);
  } finally {
    await shown.close();
  }
}

const told = (page: Page) => page.getByRole("status");

const states = [
  ["start", core("")],
  ["in-an-nmi", core("12kbk")],
  ["met", core(FALSE_SWALLOW)],
  ["two-cpus", `${board}bk`],
  [
    "axes",
    "#/play/mainline/shadow/2,1/2/nesting=yes,reason-port=yes,unknown-chain=own-greedy/1kfb",
  ],
] as const;

describe.each(slice(["light", "dark"] as const, 2))("in %s colours", (colorScheme) => {
  test.each(states)("%s has no obstacle that axe-core knows, and no error", (name, hash) =>
    withPage(
      hash,
      async (page) => {
        await expectNoObstacles(page);
        await screenshot(page, `play-${name}-${colorScheme}`, true);
      },
      { colorScheme },
    ),
  );
});

test.each(states)("%s fits into a window of 360 pixels, without an obstacle", (name, hash) =>
  withPage(
    hash,
    async (page) => {
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
      await expectNoObstacles(page);
      await screenshot(page, `play-${name}-360`, true);
    },
    { viewport: { width: 360, height: 740 } },
  ),
);

describe("a newcomer", () => {
  test("reads what it is about, takes the hint, and meets the goal by mouse", () =>
    withPage("", async (page) => {
      expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(
        "Can you make the kernel swallow a real NMI?",
      );
      for (let step = 0; step < 13; step++) {
        await page.getByRole("button", { name: "Hint" }).click();
        await page.locator(".step.is-hinted").click();
      }
      expect(await told(page).innerText()).toContain(
        "You did it: the kernel has swallowed a real NMI",
      );
      await expect.poll(() => hashOf(page)).toBe(core(FALSE_SWALLOW));
      expect(await page.locator(".properties .is-broken").innerText()).toContain("violated here");
    }));

  test("is shown a shortest way, and steps through it by keys", () =>
    withPage("", async (page) => {
      await page.getByRole("button", { name: "Show me the shortest way" }).click();
      await page.getByText("A shortest way of 13 steps is loaded").waitFor();
      for (let step = 0; step < 13; step++) await page.keyboard.press("ArrowRight");
      expect(await told(page).innerText()).toContain("You did it");
    }));

  test("is told where a goal cannot be met", () =>
    withPage("", async (page) => {
      await page.getByLabel("Goal").selectOption("NoSpurious");
      await page.getByRole("button", { name: "Hint" }).click();
      await page.getByText("It cannot be done from here: all 4,408 states").waitFor();
    }));

  test("chooses another machine, and is told of one that there is not", () =>
    withPage("", async (page) => {
      await page.locator(".choice > summary").click();
      await page.locator("select[name=policy]").selectOption("v5");
      await page.getByLabel("Chain: the events").fill("2,x");
      await page.getByRole("button", { name: "Play this machine" }).click();
      expect(await page.getByRole("alert").innerText()).toContain("has `x` where a whole number");
      await page.getByLabel("Chain: the events").fill("1,1");
      await page.getByText("More of a real machine").click();
      await page.getByLabel("cpus").selectOption("2");
      await expectNoObstacles(page);
      await page.getByRole("button", { name: "Play this machine" }).click();
      await expect.poll(() => hashOf(page)).toBe("#/play/v5/ideal/1,1/2/cpus=2/");
      expect(await page.getByRole("region", { name: "CPU 1" }).count()).toBe(1);
      expect(await page.getByRole("alert").count()).toBe(0);
    }));
});

describe("the run", () => {
  test("is taken by keys, gone back in, and branches", () =>
    withPage("", async (page) => {
      await page.keyboard.type("1k");
      await page.keyboard.press("Backspace");
      await page.keyboard.press("b");
      await expect.poll(() => hashOf(page)).toBe(core("1b"));
      const branches = page.locator(".tree button");
      expect(await branches.count()).toBe(3);
      await branches.filter({ hasText: "state 2" }).click();
      await expect.poll(() => hashOf(page)).toBe(core("1k"));
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("button", { name: "Undo" }).click({ force: true });
      await expect.poll(() => hashOf(page)).toBe(core(""));
      await expectNoObstacles(page);
    }));

  test("takes no step by a key that is meant for a field, nor once keys are off", () =>
    withPage("", async (page) => {
      await page.getByLabel("Goal").focus();
      await page.keyboard.press("b");
      await page.getByLabel("Single keys take steps").uncheck();
      await page.locator("h1").click();
      await page.keyboard.press("b");
      expect(await told(page).innerText()).toContain("Nothing has happened yet");
    }));

  test("by Tab and Enter alone: the focus stays where it was when a step is over", () =>
    withPage(core("b"), async (page) => {
      await page.getByRole("button", { name: "Take the NMI" }).focus();
      for (let step = 0; step < 5; step++) await page.keyboard.press("Enter");
      expect(await told(page).innerText()).toContain("a real unknown NMI was in it");
      expect(await page.evaluate("document.activeElement.className")).toContain("step");
      const button = page.locator(".step:focus");
      expect(await button.getAttribute("aria-disabled")).toBe("true");
      expect(await button.innerText()).toContain("no NMI is pending");
    }));
});

describe("links", () => {
  test("lead to their state, in the address as well as followed", () =>
    withPage(core("12k"), async (page) => {
      expect(await told(page).innerText()).toContain("Step 3. The CPU takes the NMI at ip 1");
      await page.evaluate(`location.hash = ${JSON.stringify(core(FALSE_SWALLOW))}`);
      await page.getByText("You did it").waitFor();
      await page.reload();
      await page.getByText("You did it").waitFor();
    }));

  test.each([core("k"), "#/play/mainlin/ideal/2,1/2//1", "#/play/x", core("1<b>")])(
    "%s, which leads nowhere, says so",
    (hash) =>
      withPage(hash, async (page) => {
        expect(await page.getByRole("alert").innerText()).toContain("error[");
        expect(await told(page).innerText()).toContain("Nothing has happened yet");
      }),
  );
});

async function load(page: Page, text: string, name = "t.json"): Promise<void> {
  await page.locator("input[type=file]").setInputFiles({
    name,
    mimeType: "application/json",
    buffer: Buffer.from(text),
  });
}

describe("a trace", () => {
  test("of check is loaded, stepped through, and gone on from", () =>
    withPage("", async (page) => {
      const args = ["--policy", "v5", "--platform", "ideal", "--property", "NoStranded"];
      const out = join(folder, "traces");
      await nmicheck("check", "--checker", "explorer", "--out", out, ...args).catch(() => {});
      const { stdout } = await execa("find", [out, "-name", "*.trace.json"]);
      await load(page, await readFile(stdout.split("\n")[0] ?? "", "utf8"));
      await page.locator(".choice > summary").filter({ hasText: "v5" }).waitFor();
      for (let step = 0; step < 6; step++) await page.keyboard.press("ArrowRight");
      await page.locator(".properties .is-broken").filter({ hasText: "NoStranded" }).waitFor();
    }));

  test("with markup in it, or that is none, does no harm", () =>
    withPage("", async (page) => {
      const session = new Session(machines[0]?.[1] ?? sessionOfLink(core("")).machine);
      session.play("1k");
      const trace = traceText(await traceOfSession(session, "0.1.0", identityOf));
      for (const text of [
        trace.replace('"mainline"', JSON.stringify(HOSTILE)),
        trace.replace(
          '"swallowNmi":false',
          `${JSON.stringify(HOSTILE)}:${JSON.stringify(HOSTILE)}`,
        ),
        trace.replace(/"latched":true/, `"latched":${JSON.stringify(HOSTILE)}`),
        HOSTILE,
        `{"schema":${JSON.stringify(HOSTILE)}}`,
        "[".repeat(200_000),
      ]) {
        await load(page, text, `${HOSTILE.replaceAll("/", "")}.json`);
        await expect
          .poll(() =>
            page
              .getByRole("alert")
              .innerText()
              .catch(() => ""),
          )
          .toContain("error[trace/");
        expect(await page.locator("img").count()).toBe(0);
        await page.getByRole("button", { name: "Close" }).click();
      }
    }));
});

/** What the executed model's identity is in the command line. */
const identityOf = async ({
  policy,
  axes,
}: Session["machine"] | Pick<Session["machine"], "policy" | "axes">) => {
  const loaded = await loadPolicy(policy.name);
  if (loaded.kind === "refused") throw new Error("no such policy");
  return axes === undefined ? loaded.policy.model : loaded.policy.modelFor(axes);
};

describe.each(slice(machines, 3))("on %s", (_, machine) => {
  test("what is shown after every step, and the trace of all, is the executed model's", () =>
    withPage(linkOf(new Session(machine)), async (page) => {
      const session = new Session(machine);
      const random = randomFrom(7);
      for (let taken = 0; taken < 60; taken++) {
        const possible = session.possible();
        const step = possible[Math.floor(random() * possible.length)];
        if (step === undefined) break;
        await page.keyboard.press(step.key);
        session.take(step.key);
        expect(await page.evaluate(SHOWN)).toEqual(expectedOf(session));
      }
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Save the run as a trace" }).click(),
      ]);
      const saved = join(folder, `${Math.random()}.trace.json`);
      await download.saveAs(saved);
      const text = await readFile(saved, "utf8");
      expect(text).toBe(traceText(await traceOfSession(session, "0.1.0", identityOf)));
      await writeFile(saved, text);
      await nmicheck("replay", saved);
    }));
});

/** What the page shows of each CPU. */
const SHOWN = `[...document.querySelectorAll(".cpu")].map((cpu) => ({
  active: [...cpu.querySelectorAll(".slots li")].map((row) =>
    [...row.querySelectorAll(".slot")].map((slot) => slot.classList.contains("is-on"))),
  latched: !cpu.querySelector(".latch").textContent.includes("empty"),
  unknown: cpu.querySelector(".latch").classList.contains("is-unknown"),
  at: cpu.querySelector(".walk [aria-current]").textContent.replace("handler and slot ", ""),
  facts: [...cpu.querySelectorAll(".facts dd")].map((fact) => fact.textContent),
}))`;

function expectedOf(session: Session) {
  const { state } = session.here;
  return (isBoardState(state) ? state.cpus : [state]).map((cpu) => {
    const { position, rip } = cpu;
    const inNmi = position.at !== "run";
    return {
      active: cpu.active,
      latched: cpu.latched,
      unknown: cpu.latchCarriesUnknown,
      at:
        position.at === "run"
          ? `runs at ip ${rip}`
          : position.at === "decide"
            ? "decide"
            : `${position.handler}.${position.slot}`,
      facts: [
        String(cpu.lastNmiRip ?? "–"),
        inNmi ? (cpu.backToBack ? "yes" : "no") : "–",
        inNmi ? ["0", "1", "more"][cpu.handled] : "–",
        memoryText(cpu.policyMemory),
      ],
    };
  });
}

test("what any kernel could know is told where it is asked for", () =>
  withPage(core("12kbkkkk"), async (page) => {
    await page.getByText("What could any kernel know here?").click();
    await page.locator(".knowledge .kind-cannotTell").first().waitFor();
    await expectNoObstacles(page);
    await page.keyboard.type("kkkkk");
    expect(await page.locator(".knowledge").innerText()).toContain("no kernel can tell");
    await screenshot(page, "play-knowledge", true);
  }));

/** Of a run that is to be smooth. */
const STEPS = process.env.SLICES === "all" ? 10_000 : 1_000;

test(`a run of ${STEPS} steps is smooth, and few of its rows are in the page`, () =>
  withPage("", async (page) => {
    const session = new Session(sessionOfLink(core("")).machine);
    const random = randomFrom(11);
    const keys: string[] = [];
    while (keys.length < STEPS) {
      const possible = session.possible();
      const { key = "" } = possible[Math.floor(random() * possible.length)] ?? {};
      session.take(key);
      keys.push(key);
    }
    const times: unknown = await page.evaluate(`(async () => {
      const times = [];
      for (const [index, key] of ${JSON.stringify(keys)}.entries()) {
        const began = performance.now();
        document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        // The page renders once the script has paused; its size is asked for, so that it is laid out.
        await Promise.resolve();
        await Promise.resolve();
        if (document.querySelector(".run").scrollHeight < 0) return [];
        times.push(performance.now() - began);
        // The browser gets its turn, as between two keys.
        if (index % 50 === 0) await new Promise((resolve) => requestAnimationFrame(() => resolve()));
      }
      return times;
    })()`);
    const each = Array.isArray(times) ? times.map(Number) : [];
    expect(each).toHaveLength(STEPS);
    expect(await page.locator(".run-row").count()).toBeLessThan(60);
    expect(await page.locator(".run-row.is-here .run-number").innerText()).toBe(String(STEPS));
    expect(await page.evaluate(SHOWN)).toEqual(expectedOf(session));
    const median = (some: readonly number[]): number =>
      some.toSorted((left, right) => left - right)[Math.floor(some.length / 2)] ?? Infinity;
    // A step is shown within a frame, and one late in the run no later than an early one.
    expect(median(each)).toBeLessThan(16);
    expect(median(each.slice(-STEPS / 10))).toBeLessThan(2 * median(each.slice(0, STEPS / 10)) + 2);
    await expect.poll(() => hashOf(page).length).toBeGreaterThan(STEPS);
  }));
