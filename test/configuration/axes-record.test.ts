import { expect, test } from "vitest";
import { axesRecordSchema } from "../../src/machine/configuration/axes-record.js";

test("a document that was written before an axis had its name is read by the present one", () => {
  expect(axesRecordSchema.parse({ manners: "keeps", told: "bitmap", nesting: "yes" })).toEqual({
    "handler-quirk": "no-ack",
    "policy-input": "bitmap",
    nesting: "yes",
  });
  expect(axesRecordSchema.parse({ manners: "honest" })).toEqual({ "handler-quirk": "none" });
});

test.each([{ manners: "rude" }, { told: "everything" }, { rips: "1" }, "nesting=yes", [], null])(
  "no record of axes: %j",
  (record) => {
    expect(axesRecordSchema.safeParse(record).success).toBe(false);
  },
);
