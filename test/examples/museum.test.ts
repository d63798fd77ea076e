import { access, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { freebsdAmd } from "../../examples/museum/freebsd-amd.js";
import { oneSwallow } from "../../examples/museum/one-swallow.js";
import { ward } from "../../examples/museum/ward.js";
import type { Policy } from "../../spec/policy.js";
import { firstDifference } from "../../src/analyses/limits/amendment.js";
import { hardwareOf } from "../../src/analyses/limits/hardware.js";
import { DEFAULT_OBSERVATION } from "../../src/analyses/limits/observation.js";
import { bestOf } from "../../src/analyses/limits/synthesis.js";
import { walks } from "../../src/analyses/limits/walk.js";
import { packageRoot } from "../../src/base/package/root.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { checkLiveness } from "../../src/checkers/liveness/check-liveness.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { nmiLiveness } from "../../src/machine/model/nmi-liveness.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { nmiProperties } from "../../src/machine/model/property-names.js";
import { museum } from "../../src/machine/policy/museum.js";
import { slice } from "../slice.js";
import { exhibits } from "./museum.js";

const page = readFile(join(packageRoot, "docs", "museum.md"), "utf8");

/** The cells of the row of a policy in the table of verdicts. */
async function recorded(name: string): Promise<readonly string[]> {
  const [, verdicts = ""] = (await page).split("## Who errs how");
  const [, cells = ""] = new RegExp(`^\\| \`${name}\` \\|(.*)\\|$`, "m").exec(verdicts) ?? [];
  return cells.split("|").map((cell) => cell.trim());
}

/** The same, as the executed model has them: the length of a counterexample, or `holds`. */
async function verdicts(policy: Policy<unknown>): Promise<readonly string[]> {
  const platform = namedPlatform("ideal");
  const model = nmiModel({ platform, policy });
  const { answers } = await explore(model, { properties: nmiProperties });
  const cells = nmiProperties.map((property) => {
    const answer = answers.get(property);
    return answer?.answer === "violated"
      ? String(answer.path.steps.length + 1)
      : String(answer?.answer);
  });
  const eventually = nmiLiveness("RepeatedExternalReported", { platform: platform });
  const lasso = (await checkLiveness(model, [eventually])).answers.get(eventually.name);
  return [...cells, String(lasso?.answer)];
}

test.each(slice(Object.entries(exhibits), 5))(
  "the page has the verdicts of %s",
  async (name, policy) => {
    expect(await recorded(name)).toEqual(await verdicts(policy));
  },
);

test("the museum is the policies of the page, each of them a file or built in", async () => {
  const names = [...(await page).matchAll(/^\| (?:\[)?`(\w+)`/gm)].map(([, name]) => name);
  const expected = Object.keys(exhibits);
  expect(names).toEqual([...expected, ...expected]);
  expect(museum).toHaveLength(expected.length);
  for (const file of museum.filter((one) => one.endsWith(".ts"))) {
    await access(file);
    expect(await page).toContain(`${basename(file)})`);
  }
});

test("where there is one handler, none of them leaves an event without its NMI", async () => {
  for (const [name, policy] of Object.entries(exhibits)) {
    const model = nmiModel({ platform: namedPlatform("ideal", [2]), policy });
    const { answers } = await explore(model, { properties: ["NoStranded"] });
    expect(answers.get("NoStranded")?.answer, name).toBe("holds");
  }
});

test("of those that remember, on a KVM host only v5 and mainline are silenced for ever", async () => {
  const axes = readAxes(["kvm-host=yes"]).machine;
  const platform = namedPlatform("ideal", [2]);
  const silenced: string[] = [];
  for (const [name, policy] of Object.entries(exhibits)) {
    const property = nmiLiveness("RepeatedExternalReported", { platform: platform });
    const { answers } = await checkLiveness(nmiModel({ platform, policy, axes }), [property]);
    if (answers.get(property.name)?.answer === "violated") silenced.push(name);
  }
  expect(silenced).toEqual(["v5", "mainline", "rpal", "xen"]);
});

interface Nmi {
  readonly handled: number;
  readonly backToBack: boolean;
}

/** Every run of six NMIs, each with no event, one or two, back-to-back or not. */
function* runs(): Generator<readonly Nmi[]> {
  for (let run = 0; run < 6 ** 6; run++) {
    yield Array.from({ length: 6 }, (_, nmi): Nmi => {
      const digit = Math.floor(run / 6 ** nmi) % 6;
      return { handled: digit % 3, backToBack: digit >= 3 };
    });
  }
}

/** What a policy makes of the NMIs of a run that nobody claimed. */
function played<Memory>(policy: Policy<Memory>, run: readonly Nmi[]): readonly string[] {
  let { initial: memory } = policy;
  return run.flatMap(({ handled, backToBack }) => {
    memory = policy.enter(memory, { backToBack, handled: 0 });
    const decision = policy.finish(memory, { backToBack, handled });
    memory = decision.memory;
    return handled > 0 ? [] : [decision.unclaimed];
  });
}

/** Tens of thousands of runs are compared: the matcher is asked only where they differ. */
function expectSame(found: readonly string[], said: readonly string[], run: readonly Nmi[]): void {
  if (found.join() !== said.join()) expect(found, JSON.stringify(run)).toEqual(said);
}

describe("with the counts that the kernel really keeps", () => {
  test("ward: credit of what was handled less one, while it is not over the cap", () => {
    let compared = 0;
    for (const run of runs()) {
      let credit = 0;
      let most = 0;
      const said = run.flatMap(({ handled, backToBack }) => {
        if (!backToBack) credit = 0;
        const isSwallowed = credit > 0;
        // Who reports panics: the model goes on, with nothing to pay.
        if (handled > 0 || isSwallowed) credit += handled - 1;
        most = Math.max(most, credit);
        return handled > 0 ? [] : [isSwallowed ? "swallow" : "report"];
      });
      if (most > 3) continue;
      expectSame(played(ward, run), said, run);
      compared++;
    }
    expect(compared).toBeGreaterThan(40_000);
  });

  test("hwpmc: two more after each of its own", () => {
    for (const run of runs()) {
      let counter = 0;
      const said = run.flatMap(({ handled }) => {
        if (handled > 0) {
          counter = 2;
          return [];
        }
        if (counter === 0) return ["report"];
        counter--;
        return ["swallow"];
      });
      expectSame(played(freebsdAmd, run), said, run);
    }
  });
});

test("oneSwallow is the best policy of the ideal platform and of a KVM host", () => {
  const platform = namedPlatform("ideal");
  for (const axes of [undefined, readAxes(["kvm-host=yes"])]) {
    const machine = axes === undefined ? { platform } : { platform, axes };
    const hardware = hardwareOf(machine, walks.chain, DEFAULT_OBSERVATION);
    expect(firstDifference(bestOf(hardware, "NoSpurious").knowledge, oneSwallow)).toBeNull();
  }
});
