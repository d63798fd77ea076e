import { expect, test } from "vitest";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { oneCpuModelOf } from "../../src/machine/subject.js";
import { loadedPolicy } from "../check/loaded-policy.js";

test("what is asked of one CPU alone is refused for several, in words", async () => {
  const subject = {
    policy: await loadedPolicy("mainline"),
    platform: namedPlatform("ideal", [1], 1),
    axes: readAxes(["cpus=2"]),
  };
  const told = (): string => {
    try {
      oneCpuModelOf(subject, "what must happen eventually");
    } catch (error) {
      if (error instanceof Diagnostic) return renderDiagnostic(error);
      throw error;
    }
    return "not refused";
  };
  expect(told()).toBe(
    "error[machine/one-cpu]: what must happen eventually is defined for machines with one CPU, and this one has 2.\n  → leave the axis `cpus` out, and those that say how several CPUs hang together.",
  );
});
