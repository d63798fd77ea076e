import { expect, test } from "vitest";
import { limitsOf } from "../../src/analyses/limits/limits.js";
import { policyFile } from "../../src/analyses/limits/policy-file.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";

const request = {
  platform: namedPlatform("ideal"),
  walk: "chain",
  observation: ["rip", "handlers"],
} as const;

test("the best policy without spurious reports, as a person would write it", () => {
  const [most] = limitsOf(request).best;
  if (most === undefined) throw new Error("there is a best policy");
  expect(policyFile(most, request)?.text).toBe(`import type { Policy } from "nmicheck/policy";

/** \`swallow_nmi\`: an NMI may be on its way whose events have been claimed already. */
interface Memory {
  readonly swallowNmi: boolean;
}

/**
 * On the ideal platform, chain [2,1], with every handler called in every NMI: no spurious report,
 * and no policy without one reports more, whatever else a kernel remembers that sees of each NMI:
 * rip, handlers. It has 2 states, and no machine with fewer decides alike. Written by \`nmicheck
 * limits\`.
 */
export const reportsMost: Policy<Memory> = {
  initial: { swallowNmi: false },
  /** Another rip: nothing that was claimed can be on its way any more. */
  enter: (memory, seen) => (seen.backToBack ? memory : { swallowNmi: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => {
    if (seen.handled > 1) return { memory: { swallowNmi: true }, unclaimed: "report" };
    if (seen.handled > 0) return { memory, unclaimed: "report" };
    return { memory: { swallowNmi: false }, unclaimed: memory.swallowNmi ? "swallow" : "report" };
  },
};
`);
});
