import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import {
  isBoardEvent,
  isBoardState,
  type MachineEvent,
  type MachineState,
} from "../../machine/model/machine-model.js";
import type { NmiEvent } from "../../machine/model/nmi-model.js";
import { ownEvent } from "../../machine/trace/board/own-event.js";
import { enumerated } from "../../machine/trace/words.js";
import { endingText } from "./ending-text.js";
import { cpusIn } from "./machine-text.js";

/** Who does a step: what is outside of the CPU, the program that it runs, or the kernel in an NMI. */
export const doers = ["world", "program", "kernel"] as const;

/** Who does a step. */
export type Doer = (typeof doers)[number];

/** A step in plain English. */
export interface StepText {
  readonly doer: Doer;
  /** The CPU that it happens on, where it happens on one of several. */
  readonly cpu: number | null;
  /** What one does by taking it: `Event at handler 0, slot 1`. */
  readonly label: string;
  /** What comes of it, as far as one may know before: `sends an NMI`; empty where that is to be seen. */
  readonly effect: string;
  /** What has come of it, in whole sentences. */
  readonly told: string;
}

/** A step on one CPU: what it is there, and the states of that CPU around it. */
interface OnCpu {
  readonly event: NmiEvent;
  readonly before: State<unknown>;
  readonly after: State<unknown>;
}

/** What a step is, and what comes of it, from the states before and after it. */
export function stepText(event: MachineEvent, before: MachineState, after: MachineState): StepText {
  if (!isBoardEvent(event)) {
    if (isBoardState(before) || isBoardState(after)) throw new Error("a state of another machine");
    return { ...onCpu({ event, before, after }), cpu: null };
  }
  if (!isBoardState(before) || !isBoardState(after)) throw new Error("a state of another machine");
  switch (event.name) {
    case "externalEdge":
    case "systemError":
    case "ioCheck":
    case "sharedEvent":
    case "summonAll": {
      const reached = after.cpus.flatMap((cpu, index) => {
        const was = at(before.cpus, index);
        return cpu.latched && (cpu !== was || was.latched) ? [`CPU ${index}`] : [];
      });
      const own = ownEvent(event);
      const label = own === null ? SHARED_EVENT : labelOf(own.event, at(before.cpus, 0));
      const effect = `sends an NMI to ${enumerated(reached)}`;
      return { doer: "world", cpu: null, label, effect, told: `${label}: it ${effect}.` };
    }
    case "crashOn": {
      const { cpu } = event.parameters;
      const others = after.cpus.flatMap((_, index) => (index === cpu ? [] : [`CPU ${index}`]));
      const effect = `sends an NMI to ${enumerated(others)}`;
      const told = `The kernel crashes on CPU ${cpu}, and ${effect}: the emergency handler takes each NMI from now on, and returns on CPU ${cpu} alone.`;
      return { doer: "kernel", cpu, label: CRASH, effect, told };
    }
    case "enterShared": {
      const { cpu } = event.parameters;
      const isTurned = at(after.cpus, cpu).position.at === "decide";
      return {
        doer: "kernel",
        cpu,
        label: ENTER,
        effect: "",
        told: isTurned
          ? `CPU ${cpu} finds another CPU in that handler: it returns at once, with nothing claimed.`
          : `CPU ${cpu} calls the handler of the shared source; another one would be turned away now.`,
      };
    }
    case "lockPort": {
      const { cpu } = event.parameters;
      return {
        doer: "kernel",
        cpu,
        label: LOCK,
        effect: "",
        told:
          after.reader === cpu
            ? `CPU ${cpu} holds nmi_reason_lock now.`
            : `CPU ${cpu} waits for nmi_reason_lock, which CPU ${after.reader} holds.`,
      };
    }
    default: {
      const own = ownEvent(event);
      if (own === null) throw new Error(`${event.name} happens on no CPU`);
      const { cpu } = own;
      const text = onCpu({
        event: own.event,
        before: at(before.cpus, cpu),
        after: at(after.cpus, cpu),
      });
      return { ...text, cpu, told: `CPU ${cpu}: ${text.told}` };
    }
  }
}

/** The same of a step that cannot be taken: who would do it, where, and what it would be. */
export function stepLabel(
  event: MachineEvent,
  state: MachineState,
): Pick<StepText, "doer" | "cpu" | "label"> {
  if (isBoardState(state) !== isBoardEvent(event)) throw new Error("a state of another machine");
  if (!isBoardEvent(event)) return alone(event, at(cpusIn(state), 0));
  const own = ownEvent(event);
  if (own !== null) {
    const isOutside = !("cpu" in event.parameters);
    return { ...alone(own.event, at(cpusIn(state), own.cpu)), cpu: isOutside ? null : own.cpu };
  }
  if (event.name === "sharedEvent") return { doer: "world", cpu: null, label: SHARED_EVENT };
  const cpu = "cpu" in event.parameters ? event.parameters.cpu : null;
  if (event.name === "crashOn") return { doer: "kernel", cpu, label: CRASH };
  return { doer: "kernel", cpu, label: event.name === "lockPort" ? LOCK : ENTER };
}

const SHARED_EVENT = "Event of the source that all CPUs share";
const ENTER = "Call the handler of the shared source";
const LOCK = "Take nmi_reason_lock";
const CRASH = "Crash, and shoot the other CPUs down";

function alone(event: NmiEvent, state: State<unknown>): Pick<StepText, "doer" | "cpu" | "label"> {
  return { doer: doerOf(event), cpu: null, label: labelOf(event, state) };
}

