/**
 * What `mainline` violates on two CPUs with an axis, and neither on one CPU with it nor on two without
 * it: chain [1], one ip, ideal. docs/model/smp.md tells of them.
 */
export const cpusFindings = [
  {
    ofCpu: { panic: "unknown" },
    board: { cpus: "2", "shared-source": "all" },
    property: "NoNeedlessPanic",
    events: [
      "sharedEvent",
      "deliverOn(0)",
      "deliverOn(1)",
      "pollOn(0)",
      "pollOn(1)",
      "decideOn(1)",
    ],
  },
  {
    ofCpu: { panic: "unknown" },
    board: { cpus: "2", "serr-routing": "all" },
    property: "NoNeedlessPanic",
    events: [
      "systemError",
      "deliverOn(0)",
      "deliverOn(1)",
      "pollOn(0)",
      "pollOn(1)",
      "decideOn(0)",
      "decideOn(1)",
    ],
  },
  {
    ofCpu: { "reason-port": "yes" },
    board: { cpus: "2", "nmi-routing": "all" },
    property: "NoSpurious",
    events: [
      "systemError",
      "deliverOn(0)",
      "externalEdge",
      "deliverOn(1)",
      "pollOn(0)",
      "pollOn(1)",
      "decideOn(1)",
      "decideOn(0)",
    ],
  },
] as const;

/** The machine of all of them, but for its axes. */
export const smallest = {
  policies: ["mainline"],
  platforms: ["ideal"],
  chain: [1],
  rips: 1,
} as const;
