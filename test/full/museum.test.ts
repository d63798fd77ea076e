import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { packageRoot } from "../../src/base/package/root.js";
import { nmicheck } from "../cli/nmicheck.js";
import { exhibits } from "../examples/museum.js";

const documentSchema = z.looseObject({
  results: z.array(
    z.looseObject({
      policy: z.string(),
      property: z.string(),
      verdict: z.string(),
      trace: z.looseObject({ length: z.int() }).optional(),
    }),
  ),
});

const properties = [
  "NoFalseSwallow",
  "NoSpurious",
  "NoMasked",
  "NoStranded",
  "RepeatedExternalReported",
];

test.each(["tlc", "explorer"])(
  "the page of the museum is what `check` says, by %s",
  async (checker) => {
    const asked = properties.flatMap((property) => ["--property", property]);
    const options = ["--platform", "ideal", "--checker", checker, "--json", ...asked];
    const { stdout } = await nmicheck(["check", "--policy", "museum", ...options]);
    const { results } = documentSchema.parse(JSON.parse(stdout));
    const page = await readFile(join(packageRoot, "docs", "museum.md"), "utf8");
    for (const name of Object.keys(exhibits)) {
      const cells = properties.map((property) => {
        const found = results.filter((one) => one.policy === name && one.property === property);
        expect(found).toHaveLength(1);
        const isLength = property !== "RepeatedExternalReported";
        return found.map(({ verdict, trace }) =>
          isLength && trace !== undefined ? String(trace.length) : verdict,
        );
      });
      expect(page).toContain(`| \`${name}\` | ${cells.join(" | ")} |`);
    }
  },
  600_000,
);
