import { expect, test } from "vitest";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { reduceModel } from "../../src/checkers/packed/reduced/reduced-model.js";
import { printConfiguration } from "../../src/compiler/tla/configuration.js";
import type { NmiProperty } from "../../src/machine/model/property-names.js";
import { compiledPolicy } from "../agree/nmi-configurations.js";
import { configuration } from "../packed/nmi.js";
import { outcomeOn, writtenSources } from "../tlc/written-sources.js";

const platform = { chain: [1, 1], rips: 2, sticky: false, shadow: false } as const;

/** The length of TLC's counterexample with the reduction `dead`, or what it says in its place. */
async function lengthByTlc(
  property: NmiProperty,
  change: (hidesInvariants: boolean) => boolean,
): Promise<number | string> {
  const { model, module } = compiledPolicy("v5");
  const { view, hidesInvariants } = reduceModel(model, platform, { reductions: ["dead"] });
  if (view === null) throw new TypeError("nothing is left out");
  const made = printConfiguration(
    model,
    module,
    platform,
    { kind: "invariants", names: [property] },
    "What a view hides.",
    { view, hidesInvariants: change(hidesInvariants) },
  );
  const outcome = await outcomeOn(writtenSources([module], made), { checkDeadlock: true });
  if (outcome.kind === "failed") throw outcome.diagnostic;
  return outcome.kind === "violated" ? outcome.states.length : outcome.kind;
}

test("with `dead` TLC finds a shortest counterexample, and would not if the view did not tell invariants", async () => {
  const { answers } = await explore(configuration("v5", platform).model);
  const found: (number | string)[][] = [];
  for (const [property, answer] of answers) {
    if (answer.answer !== "violated") continue;
    const right = answer.path.steps.length + 1;
    expect(await lengthByTlc(property, (hides) => hides)).toBe(right);
    found.push([right, await lengthByTlc(property, () => false)]);
  }
  expect(found.filter(([right, without]) => right !== without)).not.toEqual([]);
});
