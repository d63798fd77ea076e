import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type AtlasDocument, atlasDocumentSchema } from "../../src/analyses/atlas/document.js";

const atlas = atlasDocumentSchema.parse(JSON.parse(readFileSync("data/atlas.json", "utf8")));

type Finding = AtlasDocument["machines"][number]["findings"][number];

/** What is wrong with the atlas whose first machine has these findings. */
function refused(change: (findings: readonly Finding[]) => readonly unknown[]): string | undefined {
  const [machine, ...others] = atlas.machines;
  if (machine === undefined) throw new Error("the atlas has no machine");
  const changed = { ...machine, findings: change(machine.findings) };
  const result = atlasDocumentSchema.safeParse({ ...atlas, machines: [changed, ...others] });
  return result.error?.issues[0]?.message;
}

test("an atlas in which a violation could pass for none is refused", () => {
  expect(refused((findings) => findings)).toBeUndefined();
  expect(refused((findings) => findings.map(({ length: _, ...finding }) => finding))).toBe(
    "must have a length if it is violated, and none if it holds",
  );
  expect(refused((findings) => [...findings, ...findings])).toBe("must have each property once");
});
