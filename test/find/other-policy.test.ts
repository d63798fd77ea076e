import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { findScenarios } from "../../src/analyses/find/find.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { type LoadedPolicy, loadPolicy } from "../../src/machine/policy/load.js";
import { whole } from "../slice.js";

/** Like mainline, but one event is enough to swallow the next NMI. */
const ARMS_AT_ONE = `import type { Policy } from "nmicheck/policy";

export const armsAtOne: Policy<{ readonly swallowNmi: boolean }> = {
  initial: { swallowNmi: false },
  enter: (memory, seen) => (seen.backToBack ? memory : { swallowNmi: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: seen.handled > 0 ? { swallowNmi: true } : memory,
    unclaimed: seen.backToBack && memory.swallowNmi ? "swallow" : "report",
  }),
};
`;

async function loaded(text: string): Promise<LoadedPolicy> {
  const result = await loadPolicy(text);
  if (result.kind === "refused") throw result.diagnostics[0] ?? new Error("refused");
  return result.policy;
}

whole(
  "a cause that another policy has in runs that are not minimal there is not its own",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "nmicheck-other-"));
    try {
      const file = join(folder, "arms-at-one.ts");
      await writeFile(file, ARMS_AT_ONE);
      const [policy, other] = [await loaded(file), await loaded("mainline")];
      const platform = namedPlatform("sticky+shadow", [1], 2);
      const asked = { policy, other, platform, version: "0.0.0" };
      const spurious = await findScenarios({ ...asked, property: "NoSpurious" });
      const moved = spurious.classes.filter(({ facts }) =>
        facts.some((one) => /ip had changed/.test(one)),
      );
      expect(moved).toHaveLength(1);
      expect(moved[0]?.isUnderOther).toBe(true);
      const mainline = await findScenarios({ ...asked, policy: other, property: "NoSpurious" });
      const facts = mainline.classes.map((one) => one.facts.join("\n"));
      expect(facts).not.toContain(moved[0]?.facts.join("\n"));

      const swallowed = await findScenarios({ ...asked, property: "NoFalseSwallow" });
      expect(swallowed.classes.length).toBeGreaterThan(0);
      expect(swallowed.classes.filter(({ isUnderOther }) => isUnderOther)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
