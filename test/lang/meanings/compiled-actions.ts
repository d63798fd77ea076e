import { beforeAll, expect, test } from "vitest";
import { moduleOf } from "../sources.js";
import { modelOfActions } from "../trial-model.js";

/** An action, with what its file becomes in TLA+. */
export interface CompiledAction {
  readonly what: string;
  /** The name of the function, and of its file. */
  readonly name: string;
  /** The lines before the function, if it needs more than the state. */
  readonly imports?: string;
  readonly source: string;
  readonly tla: string;
}

const IMPORTS = 'import type { State } from "./world.js";';

/** Compiles the actions as one model, and expects the section of each file to be what it says. */
export function expectMeanings(actions: readonly CompiledAction[]): void {
  let module = "";
  beforeAll(() => {
    const files = actions.map(({ name, imports, source }) => [
      name,
      `${imports ?? IMPORTS}\n${source}\n`,
    ]);
    module = moduleOf(modelOfActions(Object.fromEntries(files)));
  });

  test.each(actions)("$what", ({ name, tla }) => {
    expect(sectionOf(module, name)).toBe(tla);
  });
}

/** What stands between the heading of the file's section and the next rule. */
function sectionOf(module: string, file: string): string {
  const heading = module.indexOf(`\\* ${file} (`);
  const start = module.indexOf("\n\n", heading) + 2;
  return module.slice(start, module.indexOf("\n\n-----", start));
}
