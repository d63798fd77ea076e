import type { Board } from "../../spec/board/state.js";
import type { Platform } from "../../spec/platforms.js";
import { type PolicyName, policies } from "../../spec/policies/all.js";
import { everyStateProperty } from "../../src/explore/nmi-model.js";
import { smpModel } from "../../src/explore/smp-model.js";
import type { Model } from "../../src/ir/model.js";
import { boardModelOf, boardSpecialisedTo } from "../../src/policy/board-module.js";
import { printModule } from "../../src/tla/module.js";
import { agreedSize, agreement } from "./tlc-graph.js";

/** A policy on a board of several CPUs: one graph. */
export interface SmpConfiguration {
  readonly policy: PolicyName;
  readonly platform: Platform;
  readonly board: Board;
}

const models = new Map<PolicyName, Model>();

/** The model of one machine of several CPUs under a policy. */
export function compiledSmp(policy: PolicyName, board: Board): Model {
  const known = models.get(policy) ?? boardModelOf(policy);
  models.set(policy, known);
  return boardSpecialisedTo(known, board, everyStateProperty);
}

/** The size of the configuration's graph, which TypeScript and TLC must agree on. */
export async function agreedSmpGraph({
  policy,
  platform,
  board,
}: SmpConfiguration): Promise<{ readonly states: number; readonly edges: number }> {
  const model = compiledSmp(policy, board);
  const executable = smpModel({ platform, board, policy: policies[policy] });
  const constants = { ...platform, cpus: board.cpus };
  return agreedSize(await agreement({ executable, model, module: printModule(model), constants }));
}
