import type { CollisionProbability, TlcCounts, TlcEvent, TlcProgress, TlcState } from "./events.js";
import type { TlaRegion } from "./region.js";
import type { SanyError } from "./sany.js";

/** What TLC found in the specification, if it found something. */
export type Finding =
  | { readonly kind: "violated"; readonly invariant: string }
  | { readonly kind: "stepViolated"; readonly property: string }
  | { readonly kind: "deadlock" }
  | { readonly kind: "temporal" };

/** A behaviour that TLC shows, and what breaks at its end. */
export interface Shown {
  readonly finding: Finding;
  readonly states: readonly TlcState[];
  /** As many tuples had the specification printed by then. */
  readonly printed: number;
}

/** How a behaviour that never ends goes on after its last state. */
export type Continuation =
  /** With this state again, counted from 1, by a step of `action`. */
  | { readonly kind: "back"; readonly state: number; readonly action: string }
  /** Nothing happens any more. */
  | { readonly kind: "stuttering" };

/** Lines outside of messages that are kept: the last ones may tell why a run broke. */
const KEPT_LINES = 200;

/** What the events of a run have told so far, so far as an answer depends on it. */
export class RunRecord {
  version: string | null = null;
  progress: TlcProgress | null = null;
  counts: TlcCounts | null = null;
  depth: number | null = null;
  collision: CollisionProbability | null = null;
  /** Those of a run that does not go on after a finding are of its first. */
  readonly shown: Shown[] = [];
  /** States that belong to nothing that was found. */
  readonly strayStates: TlcState[] = [];
  continuation: Continuation | null = null;
  readonly errors: Extract<TlcEvent, { kind: "error" }>[] = [];
  readonly parseErrors: SanyError[] = [];
  /** The innermost expression comes last. */
  positions: readonly TlaRegion[] = [];
  readonly output: string[] = [];
  /** What the specification has printed. */
  readonly printed: string[] = [];
  /** The files that it has parsed, as it writes their paths. */
  readonly parsed = new Set<string>();
  unknown: Extract<TlcEvent, { kind: "unknown" }> | null = null;
  malformed: string | null = null;
  cut: string | null = null;
  finished = false;
  /** Where a state belongs that comes next. */
  #states: TlcState[] = this.strayStates;
  #isShowing = false;

  /** What TLC found first. */
  get finding(): Finding | null {
    return this.shown[0]?.finding ?? null;
  }

  /** The states of what TLC found first. */
  get states(): readonly TlcState[] {
    return this.shown[0]?.states ?? this.strayStates;
  }

  /** Whether more states of the last behaviour may come: TLC has said nothing else since. */
  get isShowing(): boolean {
    return this.#isShowing;
  }

  take(event: TlcEvent): void {
    // A heading stands between what was found and its states, and a stream may be cut among them.
    if (event.kind !== "note" && event.kind !== "cut") this.#isShowing = event.kind === "state";
    switch (event.kind) {
      case "version":
        // Two runs in one output: nobody knows whose answer it is.
        if (this.version !== null) this.malformed ??= "a second run begins in it";
        this.version = event.version;
        break;
      case "progress":
        this.progress = event.progress;
        break;
      case "stats":
        this.counts = event.counts;
        break;
      case "depth":
        this.depth = event.depth;
        break;
      case "success":
        this.collision = event.collision;
        break;
      case "invariant-violated":
        this.#find({ kind: "violated", invariant: event.invariant });
        break;
      case "step-violated":
        this.#find({ kind: "stepViolated", property: event.property });
        break;
      case "initial-violated":
        this.#find({ kind: "violated", invariant: event.invariant });
        this.#addState({ number: 1, action: null, values: event.values });
        this.#states = this.strayStates;
        break;
      case "deadlock":
        this.#find({ kind: "deadlock" });
        break;
      case "temporal-violated":
        this.#find({ kind: "temporal" });
        break;
      case "back-to-state":
        this.#continue({ kind: "back", state: event.state, action: event.action });
        break;
      case "stuttering":
        this.#continue({ kind: "stuttering" });
        break;
      case "state":
        this.#addState(event.state);
        break;
      case "error":
        this.errors.push(event);
        break;
      case "parse-error":
        this.parseErrors.push(event.error);
        break;
      case "positions":
        this.positions = event.regions;
        break;
      case "printed":
        this.printed.push(event.text);
        break;
      case "output":
        this.output.push(event.line);
        this.#addParsed(/^Parsing file (.+)$/.exec(event.line)?.[1]);
        if (this.output.length > KEPT_LINES) this.output.shift();
        break;
      case "unknown":
        this.unknown ??= event;
        break;
      case "malformed":
        this.malformed ??= event.what;
        break;
      case "cut":
        this.cut = event.where;
        break;
      case "finished":
        this.finished = true;
        break;
    }
  }

  #addParsed(file: string | undefined): void {
    if (file !== undefined) this.parsed.add(file);
  }

  #find(finding: Finding): void {
    this.#states = [];
    this.#isShowing = true;
    this.shown.push({ finding, states: this.#states, printed: this.printed.length });
  }

  #continue(continuation: Continuation): void {
    if (this.shown.length < 2) this.continuation ??= continuation;
  }

  #addState(state: TlcState): void {
    this.#states.push(state);
  }
}
