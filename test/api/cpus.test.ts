import { expect, test } from "vitest";
import { check, replay } from "../../src/index.js";
import { whole } from "../slice.js";
import { once } from "./policies/once.js";

const twoCpus = {
  platforms: ["ideal"],
  chain: [1],
  rips: 1,
  axes: { cpus: "2", touch: "yes" },
  properties: ["NoMasked", "NoStranded"],
  checker: "explorer",
} as const;

whole("a program asks about two CPUs, of a policy by name, as a file or as an object", async () => {
  const asked = await Promise.all(
    ["mainline", new URL("policies/once.ts", import.meta.url), once].map((policy) =>
      check({ ...twoCpus, policies: [policy] }),
    ),
  );
  for (const results of asked) {
    expect(results).toMatchObject([
      { axes: { touch: "yes", cpus: "2" }, property: "NoMasked", verdict: "violated", length: 6 },
      { property: "NoStranded", verdict: "holds" },
    ]);
  }
  const [first] = asked[0] ?? [];
  if (first?.verdict !== "violated") throw new Error("NoMasked holds");
  expect(first.events).toEqual([
    "raiseOn(0, 0, 0)",
    "externalEdge",
    "deliverOn(0)",
    "pollOn(0)",
    "decideOn(0)",
  ]);
  expect(await replay([first.trace])).toMatchObject([{ verdict: "agrees", nmis: 1 }]);
});

test("what must happen eventually is asked of two CPUs", async () => {
  const properties = ["EveryEventHandled", "EveryExternalReported"] as const;
  const results = await check({ ...twoCpus, policies: ["none"], properties });
  expect(results.map(({ verdict }) => verdict)).toEqual(["holds", "violated"]);
});
