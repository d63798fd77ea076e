import * as board from "../../../spec/board/liveness.js";
import type { Board, SmpState } from "../../../spec/board/state.js";
import * as cpu from "../../../spec/cpu/liveness.js";
import type { State } from "../../../spec/cpu/state.js";
import type { LeadsTo } from "../../../spec/language.js";
import type { Platform } from "../../../spec/platforms.js";
import type {
  FairnessAssumption,
  LeadsToCase,
  LivenessProperty,
} from "../../checkers/explore/liveness.js";
import { isBoardState, type MachineState } from "./machine-model.js";
import type { NmiLivenessProperty } from "./property-names.js";

/** What a machine is asked: whether it has several CPUs, and which slots there are. */
interface Asked {
  readonly platform: Platform;
  readonly axes?: { readonly board: Board | null } | undefined;
}

/** The fairness assumptions of one CPU or of several, as `spec/` states them. */
function fairness(
  name: string,
  {
    weaklyFair,
    stronglyFair = {},
    ceasing = {},
  }: Readonly<Record<"weaklyFair", object>> &
    Readonly<Partial<Record<"stronglyFair" | "ceasing", object>>>,
): FairnessAssumption {
  return {
    name,
    weaklyFair: Object.keys(weaklyFair),
    stronglyFair: Object.keys(stronglyFair),
    ceasing: Object.keys(ceasing),
  };
}

const ofOne = {
  KernelRuns: fairness("KernelRuns", cpu.KernelRuns),
  SourceRepeats: fairness("SourceRepeats", cpu.SourceRepeats),
};

const ofSeveral = {
  KernelRuns: fairness("KernelRuns", board.KernelRuns),
  SourceRepeats: fairness("SourceRepeats", board.SourceRepeats),
};

const cpuDemands = {
  EveryExternalReported: cpu.EveryExternalReported,
  RepeatedExternalReported: cpu.RepeatedExternalReported,
};

type Case = LeadsToCase<MachineState>;

/** A demand on the state of one CPU. */
function onCpu(parameters: Case["parameters"], ask: (state: State<unknown>) => LeadsTo): Case {
  const asked = (state: MachineState): LeadsTo => {
    if (isBoardState(state)) throw new Error("the state is one of several CPUs");
    return ask(state);
  };
  return demand(parameters, asked);
}

/** A demand on the state of several CPUs. */
function onBoard(parameters: Case["parameters"], ask: (state: SmpState<unknown>) => LeadsTo): Case {
  const asked = (state: MachineState): LeadsTo => {
    if (!isBoardState(state)) throw new Error("the state is one of one CPU");
    return ask(state);
  };
  return demand(parameters, asked);
}

function demand(parameters: Case["parameters"], ask: (state: MachineState) => LeadsTo): Case {
  return {
    parameters,
    whenever: (state) => ask(state).whenever,
    eventually: (state) => ask(state).eventually,
  };
}

/** The property on this machine, as the typed model states it. */
export function nmiLiveness(
  name: NmiLivenessProperty,
  { platform, axes }: Asked,
): LivenessProperty<MachineState, NmiLivenessProperty> {
  const several = axes?.board ?? null;
  const slots = platform.chain.flatMap((length, handler) =>
    Array.from({ length }, (_, slot) => ({ handler, slot })),
  );
  if (several === null) {
    return {
      name,
      fairness: name === "RepeatedExternalReported" ? ofOne.SourceRepeats : ofOne.KernelRuns,
      cases:
        name === "EveryEventHandled"
          ? slots.map(({ handler, slot }) =>
              onCpu({ handler, slot }, (state) => cpu.EveryEventHandled(state, handler, slot)),
            )
          : [onCpu({}, cpuDemands[name])],
    };
  }
  const cpus = Array.from({ length: several.cpus }, (_, number) => number);
  switch (name) {
    case "EveryEventHandled":
      return {
        name,
        fairness: ofSeveral.KernelRuns,
        cases: cpus.flatMap((number) =>
          slots.map(({ handler, slot }) =>
            onBoard({ cpu: number, handler, slot }, (state) =>
              board.EveryEventHandled(state, number, handler, slot),
            ),
          ),
        ),
      };
    case "EveryExternalReported":
      return {
        name,
        fairness: ofSeveral.KernelRuns,
        cases: cpus.map((number) =>
          onBoard({ cpu: number }, (state) => board.EveryExternalReported(state, number)),
        ),
      };
    case "RepeatedExternalReported":
      return {
        name,
        fairness: ofSeveral.SourceRepeats,
        cases: [onBoard({}, board.RepeatedExternalReported)],
      };
  }
}
