import { expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import type { Config, Outcome } from "../../spec/cpu/state.js";
import { policies } from "../../spec/policies/all.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { shownOutcome } from "../../src/machine/trace/ending.js";
import { platformName } from "../../src/machine/trace/platform-name.js";
import { behave, traceOf } from "./behaviour.js";

const config: Config<unknown> = {
  platform: { chain: [2, 1], rips: 2, sticky: false, shadow: false },
  axes: noAxes,
  policy: policies.v5,
};

test("of each NMI it is told what an engine must show", () => {
  const path = behave(config, [
    "execute(2)",
    "raise(0, 0)",
    "raise(0, 1)",
    "deliver",
    "raise(1, 0)",
    "poll*2",
    "decide",
    "deliver",
    "poll*3",
    "decide",
    "execute(1)",
    "external",
    "deliver",
    "poll*3",
    "decide",
  ]);
  const shown = traceOf(config, path, { policy: "v5" }).events.flatMap((event) =>
    event.event === "decide" ? [event.shows] : [],
  );
  expect(shown).toEqual([
    { nmi: 1, cpu: 0, rip: 2, backToBack: false, claimed: [2, 0], outcome: "handled" },
    { nmi: 2, cpu: 0, rip: 2, backToBack: true, claimed: [0, 1], outcome: "handled" },
    { nmi: 3, cpu: 0, rip: 1, backToBack: false, claimed: [0, 0], outcome: "unknown" },
  ]);
});

test("what the kernel shows does not depend on the ghost", () => {
  const shown: Readonly<Record<Outcome, string>> = {
    handled: "handled",
    masked: "handled",
    swallowed: "swallowed",
    falseSwallow: "swallowed",
    reported: "unknown",
    misattributed: "unknown",
    spurious: "unknown",
  };
  const outcomes = [
    "handled",
    "masked",
    "swallowed",
    "falseSwallow",
    "reported",
    "misattributed",
    "spurious",
  ] as const;
  expect(Object.fromEntries(outcomes.map((outcome) => [outcome, shownOutcome(outcome)]))).toEqual(
    shown,
  );
});

test("claims and outcome agree in every shortest counterexample", async () => {
  for (const policy of Object.values(policies)) {
    const own = {
      platform: { ...config.platform, sticky: true, shadow: true },
      policy,
      axes: noAxes,
    };
    const { answers } = await explore(nmiModel(own));
    for (const answer of answers.values()) {
      if (answer.answer !== "violated") continue;
      for (const event of traceOf(own, answer.path, { policy: "any" }).events) {
        if (event.event !== "decide") continue;
        const claims = event.shows.claimed.reduce((sum, count) => sum + count, 0);
        expect(event.shows.outcome === "handled").toBe(claims > 0);
      }
    }
  }
});

test("a platform that is called so is like that", () => {
  expect(platformNames.map((name) => platformName(namedPlatform(name)))).toEqual(platformNames);
});
