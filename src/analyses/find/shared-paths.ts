import { at } from "../../../spec/language.js";
import { StateKeys } from "../../checkers/explore/state-keys.js";
import type {
  MachineEvent,
  MachineModel,
  MachinePath,
  MachineState,
} from "../../machine/model/machine-model.js";
import { stepLabel } from "./step-label.js";

/** A behaviour, each of whose steps has the label that names it in a run. */
export interface LabelledPath extends MachinePath {
  readonly steps: readonly {
    readonly event: MachineEvent;
    readonly state: MachineState;
    readonly label: string;
  }[];
}

type Step = LabelledPath["steps"][number];

/** A state, and what was found of its steps. */
interface Node {
  readonly state: MachineState;
  /** By letters. */
  readonly steps: Map<number, { readonly step: Step; readonly to: Node }>;
}

/**
 * Of a word of a model's own graph its path. Each state is one object and each step is taken once, however
 * many paths have them: what is found of a state is found once for all paths.
 */
export function sharedPaths(model: MachineModel): (word: readonly number[]) => LabelledPath {
  const initial = model.initial();
  const keys = new StateKeys(initial);
  const nodes = new Map<string, Node>();
  const nodeOf = (state: MachineState): Node => {
    const key = keys.key(state);
    const node = nodes.get(key) ?? { state, steps: new Map() };
    nodes.set(key, node);
    return node;
  };
  const taken = (from: Node, letter: number): { readonly step: Step; readonly to: Node } => {
    const known = from.steps.get(letter);
    if (known !== undefined) return known;
    const event = at(model.events, letter);
    const state = model.apply(event, from.state);
    if (state === null) throw new Error("the word is not one of the model's graph");
    const to = nodeOf(state);
    const found = { step: { event, state: to.state, label: stepLabel(event, from.state) }, to };
    from.steps.set(letter, found);
    return found;
  };
  const first = nodeOf(initial);
  return (word) => {
    let node = first;
    const steps = word.map((letter) => {
      const { step, to } = taken(node, letter);
      node = to;
      return step;
    });
    return { initial, steps };
  };
}
