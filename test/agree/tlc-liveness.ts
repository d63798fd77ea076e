import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Model } from "../../src/ir/model.js";
import { type ConstantValue, printConfiguration } from "../../src/tla/configuration.js";
import { printLivenessModule } from "../../src/tla/liveness.js";
import { printModule } from "../../src/tla/module.js";
import type { TlcOutcome } from "../../src/tlc/outcome.js";
import { runTlc } from "../../src/tlc/run.js";
import { provisioned } from "../tlc/provisioned.js";

/** What TLC says of one property of what must happen in the end, in a run of its own. */
export async function tlcLiveness(
  model: Model,
  property: string,
  constants: Readonly<Record<string, ConstantValue>> = {},
): Promise<Extract<TlcOutcome, { kind: "success" | "temporal" }>> {
  const { java, jar } = await provisioned();
  const base = printModule(model);
  const module = printLivenessModule(model, base);
  const fairness = model.liveness.find(({ properties }) =>
    properties.some(({ name }) => name === property),
  );
  if (fairness === undefined) throw new Error(`nobody asks for ${property}`);
  const checked = { kind: "liveness", fairness: fairness.name, properties: [property] } as const;
  const configuration = printConfiguration(model, module, constants, checked, property);
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-liveness-"));
  try {
    const root = join(folder, `${configuration.moduleName}.tla`);
    const config = join(folder, "MC.cfg");
    await writeFile(join(folder, `${base.name}.tla`), base.text);
    await writeFile(join(folder, `${module.name}.tla`), module.text);
    await writeFile(root, configuration.module);
    await writeFile(config, configuration.cfg);
    const { outcome } = await runTlc({
      java,
      jar,
      module: root,
      config,
      workers: 1,
      fingerprintIndex: 0,
      checkDeadlock: false,
      temporal: true,
      tuning: "short",
    });
    if (outcome.kind === "failed") throw outcome.fault;
    if (outcome.kind !== "success" && outcome.kind !== "temporal") {
      throw new Error(`TLC found the model ${outcome.kind}`);
    }
    return outcome;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
