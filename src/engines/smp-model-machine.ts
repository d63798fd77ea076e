import type { SmpConfig, SmpState } from "../../spec/board/state.js";
import { edge, portError, withSlot } from "../../spec/cpu/hardware.js";
import type { State } from "../../spec/cpu/state.js";
import { at } from "../../spec/language.js";
import { hasAction } from "../machine/model/machine-parts.js";
import {
  type SmpEvent,
  type SmpMachine,
  type SmpModel,
  smpConfig,
  smpModel,
} from "../machine/model/smp-model.js";
import { whyImpossibleOnBoard } from "../machine/trace/board/impossible.js";
import { BoardObserver } from "../machine/trace/board/observation.js";
import type { NmiShown } from "../machine/trace/schema.js";
import { changedState } from "./changed-state.js";
import {
  type Answer,
  type Arrival,
  type EngineCall,
  type EngineState,
  refuse,
  type StateChange,
} from "./engine.js";
import { axesChanged, noStepOfPmu, runOf } from "./model-machine.js";
import { observedCpu, observedPosition } from "./observed-cpu.js";

/** Where an edge comes from, as the protocol has it. */
type Source = Extract<Arrival, { readonly event: "external" }>["source"];

type CpuCall = Exclude<EngineCall, { readonly op: "setup" }>;

/** Several CPUs of the model: executes `spec/board/` as it stands. */
export class SmpModelMachine {
  readonly config: SmpConfig<unknown>;
  readonly #model: SmpModel<unknown>;
  #state: SmpState<unknown>;
  /** What is to be seen of the NMI that ended with the last event; null where none did. */
  #shown: NmiShown | null = null;
  readonly #observer: BoardObserver;

  constructor(config: SmpMachine) {
    this.config = smpConfig(config);
    this.#model = smpModel(config);
    this.#state = this.#model.initial();
    this.#observer = new BoardObserver(this.config);
  }

  /** What comes of a call; `reset` is a new machine. */
  answer(call: CpuCall): Answer {
    const { cpu = 0 } = "cpu" in call ? call : {};
    const cpus = this.config.board.cpus;
    if (cpu >= cpus) return refuse("range", `there are ${cpus} CPUs, from number 0 on`);
    switch (call.op) {
      case "raise":
        return this.#raise(cpu, call.handler, call.slot);
      case "external":
        return this.#edge(cpu, call.source);
      case "execute":
        if (call.rip > this.config.platform.rips) {
          return refuse("range", `there is no rip ${call.rip}`);
        }
        return this.#take({ name: "executeOn", parameters: { cpu, place: call.rip } });
      case "deliver":
        return this.#stand(cpu, this.#take({ name: "deliverOn", parameters: { cpu } }));
      case "enter":
        return this.#stand(cpu, this.#take({ name: "enterShared", parameters: { cpu } }));
      case "lock":
        return this.#stand(cpu, this.#take({ name: "lockPort", parameters: { cpu } }));
      case "poll":
        return this.#stand(cpu, this.#take({ name: "pollOn", parameters: { cpu } }));
      case "decide":
        return this.#decide(cpu);
      case "state":
        return this.#change(cpu, call.set);
      case "nmi":
        return refuse("unsupported", "with several CPUs an NMI is taken in steps");
      case "touch":
        if (!this.config.axes.touch) return refuse("unsupported", "there is no axis touch");
        return this.#take({ name: "touchOn", parameters: { cpu } });
      case "vanish":
      case "arrive":
      case "lapse":
        if (!hasAction(this.config.axes, call.op)) return noStepOfPmu(call.op);
        return this.#take({ name: `${call.op}On`, parameters: { cpu } });
      case "crash":
        if (this.config.axes.frontHandler !== "emergency") {
          return refuse("unsupported", "there is no axis front-handler=emergency");
        }
        return this.#take({ name: "crashOn", parameters: { cpu } });
      case "fault":
      case "nest":
        if (!this.config.axes.nesting) return refuse("unsupported", "there is no axis nesting");
        return this.#take({ name: `${call.op}On`, parameters: { cpu } });
      case "reset":
        throw new Error("a machine that is reset is another one");
    }
  }

  #with(cpu: number, state: State<unknown>): SmpState<unknown> {
    return { ...this.#state, cpus: this.#state.cpus.with(cpu, state) };
  }

