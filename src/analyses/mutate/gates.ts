import { censusDifference } from "./census.js";
import type { Observation, ObservedState } from "./observation.js";

/**
 * What a gate looks at, from what matters most to what matters least: whether each property holds
 * and how long its counterexample is, the events of the counterexample, its states, how many states
 * and steps there are, and how often each step changes what. `nmicheck gate` pins the first two.
 */
export const gateLayers = ["verdict", "counterexample", "states", "counts", "census"] as const;

export type GateLayer = (typeof gateLayers)[number];

/** By what a mutant was found out, and how. */
export interface Detection {
  readonly layer: GateLayer;
  readonly what: string;
}

type Explored = Extract<Observation, { kind: "explored" }>;

/** What the gates look at. */
export interface Gates {
  readonly properties: readonly string[];
  readonly layers: readonly GateLayer[];
}

/** The first thing that a gate sees of a mutant and does not expect; null if there is none. */
export function detect(
  { properties, layers }: Gates,
  expected: Explored,
  found: Observation,
): Detection | null {
  switch (found.kind) {
    case "broken":
      return { layer: "verdict", what: found.why };
    case "endless":
      return { layer: "verdict", what: `it has more than ${found.states} states` };
    case "explored":
      for (const layer of gateLayers) {
        if (!layers.includes(layer)) continue;
        const detection = detectors[layer](properties, expected, found);
        if (detection !== null) return detection;
      }
      return null;
  }
}

type Detector = (
  properties: readonly string[],
  expected: Explored,
  found: Explored,
) => Detection | null;

const detectors: Readonly<Record<GateLayer, Detector>> = {
  verdict: verdictDetection,
  counterexample: (properties, expected, found) =>
    counterexampleDetection("event", properties, expected, found),
  states: (properties, expected, found) =>
    counterexampleDetection("state", properties, expected, found),
  counts: countsDetection,
  census: censusDetection,
};

function verdictText(length: number | undefined): string {
  return length === undefined ? "holds" : `is violated in ${length}`;
}

function verdictDetection(
  properties: readonly string[],
  expected: Explored,
  found: Explored,
): Detection | null {
  for (const property of properties) {
    const [was, is] = [expected.violated.get(property), found.violated.get(property)];
    if (was === is) continue;
    return {
      layer: "verdict",
      what: `${property} ${verdictText(is)}, where it ${verdictText(was)}`,
    };
  }
  return null;
}

function counterexampleDetection(
  part: keyof ObservedState,
  properties: readonly string[],
  expected: Explored,
  found: Explored,
): Detection | null {
  for (const property of properties) {
    if (!expected.violated.has(property)) continue;
    const what = differenceOf(
      part,
      expected.counterexample(property),
      found.counterexample(property),
    );
    if (what !== null) {
      const layer = part === "event" ? "counterexample" : "states";
      return { layer, what: `in the counterexample to ${property} ${what}` };
    }
  }
  return null;
}

function differenceOf(
  part: keyof ObservedState,
  expected: readonly ObservedState[],
  found: readonly ObservedState[],
): string | null {
  const index = expected.findIndex((one, place) => one[part] !== found[place]?.[part]);
  const was = expected[index];
  if (was === undefined) return null;
  return part === "event"
    ? `event ${index} is ${found[index]?.event}, not ${was.event}`
    : `the state after event ${index}, ${was.event}, is another one`;
}

function countsDetection(
  _properties: readonly string[],
  expected: Explored,
  found: Explored,
): Detection | null {
  for (const what of ["distinct", "generated", "depth"] as const) {
    if (expected[what] !== found[what]) {
      return { layer: "counts", what: `${found[what]} ${what}, not ${expected[what]}` };
    }
  }
  return null;
}

function censusDetection(
  _properties: readonly string[],
  expected: Explored,
  found: Explored,
): Detection | null {
  const what = censusDifference(expected.census(), found.census());
  return what === null ? null : { layer: "census", what };
}
