import { expect, test } from "vitest";
import { expectAsRecorded } from "../findings/asked-anew.js";

test("TLC says of every observer what the findings say it does", async () => {
  expect(await expectAsRecorded("tlc")).toBe(1);
});
