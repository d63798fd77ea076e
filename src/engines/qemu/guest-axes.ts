import type { AxisNames } from "../engine.js";
import type { Misfit } from "./plan.js";

/** What a guest can have beside the core: names and values as `nmicheck axes` has them. */
export interface GuestAxes {
  readonly touch: "no" | "yes";
  readonly handlerQuirk: "none" | "greedy" | "no-ack" | "double-count";
  readonly unknownChain: "none" | "own" | "greedy" | "own-greedy" | "greedy-own";
  readonly nesting: "no" | "yes";
  readonly lvtpc: "unmasked" | "early" | "late" | "forgotten";
  readonly pmu: "prompt" | "vanishing" | "stopped" | "late" | "window";
  readonly nmiInjection: "once" | "drops";
  /** Which of the kernel's settings is on; it is a setting of the whole machine. */
  readonly panic: "no" | "unknown" | "unrecovered";
}

export const noGuestAxes: GuestAxes = {
  touch: "no",
  handlerQuirk: "none",
  unknownChain: "none",
  nesting: "no",
  lvtpc: "unmasked",
  pmu: "prompt",
  nmiInjection: "once",
  panic: "no",
};

/** The axes that a guest can have, by the names of `nmicheck axes`. */
export const guestAxisNames: readonly string[] = [
  "touch",
  "handler-quirk",
  "unknown-chain",
  "nesting",
  "lvtpc",
  "pmu",
  "panic",
  "nmi-injection",
];

/** Why a booted kernel cannot have other axes, or a value. */
const WHY_NOT: ReadonlyMap<string, string> = new Map([
  [
    "reason-port",
    "QEMU's port 0x61 reads the bits of system errors and I/O checks as 0, and the kernel's pointer to the function that reads it is read-only after boot",
  ],
  [
    "latch-depth",
    "the emulated CPU latches one NMI; a latch of two is KVM's, and there is none under emulation",
  ],
  ["front-handler=rendezvous", "the module cannot set `nmi_enabled` of a microcode update"],
  ["front-handler=emergency", "the kernel does not export `set_emergency_nmi_handler` to modules"],
  ["panic=io", "no I/O check ever comes: QEMU's port 0x61 reads its bit as 0"],
  ["nmi-source", "neither a kernel of Debian 12 nor QEMU 7.2 has FRED's bitmap of sources"],
]);

function among<const Value extends string>(
  values: readonly Value[],
  text: string,
): Value | undefined {
  return values.find((value) => value === text);
}

/** Reads the axes of a `setup` call; tells the first one that a booted kernel cannot have, and why. */
export function readGuestAxes(names: AxisNames): GuestAxes | Misfit {
  let axes = noGuestAxes;
  for (const [name, text] of Object.entries(names)) {
    const read = withAxis(axes, name, text);
    if (read === undefined) {
      const why = WHY_NOT.get(`${name}=${text}`) ?? WHY_NOT.get(name) ?? "it knows no such value";
      return {
        code: "unsupported",
        message: `the booted kernel is not driven with ${name}=${text}: ${why}`,
      };
    }
    axes = read;
  }
  return axes;
}

function withAxis(axes: GuestAxes, name: string, text: string): GuestAxes | undefined {
  switch (name) {
    case "touch": {
      const touch = among(["no", "yes"], text);
      return touch && { ...axes, touch };
    }
    case "handler-quirk": {
      const handlerQuirk = among(["none", "greedy", "no-ack", "double-count"], text);
      return handlerQuirk && { ...axes, handlerQuirk };
    }
    case "unknown-chain": {
      const unknownChain = among(["none", "own", "greedy", "own-greedy", "greedy-own"], text);
      return unknownChain && { ...axes, unknownChain };
    }
    case "nesting": {
      const nesting = among(["no", "yes"], text);
      return nesting && { ...axes, nesting };
    }
    case "lvtpc": {
      const lvtpc = among(["unmasked", "early", "late", "forgotten"], text);
      return lvtpc && { ...axes, lvtpc };
    }
    case "pmu": {
      const pmu = among(["prompt", "vanishing", "stopped", "late", "window"], text);
      return pmu && { ...axes, pmu };
    }
    case "nmi-injection": {
      const nmiInjection = among(["once", "drops"], text);
      return nmiInjection && { ...axes, nmiInjection };
    }
    case "panic": {
      // Without I/O checks nothing would ever panic with `io`.
      const panic = among(["no", "unknown", "unrecovered"], text);
      return panic && { ...axes, panic };
    }
    default:
      return undefined;
  }
}

/** Whether a guest's machine has a step of the axis `pmu`. */
export function hasStepOfPmu({ pmu }: GuestAxes, step: "vanish" | "arrive" | "lapse"): boolean {
  switch (step) {
    case "vanish":
      return pmu === "vanishing" || pmu === "stopped";
    case "arrive":
      return pmu === "late" || pmu === "window";
    case "lapse":
      return pmu === "window";
  }
}

/** Whether the source that a handler of NMI_UNKNOWN knows is there. */
export function hasOwnSource({ unknownChain }: GuestAxes): boolean {
  return unknownChain !== "none" && unknownChain !== "greedy";
}
