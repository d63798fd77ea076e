import fc from "fast-check";
import type { ExecutableModel, ModelEvent } from "../../src/checkers/explore/executable-model.js";
import type { FairnessAssumption, LivenessProperty } from "../../src/checkers/explore/liveness.js";
import { binary, type Expression, literal, local } from "../../src/compiler/ir/expression.js";
import type { Model } from "../../src/compiler/ir/model.js";

/** What is assumed of an action. */
const ASSUMED = ["nothing", "weak", "strong", "ceasing"] as const;
type Assumed = (typeof ASSUMED)[number];

export const ACTIONS = ["first", "second", "third"] as const;

/** How many choices each action has. */
const CHOICES = 2;

/** A graph of a few states, with what is assumed of its actions and asked of its behaviours. */
export interface RandomGraph {
  readonly states: number;
  /** By action, then by state and choice: the target, or -1 where the action is not enabled. */
  readonly targets: readonly (readonly number[])[];
  readonly assumed: readonly Assumed[];
  /** By state and case. */
  readonly whenever: readonly boolean[];
  readonly eventually: readonly boolean[];
}

export function randomGraph(most: number): fc.Arbitrary<RandomGraph> {
  return fc.integer({ min: 1, max: most }).chain((states) =>
    fc.record({
      states: fc.constant(states),
      targets: fc.array(
        fc.array(
          fc.oneof(
            { weight: 2, arbitrary: fc.constant(-1) },
            { weight: 3, arbitrary: fc.nat(states - 1) },
          ),
          { minLength: states * CHOICES, maxLength: states * CHOICES },
        ),
        { minLength: ACTIONS.length, maxLength: ACTIONS.length },
      ),
      assumed: fc.array(fc.constantFrom(...ASSUMED), {
        minLength: ACTIONS.length,
        maxLength: ACTIONS.length,
      }),
      whenever: sides(states),
      eventually: sides(states),
    }),
  );
}

function sides(states: number): fc.Arbitrary<readonly boolean[]> {
  const length = states * CHOICES;
  const side = fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, fc.boolean());
  return fc.array(side, { minLength: length, maxLength: length });
}

/** The names of the actions of which this is assumed. */
export function assumedOf(graph: RandomGraph, assumed: Assumed): readonly string[] {
  return ACTIONS.filter((_, index) => graph.assumed[index] === assumed);
}

interface At {
  readonly s: number;
}

/** The graph as a model that runs. */
export function executed(graph: RandomGraph): ExecutableModel<At, ModelEvent, string> {
  const events = ACTIONS.flatMap((name) =>
    Array.from({ length: CHOICES }, (_, k): ModelEvent => ({ name, parameters: { k } })),
  );
  return {
    initial: () => ({ s: 0 }),
    events,
    apply: (event, { s }) => {
      const targets = graph.targets.find((_, index) => ACTIONS[index] === event.name);
      const target = targets?.[s * CHOICES + Number(event.parameters.k)] ?? -1;
      return target < 0 ? null : { s: target };
    },
    invariants: [],
  };
}

export function demanded(graph: RandomGraph): LivenessProperty<At, "Asked"> {
  const fairness: FairnessAssumption = {
    name: "Fair",
    weaklyFair: assumedOf(graph, "weak"),
    stronglyFair: assumedOf(graph, "strong"),
    ceasing: assumedOf(graph, "ceasing"),
  };
  return {
    name: "Asked",
    fairness,
    cases: Array.from({ length: CHOICES }, (_, j) => ({
      parameters: { j },
      whenever: ({ s }) => graph.whenever[s * CHOICES + j] === true,
      eventually: ({ s }) => graph.eventually[s * CHOICES + j] === true,
    })),
  };
}

/** The graph as a model of the IR, to be printed as TLA+. */
export function irOf(graph: RandomGraph, name: string): Model {
  const s: Expression = { kind: "variable", name: "s" };
  // TLC 2.18 evaluates a product with a variable too early where it is part of a temporal property.
  const row = (values: readonly (number | boolean)[], state: number): Expression => ({
    kind: "array",
    items: values.slice(state * CHOICES, (state + 1) * CHOICES).map(literal),
  });
  const entry = (values: readonly (number | boolean)[], choice: string): Expression => ({
    kind: "item",
    of: {
      kind: "item",
      of: {
        kind: "array",
        items: Array.from({ length: graph.states }, (_, state) => row(values, state)),
      },
      index: s,
    },
    index: local(choice),
  });
  const choice = (parameter: string) => ({
    name: parameter,
    type: { kind: "integer", low: literal(0), high: literal(CHOICES - 1) } as const,
  });
  const upper = (action: string): string => action.charAt(0).toUpperCase() + action.slice(1);
  return {
    name,
    doc: "",
    sources: [],
    constants: [],
    variables: [
      {
        name: "s",
        type: { kind: "integer", low: literal(0), high: literal(graph.states - 1) },
        doc: "",
        ghost: false,
        initial: literal(0),
      },
    ],
    operators: [],
    actions: ACTIONS.map((action, index) => ({
      name: upper(action),
      parameters: [choice("k")],
      step: {
        kind: "let",
        name: "target",
        value: entry(graph.targets[index] ?? [], "k"),
        body: {
          kind: "if",
          condition: binary("less", local("target"), literal(0)),
          whenTrue: { kind: "disabled" },
          whenFalse: { kind: "update", updates: [{ variable: "s", value: local("target") }] },
        },
      },
      doc: "",
      section: "graph",
    })),
    invariants: [],
    liveness: [
      {
        name: "Fair",
        weaklyFair: assumedOf(graph, "weak").map(upper),
        stronglyFair: assumedOf(graph, "strong").map(upper),
        ceasing: assumedOf(graph, "ceasing").map(upper),
        properties: [
          {
            name: "Asked",
            parameters: [choice("j")],
            whenever: entry(graph.whenever, "j"),
            eventually: entry(graph.eventually, "j"),
            doc: "",
          },
        ],
        doc: "",
      },
    ],
    places: new Map(),
  };
}
