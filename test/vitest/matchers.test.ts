import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { check } from "../../src/index.js";
import "../../src/api/vitest/matchers.js";
import { once } from "../api/policies/once.js";
import { whole } from "../slice.js";

/** What a failed expectation says. */
async function saying(expectation: Promise<void>): Promise<string> {
  return expectation.then(
    () => "(it passed)",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

const counterexampleOfMainline = [
  "raise(0, 0)",
  "raise(0, 1)",
  "deliver",
  "external",
  "poll",
  "poll",
  "poll",
  "decide",
  "deliver",
  "poll",
  "poll",
  "poll",
  "decide",
];

describe("toSatisfy", () => {
  whole("passes where the property holds, and with not where it is violated", async () => {
    await expect("mainline").toSatisfy("NoSpurious", { platform: "ideal" });
    await expect(once).toSatisfy("NoStranded");
    await expect(new URL("../api/policies/once.ts", import.meta.url)).toSatisfy("NoStranded");
    await expect("mainline").not.toSatisfy("NoSpurious", { platform: "shadow" });
  });

  test("asks about two CPUs, and shows which of them does what", async () => {
    const twoCpus = { platform: "ideal", chain: [1], rips: 1, axes: { cpus: "2" } } as const;
    await expect(once).toSatisfy("NoStranded", twoCpus);
    await expect("mainline").toViolate("NoMasked", { ...twoCpus, length: 6 });
    const text = await saying(expect("mainline").toSatisfy("NoMasked", twoCpus));
    expect(text).toContain("was to hold, and is violated in 6:");
    expect(text).toContain("on CPU 0 unknown NMI at NMI 1 was masked");
  });

  test("asks what must happen eventually, and shows the way that never ends", async () => {
    await expect(once).toSatisfy("RepeatedExternalReported");
    await expect("mainline").toViolate("RepeatedExternalReported", { length: 15 });
    const text = await saying(expect("mainline").toSatisfy("RepeatedExternalReported"));
    expect(text).toContain("was to hold, and is violated in 15:");
    expect(text).toContain("the cycle starts here");
  });

  whole("asks machines with axes, by name, file and object, and names the axes", async () => {
    // A greedy handler of NMI_UNKNOWN takes what the core would report.
    const size = { chain: [1, 1], rips: 1 };
    const axes = { "unknown-chain": "greedy" } as const;
    const file = new URL("../api/policies/once.ts", import.meta.url);
    for (const policy of ["none", once, file]) {
      await expect(policy).toViolate("NoHidden", { ...size, axes });
      await expect(policy).toSatisfy("NoSpurious", { ...size, axes });
    }
    await expect("none").toViolate("NoSpurious", size);
    const text = await saying(expect("none").toSatisfy("NoHidden", { ...size, axes }));
    expect(text).toContain(
      "NoHidden under none on ideal, chain [1,1], 1 ip, unknown-chain=greedy was to hold",
    );
    expect(await saying(expect("none").toSatisfy("NoHidden", size))).toContain(
      'name one, for example `axes: { "unknown-chain": "greedy" }`',
    );
  });

  test("an axis that there is not fails, with not as well", async () => {
    const untyped = { axes: { nesting: "maybe" } };
    // @ts-expect-error: there is no such value
    const text = await saying(expect("none").not.toSatisfy("NoHidden", untyped));
    expect(text).toContain("there is no value of the axis nesting `maybe`");
  });

  test("says what to do where the question is none", async () => {
    const wrong: string = "NoSuchThing";
    // @ts-expect-error: there is no such property
    const text = await saying(expect("mainline").toSatisfy(wrong));
    expect(text).toMatch(
      /^error\[configuration\/unknown-name\]: there is no property `NoSuchThing`\.\n {2}→ .*NoFalseSwallow, /,
    );
  });

  test("an option that there is not fails, with not as well", async () => {
    // vitest strips types, and does not check them.
    const misspelt = { platfrom: "sticky", rips: 2 };
    for (const expectation of [
      expect("mainline").toSatisfy("NoSpurious", misspelt),
      expect("mainline").not.toSatisfy("NoFalseSwallow", misspelt),
      expect("mainline").toViolate("NoFalseSwallow", misspelt),
    ]) {
      expect(await saying(expectation)).toContain("there is no option `platfrom`.");
    }
  });

  test("shows the counterexample as events", async () => {
    const text = await saying(expect("mainline").toSatisfy("NoFalseSwallow"));
    expect(text).toMatch(
      /^NoFalseSwallow under mainline on ideal, chain \[2,1\], 2 ips was to hold, and is violated in 14:\n\npolicy {4}mainline\n/,
    );
    expect(text).toContain("default_do_nmi takes the NMI");
    expect(text.trim().split("\n").at(-1)).toBe(
      "unknown NMI at NMI 2 was swallowed: swallow_nmi was set at NMI 1 by 2 events, ip unchanged.",
    );
  });

  test("says in how many states a property holds that was to be violated", async () => {
    expect(await saying(expect("mainline").not.toSatisfy("NoSpurious"))).toBe(
      "NoSpurious under mainline on ideal, chain [2,1], 2 ips holds in all 4,408 states, and was to be violated.",
    );
  });

  whole("a run that is no proof fails, with not as well", async () => {
    const counting = {
      ...once,
      initial: 0,
      enter: (memory: number) => memory + 1,
      proceed: (memory: number) => ({ memory, walk: "on" as const }),
      finish: (memory: number) => ({ memory, unclaimed: "swallow" as const }),
    };
    const options = { platform: "sticky", timeoutSeconds: 1 } as const;
    const text =
      "NoStranded under policy object on sticky, chain [2,1], 2 ips: nothing was found within 1 second, which proves nothing.";
    expect(await saying(expect(counting).toSatisfy("NoStranded", options))).toBe(text);
    expect(await saying(expect(counting).not.toSatisfy("NoStranded", options))).toBe(text);
  });

  test("a policy that breaks fails, with not as well", async () => {
    const broken = {
      ...once,
      finish: () => {
        throw new Error("out of order");
      },
    };
    const text = /^NoStranded under policy object on ideal.* failed: error\[explore\/model-error\]/;
    expect(await saying(expect(broken).toSatisfy("NoStranded"))).toMatch(text);
    expect(await saying(expect(broken).not.toSatisfy("NoStranded"))).toMatch(text);
  });

  test("vitest's own matcher of that name still works", () => {
    const isEven = (value: number): boolean => value % 2 === 0;
    expect(2).toSatisfy(isEven);
    expect(3).not.toSatisfy(isEven);
    expect({ of: 2 }).toEqual({ of: expect.toSatisfy(isEven) });
    expect(() => expect(3).toSatisfy(isEven, "a word")).toThrow(/^a word: the value does not/);
  });
});

describe("toViolate", () => {
  test("passes where the property is violated, as pinned", async () => {
    await expect("mainline").toViolate("NoFalseSwallow");
    await expect("mainline").toViolate("NoFalseSwallow", {
      length: 14,
      events: counterexampleOfMainline,
    });
    await expect("none").not.toViolate("NoFalseSwallow");
    await expect("v5").toViolate("NoStranded", { chain: [1, 1], rips: 1 });
  });

  test("says in how many states the property holds", async () => {
    expect(await saying(expect("none").toViolate("NoFalseSwallow"))).toBe(
      "NoFalseSwallow under none on ideal, chain [2,1], 2 ips was to be violated, and holds in all 2,874 states.",
    );
  });

  test("says where the counterexample is not the pinned one", async () => {
    const events = counterexampleOfMainline.with(3, "raise(1, 0)");
    const other = await saying(expect("mainline").toViolate("NoFalseSwallow", { events }));
    expect(other).toContain("but event 4 was to be raise(1, 0), and is external:\n\npolicy");
    const shorter = await saying(expect("mainline").toViolate("NoFalseSwallow", { length: 13 }));
    expect(shorter).toContain("but the counterexample was to have 13 states:\n\npolicy");
    const cut = await saying(
      expect("mainline").toViolate("NoFalseSwallow", { events: events.slice(0, 3) }),
    );
    expect(cut).toContain("but event 4 was to be nothing more, and is external");
  });
});

describe("toReplayOn", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "nmicheck-matchers-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function counterexample() {
    const [result] = await check({
      policies: ["mainline"],
      platforms: ["ideal"],
      properties: ["NoFalseSwallow"],
      out: folder,
    });
    if (result?.verdict !== "violated") throw new Error("there is no counterexample");
    return result;
  }

  test("takes a result, a trace and a file", async () => {
    const result = await counterexample();
    await expect(result).toReplayOn("reference");
    await expect(result.trace).toReplayOn("model");
    await expect(result.traceFile).toReplayOn("reference");
  });

  test("shows where the engine differs", async () => {
    const { trace } = await counterexample();
    const command = `${process.execPath} ${join(import.meta.dirname, "lying-engine.js")}`;
    expect(await saying(expect(trace).toReplayOn({ command }))).toMatch(
      /^the trace does not happen on .*lying-engine\.js: first difference at NMI 2 (.|\n)*\n\npolicy {4}mainline/,
    );
    await expect(trace).not.toReplayOn({ command });
    expect(await saying(expect(trace).not.toReplayOn("reference"))).toMatch(
      /^the trace happens on .*reference.*, and was not to\.\n\npolicy/,
    );
  });
});

test("the types know what each matcher takes", () => {
  expectTypeOf(expect("mainline").toSatisfy).toBeCallableWith("NoSpurious", { rips: 1 });
  expectTypeOf(expect("mainline").toViolate).toBeCallableWith("NoSpurious", { length: 3 });
  // @ts-expect-error: there is no such property
  expectTypeOf(expect("mainline").toViolate).toBeCallableWith("NoSuchThing");
});
