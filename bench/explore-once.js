// One exploration of the policy `mainline` on the ideal platform by the compiled explorer, in a
// process of its own: for bench/explorers.js.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = (path) => import(join(root, "dist", "src", path));
const { policies } = await import(join(root, "dist", "spec", "policies", "all.js"));
const { nmiModel } = await dist("explore/nmi-model.js");
const { compileForExploration } = await dist("packed/compiled-model.js");
const { explorePacked } = await dist("packed/explore-packed.js");
const { readReductions } = await dist("packed/reductions.js");
const { irOf } = await dist("policy/ir-cache.js");
const { loadPolicy } = await dist("policy/load.js");

const { values } = parseArgs({
  options: {
    chain: { type: "string", default: "2,1" },
    rips: { type: "string", default: "2" },
    reductions: { type: "string", default: "none" },
    workers: { type: "string", default: "1" },
  },
});
const loaded = await loadPolicy("mainline");
const constants = {
  chain: values.chain.split(",").map(Number),
  rips: Number(values.rips),
  sticky: false,
  shadow: false,
};
const compiled = compileForExploration(await irOf(loaded.policy), constants, {
  reductions: readReductions(values.reductions),
});
const model = nmiModel({ platform: constants, policy: policies.mainline });
const result = await explorePacked(compiled, model, {
  properties: ["NoSpurious"],
  workers: Number(values.workers),
});
const { distinct, generated, depth, seconds, bytes } = result;
const { answer } = result.answers.get("NoSpurious");
process.stdout.write(`${JSON.stringify({ answer, distinct, generated, depth, seconds, bytes })}\n`);