  #isShared(handler: number, slot: number): boolean {
    const { board, platform } = this.config;
    return board.sharedTo !== "none" && handler + 1 === platform.chain.length && slot === 0;
  }

  #raise(cpu: number, handler: number, slot: number): Answer {
    if (slot >= (this.config.platform.chain[handler] ?? 0)) {
      return refuse("range", `there is no slot ${slot} of handler ${handler}`);
    }
    return this.#take(
      this.#isShared(handler, slot)
        ? { name: "sharedEvent", parameters: {} }
        : { name: "raiseOn", parameters: { cpu, handler, slot } },
    );
  }

  #take(event: SmpEvent): Answer {
    const next = this.#model.apply(event, this.#state);
    if (next === null)
      return refuse("order", whyImpossibleOnBoard(this.config, this.#state, event));
    this.#shown = this.#observer.step(event, this.#state, next);
    this.#state = next;
    return { kind: "done" };
  }

  #stand(cpu: number, answer: Answer): Answer {
    if (answer.kind !== "done") return answer;
    return { kind: "position", position: observedPosition(this.config, this.#state, cpu) };
  }

  /** An edge at one CPU: of an unknown source, or of a system error whose bit is set for all. */
  #edge(cpu: number, source: Source): Answer {
    if (this.#state.cpus.some(({ panicked }) => panicked)) {
      return refuse("order", "the kernel has panicked");
    }
    const here = at(this.#state.cpus, cpu);
    if (source === undefined) {
      this.#state = this.#with(cpu, edge(this.config, here, null, true));
      return { kind: "done" };
    }
    if (source === "summons") {
      if (this.config.axes.frontHandler !== "rendezvous") {
        return refuse("unsupported", "there is no axis front-handler=rendezvous");
      }
      return this.#take({ name: "summonAll", parameters: {} });
    }
    if (source === "own") return this.#take({ name: "ownEventOn", parameters: { cpu } });
    if (this.config.axes.reasonPort === "absent") {
      return refuse("unsupported", `there is no ${source}`);
    }
    const next = portError(this.config, here, source);
    if (next === null) return refuse("order", `the line ${source} is set already, or disabled`);
    this.#state = this.#withPort(this.#with(cpu, next), next);
    return { kind: "done" };
  }

  #decide(cpu: number): Answer {
    const answer = this.#take({ name: "decideOn", parameters: { cpu } });
    if (answer.kind !== "done" || this.#shown === null) return answer;
    return { kind: "nmi", ...runOf(this.#shown), state: this.#observed(cpu) };
  }

  #observed(cpu: number): EngineState {
    return observedCpu(this.config, this.#state, cpu);
  }

  #change(cpu: number, set: StateChange | undefined): Answer {
    const now = at(this.#state.cpus, cpu);
    if (set === undefined) return { kind: "state", state: this.#observed(cpu) };
    if (now.position.at !== "run") return refuse("order", "the CPU is in NMI context");
    const foreign = Object.keys(set).find((name) => !(name in this.#observed(cpu)));
    if (foreign !== undefined) return refuse("unsupported", `this machine has no ${foreign}`);
    if (set.iochkOff === true) return refuse("unsupported", "the model never keeps it disabled");
    const core = changedState(this.config.platform, now, set);
    if ("kind" in core) return core;
    const next = { ...core, ...axesChanged(core, set, this.config.axes) };
    this.#state = this.#withPort(this.#with(cpu, next), next);
    this.#share(cpu);
    if (this.config.axes.frontHandler === "emergency") this.#setEmergency(next.summoned);
    return { kind: "state", state: this.#observed(cpu) };
  }

  /** The kernel has one emergency handler for all CPUs. */
  #setEmergency(summoned: boolean): void {
    const cpus = this.#state.cpus.map((one) => ({ ...one, summoned }));
    this.#state = { ...this.#state, cpus };
  }

  /** All CPUs see one port. */
  #withPort(
    state: SmpState<unknown>,
    { serr, iochk, serrOff }: Pick<State<unknown>, "serr" | "iochk" | "serrOff">,
  ): SmpState<unknown> {
    return { ...state, cpus: state.cpus.map((cpu) => ({ ...cpu, serr, iochk, serrOff })) };
  }

  /** The status bit of the shared source is that of all CPUs. */
  #share(cpu: number): void {
    const last = this.config.platform.chain.length - 1;
    if (!this.#isShared(last, 0)) return;
    const bit = at(at(at(this.#state.cpus, cpu).active, last), 0);
    const cpus = this.#state.cpus.map((one) => ({ ...one, active: withSlot(one, last, 0, bit) }));
    this.#state = { ...this.#state, cpus };
  }
}
