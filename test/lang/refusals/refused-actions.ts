import { beforeAll, expect, test } from "vitest";
import { diagnosticsOf } from "../sources.js";
import { modelOfActions } from "../trial-model.js";

/** What is wrong with an action, the action, and all that a person reads of it. */
export interface RefusedAction {
  readonly what: string;
  /** The name of the function, and of its file. */
  readonly name: string;
  /** The lines before the function, if it needs more than the state. */
  readonly imports?: string;
  readonly source: string;
  readonly text: string;
}

const IMPORTS = 'import type { State } from "./world.js";';

/** Compiles the actions as one model, and expects one diagnostic from each of them. */
export function expectRefusals(actions: readonly RefusedAction[]): void {
  let diagnostics: readonly string[] = [];
  beforeAll(() => {
    const files = actions.map(({ name, imports, source }) => [
      name,
      `${imports ?? IMPORTS}\n${source}\n`,
    ]);
    diagnostics = diagnosticsOf(modelOfActions(Object.fromEntries(files)));
  });

  test.each(actions.map((action, index) => ({ ...action, index })))("$what", ({ index, text }) => {
    expect(diagnostics[index]).toBe(text);
  });

  test("nothing else", () => {
    expect(diagnostics).toHaveLength(actions.length);
  });
}
