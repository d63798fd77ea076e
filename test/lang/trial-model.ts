/** What the functions of `modelOfActions` can use: parameters, a state, and its parts. */
export const WORLD = `
import type { Range, Vector } from "./language.js";

export interface Config {
  readonly size: Range<1, 3>;
  readonly chain: readonly Range<1, 3>[];
}

export interface Pair {
  readonly left: boolean;
  readonly right: boolean;
}

export type Place =
  | { readonly at: "home" }
  | { readonly at: "road"; readonly mile: Range<0, 3> };

export interface State {
  readonly count: Range<0, 3>;
  readonly flag: boolean;
  readonly color: "red" | "green" | null;
  readonly items: Vector<boolean, 3>;
  readonly pair: Pair;
  readonly pairs: Vector<Pair, 2>;
  readonly place: Place;
}

export function initial(_config: Config): State {
  return {
    count: 0,
    flag: false,
    color: null,
    items: [false, false, false],
    pair: { left: false, right: false },
    pairs: [
      { left: false, right: false },
      { left: false, right: false },
    ],
    place: { at: "home" },
  };
}
`;

/** A model whose actions stand each in a file of its own: `loop` in `loop.ts`. */
export function modelOfActions(actions: Readonly<Record<string, string>>): Record<string, string> {
  const names = Object.keys(actions);
  const files = Object.entries(actions).map(([name, text]) => [`${name}.ts`, text]);
  return {
    ...Object.fromEntries(files),
    "world.ts": WORLD,
    "model.ts": [
      'import { initial } from "./world.js";',
      ...names.map((name) => `import { ${name} } from "./${name}.js";`),
      `export const trial = { initial, actions: { ${names.join(", ")} }, invariants: {} };`,
    ].join("\n"),
  };
}
