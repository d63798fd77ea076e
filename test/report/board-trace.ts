import { policies } from "../../spec/policies/all.js";
import { eventText } from "../../src/checkers/explore/executable-model.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { machineModel } from "../../src/machine/model/machine-model.js";
import { buildTrace } from "../../src/machine/trace/build.js";
import { type BoardTrace, isBoardTrace } from "../../src/machine/trace/schema.js";
import { testModel } from "../trace/behaviour.js";

/** An unknown edge goes to both CPUs; one masks it, on the other it still pends. */
export function boardTrace(): BoardTrace {
  const platform = namedPlatform("ideal", [1], 1);
  const axes = readAxes(["cpus=2", "nmi-routing=all"]);
  const policy = policies.mainline;
  const model = machineModel({ policy, platform, axes: axes.machine, board: axes.board });
  const initial = model.initial();
  let state = initial;
  const events = ["raiseOn(0, 0, 0)", "externalEdge", "deliverOn(0)", "pollOn(0)", "decideOn(0)"];
  const steps = events.map((text) => {
    const event = model.events.find((one) => eventText(one) === text);
    const next = event === undefined ? null : model.apply(event, state);
    if (event === undefined || next === null) throw new Error(`${text} is not possible there`);
    state = next;
    return { event, state };
  });
  const trace = buildTrace(
    {
      ...{ nmicheck: "0.1.0", model: testModel, platform, property: "NoMasked" },
      policy: { name: "mainline", builtIn: true },
      wider: { axes, policy },
    },
    { initial, steps },
  );
  if (!isBoardTrace(trace)) throw new Error("the machine has two CPUs");
  return trace;
}
