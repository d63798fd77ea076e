import { policies } from "../../spec/policies/all.js";
import { checkLiveness } from "../../src/checkers/liveness/check-liveness.js";
import { whyNoCounterexample } from "../../src/checkers/liveness/refutes.js";
import { TlaValueReader } from "../../src/compiler/tla/value/reader.js";
import { bareAxes, type NamedAxes } from "../../src/machine/configuration/named-axes.js";
import { machineModel } from "../../src/machine/model/machine-model.js";
import { nmiLiveness } from "../../src/machine/model/nmi-liveness.js";
import type { NmiLivenessProperty } from "../../src/machine/model/property-names.js";
import { builtInBoard } from "../../src/machine/policy/compile-policy.js";
import { specialisedTo } from "../../src/machine/policy/specialised.js";
import { pathFromStates } from "../../src/machine/trace/from-states.js";
import type { NmiConfiguration } from "./nmi-configurations.js";
import { wholeModel } from "./path-configurations.js";
import { tlcLiveness } from "./tlc-liveness.js";

/** What both checkers say of a property; a counterexample of either has been looked at once more. */
export async function agreedLiveness(
  { policy, ...platform }: NmiConfiguration,
  name: NmiLivenessProperty,
  axes: NamedAxes = bareAxes,
): Promise<"holds" | "violated"> {
  const { board } = axes;
  const model = machineModel({ platform, policy: policies[policy], axes: axes.machine, board });
  const property = nmiLiveness(name, { platform, axes });
  const { answers, distinct } = await checkLiveness(model, [property]);
  const answer = answers.get(name);
  const { chain, rips, sticky, shadow } = platform;
  const cpus = board === null ? {} : { cpus: board.cpus };
  const constants = { chain, rips, sticky, shadow, ...cpus };
  const whole = board === null ? wholeModel(policy) : builtInBoard(policy);
  const specialised = specialisedTo(whole, policy, axes);
  const outcome = await tlcLiveness(specialised, name, constants);
  const said = outcome.kind === "success" ? "holds" : "violated";
  if (answer?.answer !== said) throw new Error(`${answer?.answer}, but by TLC it ${said}`);
  if (outcome.counts?.distinct !== distinct) {
    throw new Error(`${distinct} states, but by TLC ${outcome.counts?.distinct}`);
  }
  if (answer.answer === "violated") {
    const flaw = whyNoCounterexample(model, property, answer.path);
    if (flaw !== null) throw new Error(`the explorer's counterexample: ${JSON.stringify(flaw)}`);
  }
  if (outcome.kind === "temporal") {
    const { states, continuation } = outcome;
    const back = continuation.kind === "back" ? states[continuation.state - 1] : undefined;
    const printed = [
      ...states,
      ...(back === undefined || continuation.kind !== "back"
        ? []
        : [{ action: continuation.action, values: back.values }]),
    ].map(({ action, values }) => ({
      action: action === null ? null : action.charAt(0).toLowerCase() + action.slice(1),
      variables: new Map(Object.entries(values)),
    }));
    const path = pathFromStates(model, printed, await TlaValueReader.load());
    const loop = continuation.kind === "back" ? continuation.state - 1 : path.steps.length;
    const flaw = whyNoCounterexample(model, property, { ...path, loop });
    if (flaw !== null) throw new Error(`TLC's counterexample: ${JSON.stringify(flaw)}`);
  }
  return said;
}