function onCpu(step: OnCpu): Omit<StepText, "cpu"> {
  const label = labelOf(step.event, step.before);
  const effect = effectOf(step);
  return {
    doer: doerOf(step.event),
    label,
    effect,
    told: toldOf(step, label, effect),
  };
}

function doerOf({ name }: NmiEvent): Doer {
  switch (name) {
    case "execute":
    case "touch":
    case "runGuest":
    case "lapse":
      return "program";
    case "deliver":
    case "poll":
    case "decide":
    case "nest":
      return "kernel";
    default:
      return "world";
  }
}

function labelOf(event: NmiEvent, before: State<unknown>): string {
  switch (event.name) {
    case "raise": {
      const { handler, slot } = event.parameters;
      return `Event at handler ${handler}, slot ${slot}`;
    }
    case "external":
      return "Press the NMI button";
    case "portError":
      return event.parameters.cause === "serr" ? "PCI system error" : "I/O check error";
    case "ownEvent":
      return "Event that an NMI_UNKNOWN handler knows";
    case "summon":
      return "Summon the CPU to the handler in front";
    case "reinject":
      return "The hypervisor delivers this NMI again";
    case "execute":
      return event.parameters.place === before.rip
        ? `Run, and come back to ip ${event.parameters.place}`
        : `Run on, to ip ${event.parameters.place}`;
    case "touch":
      return "Forget where the last NMI came";
    case "runGuest":
      return "Run a guest (VM entry)";
    case "vanish":
      return "The status bits of handler 0 vanish";
    case "arrive":
      return "The late edge of handler 0 comes";
    case "lapse":
      return "Let the time of handler 0's window pass";
    case "fault":
      return "An exception in a handler";
    case "nest":
      return "The pending NMI comes within this one";
    case "deliver":
      return "Take the NMI";
    case "poll":
      return before.position.at === "polling"
        ? `Handler ${before.position.handler} looks at slot ${before.position.slot}`
        : "A handler looks at a slot";
    case "decide":
      return "Decide what the NMI was";
  }
}

function effectOf({ event, before, after }: OnCpu): string {
  switch (event.name) {
    case "raise": {
      const { handler, slot } = event.parameters;
      const isAgain = before.active[handler]?.[slot] === true;
      return `${edgeText(event, before, after)}${isAgain ? ", though its bit is still set" : ""}`;
    }
    case "external":
    case "portError":
    case "ownEvent":
    case "arrive":
    case "reinject":
    case "summon":
      return edgeText(event, before, after);
    case "touch":
      return "local_touch_nmi";
    case "fault":
      return "its IRET unblocks NMIs";
    default:
      return "";
  }
}

function edgeText(event: NmiEvent, before: State<unknown>, after: State<unknown>): string {
  const isMasked = event.name === "raise" && event.parameters.handler === 0 && before.lvtpcMasked;
  if (isMasked) return "sends nothing: the LVTPC is masked";
  const isLate = event.name === "raise" && event.parameters.handler === 0 && after.inFlight;
  if (isLate) return "its edge is on its way";
  if (!before.latched) {
    return after.latched ? "sends an NMI" : "is lost: the hypervisor forgets what comes in an NMI";
  }
  if (!after.secondLatched) return "folds into the NMI that pends";
  return before.secondLatched ? "folds into the second NMI that pends" : "sends a second NMI";
}

function toldOf({ event, before, after }: OnCpu, label: string, effect: string): string {
  switch (event.name) {
    case "execute":
      return after.rip === before.rip
        ? `The program runs, and is back at ip ${after.rip}.`
        : `The program runs on, from ip ${before.rip} to ip ${after.rip}.`;
    case "touch":
      return "The kernel forgets where the last NMI found the CPU (local_touch_nmi).";
    case "runGuest":
      return `A guest runs. An NMI that comes now will find the host at ip ${after.rip}, where a VM exit brings it.`;
    case "vanish":
      return `The status bits of handler 0 are gone before it looks.${after.forgives ? " It knows, and will claim an NMI in which it finds nothing." : ""}`;
    case "lapse":
      return "Time passes: from now on handler 0 claims no more than its events.";
    case "fault":
      return "A handler takes an exception, and its IRET unblocks NMIs before the handler is done.";
    case "nest":
      return "The NMI nests: the kernel notes it in nmi_state, and will run the handlers once more.";
    case "deliver":
      return `The CPU takes the NMI at ip ${after.rip}${lastText(before, after)}.`;
    case "poll":
      return `${label}: ${foundText(before, after)}.`;
    case "decide":
      return endingText(before, after);
    default:
      return `${label}: it ${effect}.`;
  }
}

function foundText(before: State<unknown>, after: State<unknown>): string {
  const { position } = before;
  if (position.at !== "polling") return "nothing";
  const { handler, slot } = position;
  const rest = after.position.at === "decide" ? ". The walk of the handlers is over" : "";
  if (before.active[handler]?.[slot] !== true) {
    return `${after.handled > before.handled ? "nothing is there, and it claims one all the same" : "nothing"}${rest}`;
  }
  const how = after.active[handler]?.[slot] === true ? ", and leaves its bit set" : "";
  return `it claims the event${how}${rest}`;
}

/** Where the NMI before came, to stand after where this one came. */
function lastText({ lastNmiRip }: State<unknown>, { backToBack }: State<unknown>): string {
  if (lastNmiRip === null) return ", and knows of none before it";
  return backToBack
    ? ", where the last one came too: back-to-back"
    : `, and the last one came at ip ${lastNmiRip}: not back-to-back`;
}
