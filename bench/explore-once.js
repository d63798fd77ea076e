// One exploration of the policy `mainline` on the ideal platform by the compiled explorer, in a
// process of its own: for bench/explorers.js.
import { parseArgs } from "node:util";
import { policies } from "../dist/spec/policies/all.js";
import { compileForExploration } from "../dist/src/checkers/packed/compiled-model.js";
import { explorePacked } from "../dist/src/checkers/packed/explore-packed.js";
import { readReductions } from "../dist/src/checkers/packed/reductions.js";
import { nmiModel } from "../dist/src/machine/model/nmi-model.js";
import { loadPolicy } from "../dist/src/machine/policy/load.js";

const { values } = parseArgs({
  options: {
    chain: { type: "string", default: "2,1" },
    rips: { type: "string", default: "2" },
    reductions: { type: "string", default: "none" },
  },
});
const loaded = await loadPolicy("mainline");
const constants = {
  chain: values.chain.split(",").map(Number),
  rips: Number(values.rips),
  sticky: false,
  shadow: false,
};
const compiled = compileForExploration(await loaded.policy.compile(), constants, {
  reductions: readReductions(values.reductions),
});
const model = nmiModel({ platform: constants, policy: policies.mainline });
const result = await explorePacked(compiled, model, { properties: ["NoSpurious"] });
const { distinct, generated, depth, seconds, bytes } = result;
const { answer } = result.answers.get("NoSpurious");
process.stdout.write(`${JSON.stringify({ answer, distinct, generated, depth, seconds, bytes })}\n`);
