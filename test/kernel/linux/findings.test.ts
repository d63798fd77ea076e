import { expect, test } from "vitest";
import { expectAsRecorded } from "../../findings/asked-anew.js";
import { kernels } from "../kernels.js";

test.each(kernels)("nmi.c of Linux %s says what the findings say it does", async (version) => {
  // Of the changes of nmi.c only the first: the others are checked against their policies elsewhere.
  const compared = await expectAsRecorded(`linux:${version}`, (topic) =>
    topic.question === "changes" ? { ...topic, items: topic.items.slice(0, 1) } : topic,
  );
  // 6.1 has no rendezvous of a microcode update.
  expect(compared).toBe(version === "6.12" ? 8 : 7);
});
