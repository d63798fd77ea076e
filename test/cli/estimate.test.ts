import { expect, test } from "vitest";
import { estimateOfPace, estimateOfQueue, estimateText } from "../../src/cli/estimate.js";

const progress = { distinct: 300, generated: 900, queue: 200, depth: 4, seconds: 5 };

test("the queue takes as long as the states before it took, and what comes after is not known", () => {
  const estimate = estimateOfQueue(progress);
  expect(estimate).toEqual({ restsOn: "queue", atLeastSeconds: 10 });
  expect(estimate && estimateText(estimate)).toBe("at least 10 s for the queue");
});

test("states of a checkpoint took none of the time", () => {
  const known = { distinct: 250, expanded: 80 };
  expect(estimateOfQueue({ ...progress, known })).toEqual({ restsOn: "queue", atLeastSeconds: 50 });
});

test("where nothing is known nothing is told", () => {
  expect(estimateOfQueue({ ...progress, queue: 300 })).toBeNull();
  expect(estimateOfQueue({ ...progress, seconds: 0 })).toBeNull();
  expect(estimateOfQueue({ ...progress, known: { distinct: 250, expanded: 100 } })).toBeNull();
  expect(estimateOfPace(0, 12, 3)).toBeNull();
  expect(estimateOfPace(3, 12, 0)).toBeNull();
});

test("what is left takes as long, each, as what is done", () => {
  const estimate = estimateOfPace(3, 12, 2);
  expect(estimate).toEqual({ restsOn: "pace", seconds: 6 });
  expect(estimate && estimateText(estimate)).toBe("about 6 s left at this pace");
});
