import type { NmiAnyProperty } from "../../machine/model/property-names.js";
import type { Prepared } from "./prepare.js";

/** Something that is done, of all that a run of gates has to do. */
export interface GateStep {
  readonly gate: string;
  /** Null for what concerns a gate as a whole. */
  readonly platform: string | null;
  /** Null for what concerns a platform as a whole. */
  readonly property: NmiAnyProperty | null;
  readonly step: StepName;
  readonly done: number;
  readonly all: number;
  readonly seconds: number;
}

/**
 * - `cached`: a gate was answered from its certificate.
 * - `checked`: a property of a platform has its verdict.
 * - `counted`: what a platform reaches was counted.
 * - `conformed`: an engine was checked against the model.
 */
export type StepName = "cached" | "checked" | "counted" | "conformed";

/** Counts what is done, and tells of each step. */
export class StepCounter {
  readonly #all: number;
  readonly #tell: (step: GateStep) => void;
  readonly #began = performance.now();
  #done = 0;

  constructor(all: number, tell: (step: GateStep) => void) {
    this.#all = all;
    this.#tell = tell;
  }

  /** A step of the gate `gate` is done. */
  done(
    step: StepName,
    gate: string,
    about: { readonly platform?: string; readonly property?: NmiAnyProperty } = {},
  ): void {
    const { platform = null, property = null } = about;
    this.#done++;
    const seconds = Math.round(performance.now() - this.#began) / 1000;
    const counts = { done: this.#done, all: this.#all, seconds };
    this.#tell({ gate, platform, property, step, ...counts });
  }
}

/** How many steps the proof of these gates has. */
export function stepsOf(gates: readonly Prepared[]): number {
  return gates
    .flatMap(({ asked }) => asked)
    .reduce((sum, { properties }) => sum + properties.length + 1, 0);
}
