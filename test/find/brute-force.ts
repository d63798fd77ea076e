import type { Config } from "../../spec/cpu/state.js";
import { at } from "../../spec/language.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import type { NmiProperty } from "../../src/machine/model/property-names.js";
import { type Counted, countedPlainly, type Step } from "./counted-plainly.js";
import { environment, table } from "./table.js";

/**
 * Every run of at most `maxEvents` events of the environment, one by one, that violates `property`
 * at its end and nowhere before, and of these the minimal ones: of each, everything that can be left
 * out is left out. No reduction of any kind.
 */
export function bruteForce(
  config: Config<unknown>,
  property: NmiProperty,
  maxEvents: number,
): Counted {
  const model = nmiModel(config);
  const { states, next, isBad } = table(model, property);
  const isEvent = model.events.map(({ name }) => environment.has(name));
  const found: Step[][] = [];
  const word: number[] = [];
  const trail: number[] = [0];

  /** Whether less than the word violates: something of the environment was left out before `from`. */
  const violatesWithLess = (): boolean => {
    const seen = new Set<number>();
    const look = (from: number, state: number, isLess: boolean): boolean => {
      if (isLess && at(isBad, state)) return true;
      const letter = word[from];
      if (letter === undefined) return false;
      const key = (from * states.length + state) * 2 + (isLess ? 1 : 0);
      if (seen.has(key)) return false;
      seen.add(key);
      const after = at(at(next, state), letter);
      if (after !== null && look(from + 1, after, isLess)) return true;
      return look(from + 1, state, isLess || at(isEvent, letter));
    };
    return look(0, 0, false);
  };

  const extend = (state: number, left: number): void => {
    if (at(isBad, state)) {
      if (violatesWithLess()) return;
      found.push(
        word.map((letter, index) => {
          const { position } = at(states, at(trail, index));
          return { event: at(model.events, letter), position };
        }),
      );
      return;
    }
    for (const [letter, after] of at(next, state).entries()) {
      if (after === null) continue;
      const cost = at(isEvent, letter) ? 1 : 0;
      if (cost > left) continue;
      word.push(letter);
      trail.push(after);
      extend(after, left - cost);
      word.pop();
      trail.pop();
    }
  };
  extend(0, maxEvents);
  return countedPlainly(found, config.platform);
}
