import type { Axes } from "../../spec/cpu/axes.js";
import type { Chain } from "../../spec/platforms.js";
import { policies as builtIn } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import { Diagnostic } from "../base/diagnostic/diagnostic.js";
import { cpuAxes } from "../machine/configuration/axes.js";
import { axisTexts } from "../machine/configuration/axes-text.js";
import { MOST_CPUS } from "../machine/configuration/boards.js";
import { readAxes } from "../machine/configuration/named-axes.js";
import { type Answer, type AxisNames, type Engine, type EngineCall, refuse } from "./engine.js";
import { ModelMachine } from "./model-machine.js";
import { SmpModelMachine } from "./smp-model-machine.js";

/**
 * The axes that `setup` asks for; the core's machine where it asks for none.
 *
 * @throws Diagnostic `configuration/unknown-name`
 */
function machineAxes(asked: AxisNames | undefined): Axes | undefined {
  if (asked === undefined) return undefined;
  return readAxes(axisTexts(asked)).machine;
}

function isChain(slots: readonly number[]): slots is Chain {
  return slots.length > 0;
}

/**
 * The model itself as an engine, in this process: the only one that can do a user's policy.
 *
 * @param given the policies it can do, by name; the built-in ones by default
 */
export function modelEngine(given?: ReadonlyMap<string, Policy<unknown>>): Engine {
  const policies = given ?? new Map<string, Policy<unknown>>(Object.entries(builtIn));
  let machine: ModelMachine | SmpModelMachine | undefined;

  const withAxes = (
    asked: AxisNames | undefined,
    make: (axes: Axes | undefined) => ModelMachine | SmpModelMachine,
  ): Answer => {
    try {
      machine = make(machineAxes(asked));
      return { kind: "done" };
    } catch (error) {
      if (error instanceof Diagnostic) return refuse("unsupported", error.message);
      throw error;
    }
  };

  const setup = (call: EngineCall & { readonly op: "setup" }): Answer => {
    const policy = policies.get(call.policy);
    if (policy === undefined) return refuse("unsupported", `there is no policy ${call.policy}`);
    const { chain, rips, sticky, shadow } = call;
    if (!isChain(chain)) return refuse("malformed", "the chain is empty");
    const config = { platform: { chain, rips, sticky, shadow }, policy };
    if (call.cpus > 1) {
      if (call.cpus > MOST_CPUS) {
        return refuse("unsupported", `the model has at most ${MOST_CPUS} CPUs`);
      }
      const sharedTo = call.shared ?? "none";
      const sharedLock = call.exclusive === true ? "skip" : "none";
      if (sharedTo === "none" && sharedLock === "skip") {
        return refuse("unsupported", "only the handler of a shared source is exclusive");
      }
      // Whoever calls sends an edge to each CPU that gets it.
      const reasonLock = call.heldLock === true ? "held" : "step";
      const ways = {
        externalTo: "boot",
        sharedTo,
        sharedLock,
        portTo: "none",
        reasonLock,
      } as const;
      const board = { cpus: call.cpus, ...ways };
      return withAxes(call.axes, (axes) => new SmpModelMachine({ ...config, board, axes }));
    }
    if (call.shared !== undefined || call.exclusive === true || call.heldLock === true) {
      return refuse("unsupported", "one CPU shares nothing");
    }
    return withAxes(call.axes, (axes) => new ModelMachine({ ...config, axes }));
  };

  const answer = (call: EngineCall): Answer => {
    if (call.op === "setup") return setup(call);
    if (machine === undefined) return refuse("order", "there was no setup yet");
    if (machine instanceof SmpModelMachine) {
      if (call.op !== "reset") return machine.answer(call);
      machine = new SmpModelMachine(machine.config);
      return { kind: "done" };
    }
    if ("cpu" in call && (call.cpu ?? 0) > 0) {
      return refuse("range", "there is one CPU, number 0");
    }
    switch (call.op) {
      case "raise":
        return machine.raise(call.handler, call.slot);
      case "external":
        return machine.external(call.source);
      case "touch":
        return machine.touch();
      case "vanish":
      case "arrive":
      case "lapse":
        return machine.ofPmu(call.op);
      case "execute":
        return machine.execute(call.rip);
      case "nmi":
        return machine.nmi(call.arrivals);
      case "state":
        return machine.change(call.set ?? {});
      case "crash":
        return refuse("unsupported", "one CPU that crashes has no other to shoot down");
      case "deliver":
      case "enter":
      case "lock":
      case "poll":
      case "decide":
      case "fault":
      case "nest":
        return refuse("unsupported", "with one CPU an NMI is taken as a whole");
      case "reset":
        machine = new ModelMachine(machine.config);
        return { kind: "done" };
    }
  };

  return {
    about: {
      name: "nmicheck-model",
      version: "1",
      policies: [...policies.keys()],
      platforms: ["ideal", "sticky", "shadow", "sticky+shadow"],
      cpus: MOST_CPUS,
      axes: cpuAxes.map(({ name }) => name),
    },
    title: "the model",
    ...(given !== undefined && { playsUsers: "as given" }),
    ask: async (calls) => calls.map(answer),
    close: async () => {},
  };
}
