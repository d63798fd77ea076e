import { expect, test } from "vitest";
import { printLivenessModule } from "../../src/compiler/tla/liveness.js";
import { printModule } from "../../src/compiler/tla/module.js";
import { compileSources } from "../lang/sources.js";

/** Two rooms and lifts that serve them: as unlike NMIs as can be. */
const LIFT = `import type { LeadsTo, Range, Vector } from "./language.js";
import { at } from "./language.js";

export interface State {
  readonly calls: Vector<boolean, 3>;
  readonly floor: Range<0, 2>;
  readonly open: boolean;
}

export function initial(): State {
  return { calls: Array.from({ length: 3 }, () => false), floor: 0, open: false };
}

/** Somebody wants to be fetched. */
export function call(state: State, from: Range<0, 2>): State {
  return { ...state, calls: state.calls.with(from, true) };
}

export function move(state: State, to: Range<0, 2>): State | null {
  return state.open ? null : { ...state, floor: to };
}

export function door(state: State): State {
  return { ...state, open: !state.open, calls: state.calls.with(state.floor, false) };
}

/** Nobody waits for ever. */
export function EveryoneFetched(state: State, who: Range<0, 2>): LeadsTo {
  return { whenever: at(state.calls, who), eventually: !at(state.calls, who) };
}

/** A shut lift with a call opens, if it is at the ground floor or its calls are of the others. */
export function Opens(state: State): LeadsTo {
  if (state.open) return { whenever: false, eventually: true };
  return {
    whenever: state.calls.some((waits) => waits) && (state.floor === 0 || !at(state.calls, 0)),
    eventually: state.open,
  };
}

/** The lift moves. */
export const Served = {
  weaklyFair: { door },
  stronglyFair: { move },
  ceasing: { call, door },
  properties: { EveryoneFetched, Opens },
};

export const lift = {
  initial,
  actions: { call, move, door },
  invariants: {},
  liveness: { Served },
};
`;

test("fairness and what must happen eventually, as a person would write them", () => {
  const compiled = compileSources({ "model.ts": LIFT });
  if (compiled.kind === "refused") throw new Error(compiled.diagnostics.join("\n"));
  const base = printModule(compiled.model);
  const { name, text } = printLivenessModule(compiled.model, base);
  expect(name).toBe("LiftLiveness");
  expect(text.slice(text.indexOf("EXTENDS"))).toBe(`EXTENDS Lift

-------------------------------------------------------------------------------

\\* The lift moves.
Served ==
  /\\ WF_vars(Door)
  /\\ \\A to \\in 0 .. 2 : SF_vars(Move(to))
  /\\ <>[][~(\\E from \\in 0 .. 2 : Call(from))]_vars
  /\\ <>[][~Door]_vars

ServedSpec == Spec /\\ Served

\\* Nobody waits for ever.
EveryoneFetched ==
  \\A who \\in 0 .. 2 : calls[who] ~> ~calls[who]

\\* A shut lift with a call opens, if it is at the ground floor or its calls
\\* are of the others.
Opens ==
     (IF open
      THEN FALSE
      ELSE (\\E i \\in DOMAIN calls : calls[i]) /\\ (floor = 0 \\/ ~calls[0]))
  ~> (IF open THEN TRUE ELSE open)

===============================================================================
`);
});
