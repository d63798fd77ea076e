import { expect, test } from "vitest";
import { diagnosticsOf, type Sources } from "../sources.js";

/** What is wrong with a model, its files, and all that a person reads of it. */
export interface RefusedModel {
  readonly what: string;
  readonly sources: Sources;
  readonly root?: string;
  readonly text: string;
}

/** Compiles each model, and expects what it is refused for. */
export function expectRefusals(models: readonly RefusedModel[]): void {
  test.each(models)("$what", ({ sources, root, text }) => {
    expect(diagnosticsOf(sources, { root: root ?? "model.ts" }).join("\n")).toBe(text);
  });
}

const MODEL = "{ initial, actions: { turn }, invariants: { Calm } }";

/**
 * A small model that is right, with `extra` in its file, `model` as its root object, and `first`
 * on its first line.
 */
export function modelWith(extra = "", model = MODEL, first = ""): string {
  return `${first === "" ? "" : `${first}\n`}import type { Range } from "./language.js";
export interface Config { readonly size: Range<1, 3> }
export interface State { readonly count: Range<0, 3>; readonly flag: boolean }
export function initial(_config: Config): State {
  return { count: 0, flag: false };
}
export function turn(state: State): State {
  return { ...state, flag: !state.flag };
}
export function Calm(state: State): boolean {
  return !state.flag;
}
${extra}
export const model = ${model};
`;
}
