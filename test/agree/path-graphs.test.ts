import { describe, expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import { slice } from "../slice.js";
import { agreedPathGraph } from "./path-configurations.js";

const bare = { chain: [1] as const, rips: 2, sticky: false, shadow: false };
const two = { chain: [1, 1] as const, rips: 1, sticky: true, shadow: true };

/** Several axes at once; `npm run test:full` has each value of each. */
const QUICK = [
  {
    policy: "mainline",
    platform: bare,
    axes: { ...noAxes, latchDepth: 2, touch: true, reasonPort: "unhandled", nesting: true },
  },
  {
    policy: "v5",
    platform: bare,
    axes: { ...noAxes, unknownChain: "greedyThenOwn", lvtpc: "early", handlerQuirk: "no-ack" },
  },
  {
    policy: "none",
    platform: two,
    axes: { ...noAxes, unknownChain: "own", lvtpc: "late", handlerQuirk: "double-count" },
  },
  {
    policy: "mainline",
    platform: two,
    axes: { ...noAxes, unknownChain: "ownThenGreedy", lvtpc: "forgotten", handlerQuirk: "greedy" },
  },
  {
    policy: "mainline",
    platform: two,
    axes: { ...noAxes, reasonPort: "known", panic: "unknown", nmiSource: "unnamed" },
  },
  {
    policy: "v5",
    platform: { ...bare, chain: [1, 1] as const },
    axes: { ...noAxes, latchDepth: 2, nmiSource: "lint1", handlerQuirk: "greedy" },
  },
  {
    policy: "none",
    platform: bare,
    axes: { ...noAxes, reasonPort: "unhandled", panic: "unrecovered", nesting: true },
  },
  { policy: "mainline", platform: two, axes: { ...noAxes, nmiSource: "empty", touch: true } },
  {
    policy: "none",
    platform: { ...two, chain: [2, 1] as const },
    axes: { ...noAxes, nmiSource: "handlerUnnamed", unknownChain: "own" },
  },
  { policy: "v5", platform: two, axes: { ...noAxes, nmiSource: "handlerLint1", latchDepth: 2 } },
  { policy: "v5", platform: two, axes: { ...noAxes, nmiInjection: "drops", nesting: true } },
  { policy: "mainline", platform: two, axes: { ...noAxes, nmiInjection: "again", touch: true } },
  {
    policy: "mainline",
    platform: two,
    axes: { ...noAxes, frontHandler: "rendezvous", reasonPort: "known", nesting: true },
  },
  { policy: "v5", platform: bare, axes: { ...noAxes, frontHandler: "emergency", latchDepth: 2 } },
  { policy: "mainline", platform: bare, axes: { ...noAxes, kvmHost: "yes", latchDepth: 2 } },
  { policy: "v5", platform: two, axes: { ...noAxes, kvmHost: "touch", nesting: true } },
  { policy: "mainline", platform: two, axes: { ...noAxes, pmu: "stopped", nesting: true } },
  { policy: "v5", platform: bare, axes: { ...noAxes, pmu: "window", lvtpc: "late" } },
] as const;

describe("the executed model of the full model and TLC have the same graph", () => {
  test.concurrent.each(slice(QUICK.slice(-11), 11))("$policy, $axes", async (configuration) => {
    expect((await agreedPathGraph(configuration)).states).toBeGreaterThan(100);
  });
});
