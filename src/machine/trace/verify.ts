import type { Policy } from "../../../spec/policy.js";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import {
  type DataPath,
  type Difference,
  differences,
  differencesText,
} from "../../base/document/differences.js";
import { modelError } from "../../checkers/explore/diagnostics.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import { canonicalText } from "../../checkers/explore/state-keys.js";
import { stateAfter } from "../../checkers/liveness/behaviour.js";
import { whyNoCounterexample } from "../../checkers/liveness/refutes.js";
import {
  type AnyMachine,
  isBoardEvent,
  isBoardState,
  type MachineEvent,
  type MachineModel,
  type MachinePath,
  type MachineState,
  machineModel,
} from "../model/machine-model.js";
import { nmiLiveness } from "../model/nmi-liveness.js";
import { isLivenessProperty, type NmiLivenessProperty } from "../model/property-names.js";
import { boardTraceState } from "./board/event.js";
import { whyImpossibleOnBoard } from "./board/impossible.js";
import { machineObserver } from "./board/observation.js";
import {
  impossibleEvent,
  loopMissing,
  loopOpen,
  loopUnfair,
  otherModel,
  platformMisnamed,
  propertyHolds,
  wrongInitialState,
  wrongObservation,
  wrongState,
} from "./diagnostics.js";
import { traceState } from "./event.js";
import { whyImpossible } from "./impossible.js";
import { tracedAxes, tracedProperty } from "./known.js";
import type { ParsedTrace } from "./parse.js";
import { platformName } from "./platform-name.js";
import type { NmiShown, Trace } from "./schema.js";
import { type TracedEvent, tracedEvents } from "./traced-events.js";

/**
 * Executes a trace on the typed model under `policy`, and compares every state and every NMI with
 * what the trace says of it.
 *
 * @param model the model of today: a trace of another one is refused
 * @throws Diagnostic `trace/…` with the place of the first thing that does not agree, and
 * `explore/model-error` when the policy throws
 */
export function verifyTrace(
  parsed: ParsedTrace,
  policy: Policy<unknown>,
  model: Trace["model"],
): void {
  execute(parsed, policy, model, (disputed) => {
    throw disputed;
  });
}

/**
 * Executes a trace as `verifyTrace` does, for an engine that is to be asked about it: a state, an NMI
 * or a property of which the trace says something else than the model does is no reason not to play
 * its events, which are possible.
 *
 * @returns the first such thing, or null when the model confirms all of it
 * @throws Diagnostic as `verifyTrace` does for everything else
 */
export function disputedClaim(
  parsed: ParsedTrace,
  policy: Policy<unknown>,
  model: Trace["model"],
): Diagnostic | null {
  const disputed: Diagnostic[] = [];
  execute(parsed, policy, model, (diagnostic) => disputed.push(diagnostic));
  return disputed[0] ?? null;
}

/** Told of what a trace says and the model does not. */
type OnDispute = (diagnostic: Diagnostic) => void;

function execute(
  parsed: ParsedTrace,
  policy: Policy<unknown>,
  model: Trace["model"],
  onDispute: OnDispute,
): void {
  const { trace, place } = parsed;
  const { name, ...platform } = trace.platform;
  if (trace.model.sha256 !== model.sha256) throw otherModel(trace.model, model, place(["model"]));
  if (name !== platformName(platform)) {
    throw platformMisnamed(name, platformName(platform), place(["platform", "name"]));
  }
  const property = tracedProperty(parsed);
  const axes = tracedAxes(parsed);
  const machine = { platform, policy, axes: axes?.machine, board: axes?.board };
  const execution = new Execution(parsed, machine, onDispute);
  const path = execution.run();
  if (trace.loop !== undefined) checkLoop(parsed, path, trace.loop, onDispute);
  if (property === null) return;
  if (isLivenessProperty(property)) {
    checkLiveness(parsed, property, machine, path, onDispute);
    return;
  }
  const invariant = execution.model.invariants.find(({ name }) => name === property);
  if (invariant?.holds(stateAfter(path, path.steps.length)) === true) {
    onDispute(propertyHolds(property, "it holds in the last state", place(["property"])));
  }
}

function checkLoop(
  { place }: ParsedTrace,
  path: MachinePath,
  loop: number,
  onDispute: OnDispute,
): void {
  const isClosed =
    loop <= path.steps.length &&
    canonicalText(stateAfter(path, loop)) === canonicalText(stateAfter(path, path.steps.length));
  if (!isClosed) onDispute(loopOpen(loop, place(["loop"])));
}

