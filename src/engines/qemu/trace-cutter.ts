import type { Answer, EngineCall } from "../engine.js";
import { type GuestAxes, noGuestAxes, readGuestAxes } from "./guest-axes.js";
import { type Misfit, TracePlanner } from "./plan.js";

/** A trace that calls were cut into, and which of them wait for its outcome. */
export interface CutTrace {
  readonly planner: TracePlanner;
  /** Positions among the calls of its NMIs, in order. */
  readonly nmis: number[];
}

/** Calls cut into traces. */
export interface Cut {
  /** An answer to each call that has one already. */
  readonly answers: readonly (Answer | undefined)[];
  readonly traces: readonly CutTrace[];
}

type Setup = EngineCall & { readonly op: "setup" };

const DONE: Answer = { kind: "done" };

function refused({ code, message }: Misfit): Answer {
  return { kind: "refused", code, message };
}

/**
 * Cuts the calls to a booted kernel into traces. A trace goes from `setup` or `reset` to the next one
 * or to the end of the calls: the guest must know all of it before it begins.
 */
export class TraceCutter {
  readonly #policies: readonly string[];
  #setup: Setup | undefined;
  #axes: GuestAxes = noGuestAxes;
  /** The kernel is at its start: nothing has been asked since `setup` or `reset`. */
  #atStart = false;

  /** @param policies those that the kernel has, or may have. */
  constructor(policies: readonly string[]) {
    this.#policies = policies;
  }

  /** Cuts what is asked in one go. */
  cut(calls: readonly EngineCall[]): Cut {
    const traces: CutTrace[] = [];
    let trace: CutTrace | undefined;
    const answers = calls.map((call, position): Answer | undefined => {
      const misfit = this.#begin(call);
      if (misfit !== null) return refused(misfit);
      if (call.op === "setup" || call.op === "reset" || call.op === "state") {
        trace = undefined;
        return DONE;
      }
      if (trace === undefined) {
        trace = this.#newTrace();
        if (trace === undefined) {
          return refused({
            code: "unsupported",
            message:
              "a booted kernel takes a whole trace at a time, and this one has begun already",
          });
        }
        traces.push(trace);
      }
      const wrong = trace.planner.add(call);
      if (wrong !== null) return refused(wrong);
      if (call.op !== "nmi") return DONE;
      trace.nmis.push(position);
      return undefined;
    });
    return { answers, traces };
  }

  /** Takes `setup` and `reset`; tells what cannot be asked now. */
  #begin(call: EngineCall): Misfit | null {
    switch (call.op) {
      case "setup": {
        const misfit = this.#unsupported(call);
        if (misfit !== null) return misfit;
        const axes = readGuestAxes(call.axes ?? {});
        if ("code" in axes) return axes;
        this.#axes = axes;
        this.#setup = call;
        this.#atStart = true;
        return null;
      }
      case "state":
        return { code: "unsupported", message: "a booted kernel does not show what it keeps" };
      default:
        if (this.#setup === undefined) return { code: "order", message: "there was no setup yet" };
        if (call.op === "reset") this.#atStart = true;
        return null;
    }
  }

  #unsupported(setup: Setup): Misfit | null {
    if (setup.cpus > 1) return { code: "unsupported", message: "this machine has one CPU" };
    if (this.#policies.includes(setup.policy)) return null;
    return {
      code: "unsupported",
      message: `this kernel has the policy ${this.#policies.join(" or ")}, not ${setup.policy}`,
    };
  }

  #newTrace(): CutTrace | undefined {
    if (this.#setup === undefined || !this.#atStart) return undefined;
    this.#atStart = false;
    return { planner: new TracePlanner(this.#setup, this.#axes), nmis: [] };
  }
}
