import type { Board } from "../../spec/board/state.js";
import type { Platform } from "../../spec/platforms.js";
import { type PolicyName, policies } from "../../spec/policies/all.js";
import { reachableEdges } from "../../src/checkers/explore/graph.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../src/checkers/packed/explore-packed.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { printModule } from "../../src/compiler/tla/module.js";
import type { NamedAxes } from "../../src/machine/configuration/named-axes.js";
import { axesOnBoard } from "../../src/machine/model/axes-on-board.js";
import { machineModel } from "../../src/machine/model/machine-model.js";
import { everyStateProperty } from "../../src/machine/model/property-names.js";
import { builtInBoard } from "../../src/machine/policy/compile-policy.js";
import { specialisedTo } from "../../src/machine/policy/specialised.js";
import { agreedSize, agreement } from "./tlc-graph.js";

/** A policy on a board of several CPUs: one graph. */
export interface SmpConfiguration {
  readonly policy: PolicyName;
  readonly platform: Platform;
  readonly board: Board;
}

const models = new Map<PolicyName, Model>();

/** The model of one machine of several CPUs under a policy. */
export function compiledSmp(policy: PolicyName, axes: NamedAxes): Model {
  const known = models.get(policy) ?? builtInBoard(policy);
  models.set(policy, known);
  return specialisedTo(known, policy, axes, everyStateProperty);
}

/** A machine whose CPUs hang together so; there may be one. */
export function onBoard(board: Board): NamedAxes {
  return { machine: axesOnBoard(board), board, names: {} };
}

/** The size of the configuration's graph, which TypeScript and TLC must agree on. */
export function agreedSmpGraph({ policy, platform, board }: SmpConfiguration): Promise<Size> {
  return agreedGraphOn(policy, platform, onBoard(board));
}

/** How many states a graph has, and how many steps. */
export interface Size {
  readonly states: number;
  readonly edges: number;
}

function executed(policy: PolicyName, platform: Platform, { machine, board }: NamedAxes) {
  return machineModel({ platform, policy: policies[policy], axes: machine, board });
}

/** The size of the graph of a machine of several CPUs, which TypeScript and TLC must agree on. */
export async function agreedGraphOn(
  policy: PolicyName,
  platform: Platform,
  axes: NamedAxes,
): Promise<Size> {
  const model = compiledSmp(policy, axes);
  const constants = { ...platform, cpus: axes.board?.cpus ?? 1 };
  const executable = executed(policy, platform, axes);
  return agreedSize(await agreement({ executable, model, module: printModule(model), constants }));
}

/** The size of the same graph as the typed model counts it. */
export function executedSize(policy: PolicyName, platform: Platform, axes: NamedAxes): Size {
  let [states, edges] = [1, 0];
  for (const { isFirst } of reachableEdges(executed(policy, platform, axes))) {
    edges++;
    if (isFirst) states++;
  }
  return { states, edges };
}

/** The size of the same graph as the packed explorer counts it. */
export async function packedSize(
  policy: PolicyName,
  platform: Platform,
  axes: NamedAxes,
): Promise<Size> {
  const constants = { ...platform, cpus: axes.board?.cpus ?? 1 };
  const compiled = compileForExploration(compiledSmp(policy, axes), constants);
  const { distinct, generated } = await explorePacked(
    compiled,
    executed(policy, platform, axes),
    {},
  );
  // The initial state is generated without a step.
  return { states: distinct, edges: generated - 1 };
}
