import { beforeAll, describe, expect, test } from "vitest";
import { ward } from "../../examples/museum/ward.js";
import type { Policy, SeenMore } from "../../spec/policy.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { checkLiveness } from "../../src/checkers/liveness/check-liveness.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { nmiLiveness } from "../../src/machine/model/nmi-liveness.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { nmiProperties } from "../../src/machine/model/property-names.js";

/** ward's credit, with another cap, and another way to earn it. */
function wardUpTo(most: number, earned: (seen: SeenMore) => number): Policy<number, SeenMore> {
  return {
    initial: 0,
    enter: (credit, seen) => (seen.backToBack ? credit : 0),
    proceed: (memory) => ({ memory, walk: "on" }),
    finish: (credit, seen) => {
      if (seen.handled > 1) {
        return { memory: Math.min(credit + earned(seen), most), unclaimed: "report" };
      }
      if (seen.handled > 0 || credit === 0) return { memory: credit, unclaimed: "report" };
      return { memory: credit - 1, unclaimed: "swallow" };
    },
  };
}

/** One for an NMI that handled several, as the exhibit has it. */
const one = (): number => 1;
/** As the kernel has it: each event but the first. */
const eachFurther = ({ claimedBy }: SeenMore): number =>
  claimedBy.reduce<number>((sum, count) => sum + count, 0) - 1;

/** A policy's verdicts on a platform with the default chain: lengths, and the liveness property's. */
async function verdicts(
  policy: Policy<unknown, SeenMore>,
  platform: ReturnType<typeof namedPlatform>,
): Promise<readonly (string | number)[]> {
  const axes = readAxes(["policy-input=handlers"]).machine;
  const model = nmiModel({ platform, policy, axes });
  const { answers } = await explore(model, { properties: nmiProperties });
  const heard = nmiLiveness("RepeatedExternalReported", { platform });
  const eventually = (await checkLiveness(model, [heard])).answers.get(heard.name);
  const lengths = nmiProperties.map((property) => {
    const answer = answers.get(property);
    return answer?.answer === "violated" ? answer.path.steps.length + 1 : String(answer?.answer);
  });
  return [...lengths, String(eventually?.answer)];
}

describe.each(platformNames)("on %s", (name) => {
  const platform = namedPlatform(name);
  let capped: Awaited<ReturnType<typeof verdicts>>;
  beforeAll(async () => {
    capped = await verdicts(ward, platform);
  });

  test("ward with a cap of 4 has the verdicts of ward", async () => {
    for (const most of [3, 4]) {
      expect(await verdicts(wardUpTo(most, one), platform)).toEqual(capped);
    }
  });

  test("and so has one that earns each further event", async () => {
    for (const most of [3, 4]) {
      expect(await verdicts(wardUpTo(most, eachFurther), platform)).toEqual(capped);
    }
  });

  test("that a cap of nothing does not is seen", async () => {
    expect(await verdicts(wardUpTo(0, one), platform)).not.toEqual(capped);
  });
});