function checkLiveness(
  { trace, place }: ParsedTrace,
  property: NmiLivenessProperty,
  machine: AnyMachine,
  path: MachinePath,
  onDispute: OnDispute,
): void {
  const { loop } = trace;
  if (loop === undefined) throw loopMissing(property, place([]));
  const { platform, board = null } = machine;
  const asked = nmiLiveness(property, { platform, axes: { board } });
  const reason = whyNoCounterexample(machineModel(machine), asked, { ...path, loop });
  if (reason === null) return;
  if (typeof reason === "object") {
    onDispute(loopUnfair(property, reason.unfair, place(["loop"])));
  } else {
    onDispute(propertyHolds(property, "what it demands happens", place(["property"])));
  }
}

/** A state of the typed model as the trace of its machine holds it. */
function held(state: MachineState) {
  return isBoardState(state) ? boardTraceState(state) : traceState(state);
}

/** One execution of a trace, event by event. */
class Execution {
  readonly #parsed: ParsedTrace;
  readonly #machine: AnyMachine;
  readonly model: MachineModel;
  readonly #observe: (
    action: MachineEvent,
    before: MachineState,
    after: MachineState,
  ) => NmiShown | null;
  readonly #onDispute: OnDispute;

  constructor(parsed: ParsedTrace, machine: AnyMachine, onDispute: OnDispute) {
    this.#onDispute = onDispute;
    this.#parsed = parsed;
    this.#machine = machine;
    this.model = machineModel(machine);
    this.#observe = machineObserver(machine);
  }

  /** The behaviour, as the model has it. */
  run(): MachinePath {
    const { trace, place } = this.#parsed;
    const initial = this.model.initial();
    let state = initial;
    const differs = differences(trace.initial, held(state));
    if (differs[0] !== undefined) {
      const path = ["initial", ...differs[0].path];
      throw wrongInitialState(differencesText(differs), place(path));
    }
    const steps = tracedEvents(trace).map((taken, index) => {
      state = this.#step(taken, index, state);
      return { event: taken.action, state };
    });
    return { initial, steps };
  }

  #step(taken: TracedEvent, index: number, before: MachineState): MachineState {
    const { event, action } = taken;
    const path = ["events", index];
    const named = { number: index + 1, text: eventText(action) };
    const after = this.#apply(taken, index, before);
    const differs = differences(event.state, held(after));
    if (differs.length > 0) {
      const place = this.#placeOf([...path, "state"], differs);
      this.#onDispute(wrongState(named, differencesText(differs), place));
    }
    const shows = this.#observe(action, before, after);
    if (event.event === "decide" && shows !== null) {
      const unlike = differences(event.shows, shows);
      if (unlike.length > 0) {
        const place = this.#placeOf([...path, "shows"], unlike);
        this.#onDispute(wrongObservation(shows.nmi, differencesText(unlike), place));
      }
    }
    return after;
  }

  #apply(taken: TracedEvent, index: number, before: MachineState): MachineState {
    const { event, action } = taken;
    let after: MachineState | null = null;
    try {
      if (isOfMachine(this.#machine, taken)) after = this.model.apply(action, before);
    } catch (error) {
      throw modelError({ event: action }, { state: before, steps: index }, error);
    }
    if (after !== null) return after;
    const named = { number: index + 1, text: eventText(action) };
    const reason = whyNot(this.#machine, event, action, before);
    throw impossibleEvent(named, reason, this.#parsed.place(["events", index]));
  }

  #placeOf(path: DataPath, differs: readonly Difference[]) {
    return this.#parsed.place([...path, ...(differs[0]?.path ?? [])]);
  }
}

const OTHER_MACHINE = "it is an event of another machine";

/** Why an event of a trace cannot happen, to stand after a colon. */
function whyNot(
  machine: AnyMachine,
  event: TracedEvent["event"],
  action: MachineEvent,
  before: MachineState,
): string {
  const cpus = machine.board?.cpus ?? 1;
  if ("cpu" in event && event.cpu >= cpus) {
    const has = cpus === 1 ? "one CPU, number 0" : `${cpus} CPUs, from number 0 on`;
    return `the model has ${has}, and this is CPU ${event.cpu}`;
  }
  const { platform, axes } = machine;
  if (isBoardState(before)) {
    return isBoardEvent(action) ? whyImpossibleOnBoard(machine, before, action) : OTHER_MACHINE;
  }
  return isBoardEvent(action) ? OTHER_MACHINE : whyImpossible(platform, before, action, axes);
}

/** The actions assume that their parameters are in range. */
function isOfMachine({ platform, axes, board }: AnyMachine, { event }: TracedEvent): boolean {
  if ("cpu" in event && event.cpu >= (board?.cpus ?? 1)) return false;
  switch (event.event) {
    case "raise":
      return event.slot < (platform.chain[event.handler] ?? 0);
    case "execute":
      return event.place <= platform.rips;
    case "portError":
    case "ownEvent":
    case "reinject":
    case "summon":
    case "touch":
    case "runGuest":
    case "vanish":
    case "arrive":
    case "lapse":
    case "fault":
    case "nest":
      return axes !== undefined;
    default:
      return true;
  }
}
