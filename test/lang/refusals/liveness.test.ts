import { describe } from "vitest";
import { expectRefusals, modelWith } from "./refused-models.js";

/** A small model with this `liveness`, and functions that it may name. */
function liveModel(liveness: string, extra = ""): string {
  return modelWith(
    `${extra}export function Turns(state: State): { whenever: boolean; eventually: boolean } {
  return { whenever: state.flag, eventually: !state.flag };
}
export const Fair = { weaklyFair: { turn }, properties: { Turns } };`,
    `{ initial, actions: { turn }, invariants: { Calm }, liveness: ${liveness} }`,
  );
}

const STEADY = "export function Steady(state: State): boolean { return state.flag; }\n";

const INSTEAD =
  "  → write `NAME: { weaklyFair: { … }, stronglyFair: { … }, ceasing: { … }, properties: { … } }` with actions of the model, and functions that return a `LeadsTo`.";

describe("a model is refused for liveness that", () => {
  expectRefusals([
    {
      what: "is no object",
      sources: { "model.ts": liveModel("Fair.properties") },
      text: `error[L134]: \`liveness\` is not an object literal.
model.ts:17:84
  17 | export const model = { initial, actions: { turn }, invariants: { Calm }, liveness: Fair.properties };
     |                                                                                    ^
${INSTEAD}`,
    },
    {
      what: "is spread",
      sources: { "model.ts": liveModel("{ ...{ Fair } }") },
      text: `error[L134]: a part of \`liveness\` must be named here.
model.ts:17:86
  17 | export const model = { initial, actions: { turn }, invariants: { Calm }, liveness: { ...{ Fair } } };
     |                                                                                      ^
${INSTEAD}`,
    },
    {
      what: "names a function",
      sources: { "model.ts": liveModel("{ Turns }") },
      text: `error[L134]: \`Turns\` is not an object literal.
model.ts:17:86
  17 | export const model = { initial, actions: { turn }, invariants: { Calm }, liveness: { Turns } };
     |                                                                                      ^
${INSTEAD}`,
    },
    {
      what: "asks for nothing",
      sources: { "model.ts": liveModel("{ Idle: { weaklyFair: { turn } } }") },
      text: `error[L134]: \`Idle\` has no \`properties\`.
model.ts:17:86
  17 | export const model = { initial, actions: { turn }, invariants: { Calm }, liveness: { Idle: { weaklyFair: { turn } } } };
     |                                                                                      ^
${INSTEAD}`,
    },
    {
      what: "has a part of another name",
      sources: { "model.ts": liveModel("{ Odd: { fair: { turn }, properties: { Turns } } }") },
      text: `error[L134]: \`Odd\` has a part that is not known here.
model.ts:17:93
  17 | …el = { initial, actions: { turn }, invariants: { Calm }, liveness: { Odd: { fair: { turn }, properties: { Turns } } } };
     |                                                                              ^
${INSTEAD}`,
    },
    {
      what: "is fair to what is no action",
      sources: {
        "model.ts": liveModel("{ Odd: { weaklyFair: { Calm }, properties: { Turns } } }"),
      },
      text: `error[L134]: \`Calm\` is no action of the model.
model.ts:17:107
  17 | … initial, actions: { turn }, invariants: { Calm }, liveness: { Odd: { weaklyFair: { Calm }, properties: { Turns } } } };
     |                                                                                      ^
${INSTEAD}`,
    },
    {
      what: "asks for what is no demand",
      sources: {
        "model.ts": liveModel("{ Odd: { weaklyFair: { turn }, properties: { Steady } } }", STEADY),
      },
      text: `error[L134]: \`Steady\` does not return a \`LeadsTo\`.
model.ts:13:1
  13 | export function Steady(state: State): boolean { return state.flag; }
     | ^
${INSTEAD}`,
    },
    {
      what: "has the name of an invariant",
      sources: { "model.ts": liveModel("{ Calm: Fair }") },
      text: `error[L133]: there are two things named \`Calm\`.
model.ts:17:86
  17 | export const model = { initial, actions: { turn }, invariants: { Calm }, liveness: { Calm: Fair } };
     |                                                                                      ^
  → rename one of them.`,
    },
  ]);
});
