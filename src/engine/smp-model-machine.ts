import type { SmpConfig, SmpState } from "../../spec/board/state.js";
import { edge, withSlot } from "../../spec/cpu/hardware.js";
import type { State } from "../../spec/cpu/state.js";
import { at } from "../../spec/language.js";
import {
  type SmpEvent,
  type SmpMachine,
  type SmpModel,
  smpConfig,
  smpModel,
} from "../explore/smp-model.js";
import { claimedSlot } from "../trace/slot.js";
import { changedState } from "./changed-state.js";
import {
  type Answer,
  type Arrival,
  type EngineCall,
  type EngineState,
  refuse,
  type StateChange,
} from "./engine.js";
import { observedCpu, observedPosition, smpEnding } from "./observed-cpu.js";

/** Where an edge comes from, as the protocol has it. */
type Source = Extract<Arrival, { readonly event: "external" }>["source"];

type CpuCall = Exclude<EngineCall, { readonly op: "setup" }>;

/** Several CPUs of the model: executes `spec/board/` as it stands. */
export class SmpModelMachine {
  readonly config: SmpConfig<unknown>;
  readonly #model: SmpModel<unknown>;
  #state: SmpState<unknown>;
  /** What each handler of each CPU has claimed in the NMI in progress there. */
  readonly #claimed: number[][];

  constructor(config: SmpMachine) {
    this.config = smpConfig(config);
    this.#model = smpModel(config);
    this.#state = this.#model.initial();
    this.#claimed = this.#state.cpus.map(() => this.#noClaims());
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
      case "deliver": {
        const answer = this.#take({ name: "deliverOn", parameters: { cpu } });
        if (answer.kind === "done") this.#claimed[cpu] = this.#noClaims();
        return this.#stand(cpu, answer);
      }
      case "enter":
        return this.#stand(cpu, this.#take({ name: "enterShared", parameters: { cpu } }));
      case "lock":
        return this.#stand(cpu, this.#take({ name: "lockPort", parameters: { cpu } }));
      case "poll":
        return this.#poll(cpu);
      case "decide":
        return this.#decide(cpu);
      case "state":
        return this.#change(cpu, call.set);
      case "nmi":
        return refuse("unsupported", "with several CPUs an NMI is taken in steps");
      case "touch":
        return refuse("unsupported", "there is no axis touch");
      case "reset":
        throw new Error("a machine that is reset is another one");
    }
  }

  #noClaims(): number[] {
    return this.config.platform.chain.map(() => 0);
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
    if (next === null) return refuse("order", `${event.name} cannot happen now`);
    this.#state = next;
    return { kind: "done" };
  }

  #stand(cpu: number, answer: Answer): Answer {
    if (answer.kind !== "done") return answer;
    return { kind: "position", position: observedPosition(this.config, this.#state, cpu) };
  }

  /** An edge at one CPU: of an unknown source, or of a system error whose bit is set for all. */
  #edge(cpu: number, source: Source): Answer {
    const here = at(this.#state.cpus, cpu);
    if (source === undefined) {
      this.#state = this.#with(cpu, edge(this.config, here, null, true));
      return { kind: "done" };
    }
    if (source !== "serr" || this.config.board.portTo === "none") {
      return refuse("unsupported", `there is no ${source}`);
    }
    if (here.serr) return refuse("order", "the system error stands already");
    this.#state = this.#withError(this.#with(cpu, edge(this.config, here, null, false)), true);
    return { kind: "done" };
  }

  #poll(cpu: number): Answer {
    const slot = claimedSlot("poll", at(this.#state.cpus, cpu));
    const answer = this.#take({ name: "pollOn", parameters: { cpu } });
    const counts = at(this.#claimed, cpu);
    if (answer.kind === "done" && slot !== null) {
      counts[slot.handler] = at(counts, slot.handler) + 1;
    }
    return this.#stand(cpu, answer);
  }

  #decide(cpu: number): Answer {
    const before = this.#state;
    const answer = this.#take({ name: "decideOn", parameters: { cpu } });
    if (answer.kind !== "done") return answer;
    const ended = { ...smpEnding(before, this.#state, cpu), claimed: at(this.#claimed, cpu) };
    return { kind: "nmi", ...ended, state: this.#shown(cpu) };
  }

  #shown(cpu: number): EngineState {
    return observedCpu(this.config.board, this.#state, cpu);
  }

  #change(cpu: number, set: StateChange | undefined): Answer {
    const now = at(this.#state.cpus, cpu);
    if (set === undefined) return { kind: "state", state: this.#shown(cpu) };
    if (now.position.at !== "run") return refuse("order", "the CPU is in NMI context");
    const foreign = Object.keys(set).find((name) => !(name in this.#shown(cpu)));
    if (foreign !== undefined) return refuse("unsupported", `this machine has no ${foreign}`);
    if (set.iochk === true || set.iochkOff === true || set.serrOff === true) {
      return refuse("unsupported", "the port of several CPUs knows system errors only");
    }
    const next = changedState(this.config.platform, now, set);
    if ("kind" in next) return next;
    this.#state = this.#withError(this.#with(cpu, next), set.serr ?? now.serr);
    this.#share(cpu);
    return { kind: "state", state: this.#shown(cpu) };
  }

  /** All CPUs see one port. */
  #withError(state: SmpState<unknown>, serr: boolean): SmpState<unknown> {
    return { ...state, cpus: state.cpus.map((cpu) => ({ ...cpu, serr })) };
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
