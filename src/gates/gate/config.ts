/*
 * What a `nmicheck.config.ts` is made of. This file imports nothing, so that the type checker can
 * read a config against it wherever nmicheck is installed; a test keeps its names equal to those that the
 * rest of nmicheck uses.
 */

/** A platform: sticky slots may happen again while active, a shadow executes while an NMI pends. */
export type GatePlatform = "ideal" | "sticky" | "shadow" | "sticky+shadow";

/**
 * A property of the model: of every state, or a liveness property. `NoHidden`,
 * `NoForgottenSource` and `NoNeedlessPanic` are about machines with axes.
 */
export type GateProperty =
  | "NoFalseSwallow"
  | "NoSpurious"
  | "NoMasked"
  | "NoStranded"
  | "NoHidden"
  | "NoForgottenSource"
  | "NoNeedlessPanic"
  | "EveryEventHandled"
  | "EveryExternalReported"
  | "RepeatedExternalReported";

/** The verdict that a gate stands for; of `violated` the counterexample is pinned beside the file. */
export type ExpectedVerdict = "holds" | "violated";

/** An engine: one of nmicheck's by its name, or the command of any that speaks `nmicheck.engine/1`. */
export type GateEngine = string | { readonly command: string };

/** What a machine has beside the core, as `nmicheck axes` lists it. */
export interface GateAxes {
  readonly "latch-depth"?: "1" | "2";
  readonly touch?: "no" | "yes";
  readonly lvtpc?: "unmasked" | "early" | "late" | "forgotten";
  readonly "reason-port"?: "no" | "yes" | "known" | "greedy";
  readonly "unknown-chain"?: "none" | "own" | "greedy" | "own-greedy" | "greedy-own";
  readonly "handler-quirk"?: "none" | "greedy" | "no-ack" | "double-count";
  readonly nesting?: "no" | "yes";
  readonly panic?: "no" | "unknown" | "unrecovered" | "io";
  readonly "nmi-source"?:
    | "no"
    | "lint1"
    | "unnamed"
    | "empty"
    | "handler-unnamed"
    | "handler-lint1";
  readonly "kvm-host"?: "no" | "yes" | "touch";
  readonly pmu?: "prompt" | "vanishing" | "stopped" | "late" | "window";
  readonly "nmi-injection"?: "once" | "drops" | "again";
  readonly "front-handler"?: "none" | "rendezvous" | "emergency";
  readonly "policy-input"?:
    | "nothing"
    | "handlers"
    | "bitmap"
    | "bitmap-without-unknown"
    | "bitmap-shared";
  readonly cpus?: "1" | "2" | "3" | "4";
  readonly "nmi-routing"?: "boot" | "all";
  readonly "shared-source"?: "none" | "boot" | "all";
  readonly "shared-lock"?: "none" | "skip";
  readonly "serr-routing"?: "none" | "boot" | "all";
  readonly "reason-lock"?: "step" | "held";
}

/** One policy, with the verdict that is expected of it on each platform for each property. */
export interface GateConfig {
  /** Names the gate in reports and its file of pins: letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** A built-in policy, or the file of one, relative to the config. */
  readonly policy: string;
  /** The event slots of each NMI_LOCAL handler, `[2, 1]` if not given. */
  readonly chain?: readonly [number, ...number[]];
  /** How many places the CPU can be at, 2 if not given. */
  readonly rips?: number;
  /** What the machine has beside the core: `{ nesting: "yes" }`. The axes not named are off. */
  readonly axes?: GateAxes;
  /**
   * What is asked where a property holds: `machine` (if not given), that it does on this machine;
   * `every-chain`, that it is proven for any number of handlers, slots and places.
   */
  readonly scope?: "machine" | "every-chain";
  /** For each platform that the gate is about, the verdict of each property that it is about. */
  readonly expect: {
    readonly [Platform in GatePlatform]?: {
      readonly [Property in GateProperty]?: ExpectedVerdict;
    };
  };
  /** The engines that play each counterexample; `["reference"]`, or `["model"]` for a file's policy. */
  readonly replay?: readonly GateEngine[];
  /** Parts of the policy that no behaviour reaches, as the gate tells them, where that is right. */
  readonly neverReached?: readonly string[];
}

/** An engine that is checked against the model on every edge of its state graphs. */
export interface ConformanceConfig {
  /** Names the gate in reports. */
  readonly name: string;
  readonly engine: GateEngine;
  /** Built-in policies; all that there are if not given. */
  readonly policies?: readonly string[];
  /** All four if not given. */
  readonly platforms?: readonly GatePlatform[];
  /** `[[1], [1, 1], [2], [2, 1]]` if not given. */
  readonly chains?: readonly (readonly [number, ...number[]])[];
  /** `[1, 2]` if not given. */
  readonly rips?: readonly number[];
}

/** The gates of a project. */
export interface NmicheckConfig {
  readonly gates: readonly GateConfig[];
  readonly conformance?: readonly ConformanceConfig[];
  /** The folder of the pinned counterexamples, `nmicheck.pins` beside the config if not given. */
  readonly pins?: string;
  /** The SHA-256 of a jar of TLC that is none of the releases which nmicheck knows, to be trusted. */
  readonly acceptJar?: string;
}

/** Gives the type of a config to what is written in a `nmicheck.config.ts`; changes nothing. */
export function defineConfig(config: NmicheckConfig): NmicheckConfig {
  return config;
}
