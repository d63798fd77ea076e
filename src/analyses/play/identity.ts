import type { Model } from "../../compiler/ir/model.js";
import { printModule } from "../../compiler/tla/module.js";
import { bareAxes } from "../../machine/configuration/named-axes.js";
import { specialisedTo } from "../../machine/policy/specialised.js";
import type { PlayedMachine } from "./machine.js";

/** Everything of a model but the places in its sources, as JSON carries it. */
export type CarriedModel = Omit<Model, "places">;

/** The models with every axis under each policy that a page plays: of one CPU, and of several. */
export type CarriedModels = Readonly<
  Record<string, { readonly one: CarriedModel; readonly several: CarriedModel }>
>;

/**
 * The TLA+ module of a machine, whose text tells models apart: what `LoadedPolicy.modelFor` hashes,
 * from models that were compiled before, and without the disk.
 */
export function moduleOf(
  models: CarriedModels,
  { policy, axes = bareAxes }: Pick<PlayedMachine, "policy" | "axes">,
): { readonly name: string; readonly text: string } {
  const carried = models[policy.name];
  if (carried === undefined) throw new Error(`no model of ${policy.name} is carried`);
  const whole = { ...(axes.board === null ? carried.one : carried.several), places: new Map() };
  return printModule(specialisedTo(whole, policy.name, axes));
}
