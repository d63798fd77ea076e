import type { Axes } from "../../spec/path/axes.js";
import type { Config, State } from "../../spec/state.js";
import type { ExecutableModel } from "./executable-model.js";
import { nmiModel, nmiProperties } from "./nmi-model.js";
import { type PathEvent, type PathProperty, pathModel, pathProperties } from "./path-model.js";

/** A platform and a policy, and the axes that the machine has beside the core; without, it is the core. */
export interface MachineConfig extends Config<unknown> {
  readonly axes?: Axes | undefined;
}

/** The model of a machine, whichever it is. The states of one with axes are those of the whole path. */
export type MachineModel = ExecutableModel<State<unknown>, PathEvent, PathProperty>;

/** The core, or the whole path where the machine has axes, executed as the TypeScript of `spec/`. */
export function machineModel({ axes, ...config }: MachineConfig): MachineModel {
  return axes === undefined ? nmiModel(config) : pathModel({ ...config, axes });
}

/** The properties of every state that can be asked of a machine, in the order in which they are shown. */
export function machineProperties(hasAxes: boolean): readonly PathProperty[] {
  return hasAxes ? pathProperties : nmiProperties;
}
