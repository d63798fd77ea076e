import type { Board } from "../../spec/board/state.js";
import { topologyAxes } from "../machine/configuration/axes.js";
import type { TracePlatform } from "../machine/trace/schema.js";
import { engineAxes } from "./kvm-host.js";
import type {
  Arrival,
  EnginePosition,
  EngineRequest,
  EngineState,
  RefusalCode,
  Reply,
} from "./protocol.js";

type WithoutId<Request> = Request extends unknown ? Omit<Request, "id"> : never;

/** What an engine can be asked once it has said hello; who sends it gives it an id. */
export type EngineCall = Exclude<WithoutId<EngineRequest>, { readonly op: "hello" | "bye" }>;

/** What an engine answers to a call. */
export type Answer = AnswerWith<EngineState>;

/** What only a look into the kernel shows. */
type Kept = "swallowNmi" | "lastNmiRip";

/**
 * A state without `swallow_nmi`, where the policy keeps a memory of its own in place of it, and without
 * `last_nmi_rip`, where only what a kernel does is compared.
 */
export type ExpectedState = Omit<EngineState, Kept> & Partial<Pick<EngineState, Kept>>;

/** What the model expects as an answer; what it leaves out of a state is not compared. */
export type Expected = AnswerWith<ExpectedState>;

type AnswerWith<Told> =
  | { readonly kind: "done" }
  | {
      readonly kind: "nmi";
      /** Events claimed, for each handler of the chain. */
      readonly claimed: readonly number[];
      readonly outcome: Reply<"nmi">["outcome"];
      /** What each handler of the NMI_UNKNOWN chain claimed, on a machine that has one. */
      readonly claimedUnknown?: readonly number[] | undefined;
      /** What the kernel read from the reason port. */
      readonly reason?: Reply<"nmi">["reason"];
      /** What came of the runs after the first, when NMIs nested. */
      readonly reruns?: Reply<"nmi">["reruns"];
      /** Undefined where the engine cannot look into its kernel. */
      readonly state: Told | undefined;
      /** What the engine only imitated on the way there, each as a sentence without a full stop. */
      readonly imitated?: readonly string[];
    }
  | { readonly kind: "state"; readonly state: Told }
  /** Where a CPU of several is in the NMI that it takes in steps. */
  | { readonly kind: "position"; readonly position: EnginePosition }
  | { readonly kind: "refused"; readonly code: RefusalCode; readonly message: string };

/** An answer of an engine that could not do as asked. */
export type Refused = Extract<Answer, { readonly kind: "refused" }>;

/** The answer of an engine that cannot do as asked. */
export function refuse(code: RefusalCode, message: string): Refused {
  return { kind: "refused", code, message };
}

/** What of an engine's state is to be set. */
export type StateChange = NonNullable<Extract<EngineCall, { readonly op: "state" }>["set"]>;

/** What an engine says of itself in its reply to `hello`. */
export interface EngineAbout {
  readonly name: string;
  readonly version: string;
  readonly policies: readonly string[];
  readonly platforms: readonly string[];
  readonly cpus: number;
  /** The axes of `nmicheck axes` that its machine can have. */
  readonly axes?: readonly string[];
}

/** A kernel plays a user's policy with its code as it stands, the model the one that it was given. */
export type PlaysUsers = "as it stands" | "as given";

/** A program that dispatches NMIs: a child process that speaks the protocol, or the model itself. */
export interface Engine {
  readonly about: EngineAbout;
  /** How to name it to the user: the command of a child process, or "the model". */
  readonly title: string;
  /** How it plays policies of users; by a name that it announces where this is absent. */
  readonly playsUsers?: PlaysUsers;
  /**
   * Asks all of `calls` in order; the answers come in the same order. May be called again before
   * it has answered: the calls queue up, so await early ones to bound the memory.
   *
   * @throws Diagnostic when the engine breaks; from then on every call rejects with the same diagnostic.
   * @throws the signal's reason when the signal given at its start aborts.
   */
  ask(calls: readonly EngineCall[]): Promise<readonly Answer[]>;
  /**
   * Says goodbye; resolves when the engine has ended. Safe to call twice and after a diagnostic.
   *
   * @throws Diagnostic when the engine does not end as the protocol says (only on the first call).
   */
  close(): Promise<void>;
}

/** Values of axes by the names of both, as `nmicheck axes` lists them. */
export type AxisNames = Readonly<Record<string, string>>;

/** The `setup` call for a platform of one CPU, with the values of axes that are not off. */
export function setupCall(policy: string, platform: TracePlatform, axes?: AxisNames): EngineCall {
  const { chain, rips, sticky, shadow } = platform;
  const core = { op: "setup", policy, chain, rips, sticky, shadow, cpus: 1 } as const;
  return axes === undefined ? core : { ...core, axes: engineAxes(axes) };
}

/**
 * The `setup` call for a machine of several CPUs.
 *
 * @param names the values of its axes that are not off; those that say how the CPUs hang together are
 * told by fields of their own
 */
export function boardSetupCall(
  policy: string,
  { chain, rips, sticky, shadow }: TracePlatform,
  { cpus, sharedTo, sharedLock, portTo, reasonLock }: Board,
  names: AxisNames = {},
): EngineCall {
  const ofCpu = Object.entries(names).filter(([name]) => !isTopology(name));
  const axes = {
    ...(portTo !== "none" && { "reason-port": "known" }),
    ...engineAxes(Object.fromEntries(ofCpu)),
  };
  return {
    op: "setup",
    policy,
    chain,
    rips,
    sticky,
    shadow,
    cpus,
    ...(sharedTo !== "none" && { shared: sharedTo }),
    ...(sharedTo !== "none" && sharedLock === "skip" && { exclusive: true }),
    ...(reasonLock === "held" && { heldLock: true }),
    ...(Object.keys(axes).length > 0 && { axes }),
  };
}

/** Whether an axis says how several CPUs hang together, or how many there are. */
export function isTopology(axis: string): boolean {
  return topologyAxes.some(({ name }) => name === axis);
}

export type { Arrival, EnginePosition, EngineState };
