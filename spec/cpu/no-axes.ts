import type { Axes } from "./axes.js";

/** All axes off: the machine of the core. */
export const noAxes: Axes = {
  latchDepth: 1,
  touch: false,
  lvtpc: "unmasked",
  reasonPort: "absent",
  unknownChain: "none",
  handlerQuirk: "none",
  nesting: false,
  panic: "never",
  nmiSource: "absent",
  kvmHost: "no",
  pmu: "prompt",
  nmiInjection: "once",
  frontHandler: "none",
  policyInput: "nothing",
};
