import type { ExecutableModel } from "../../src/checkers/explore/executable-model.js";

/** Two jugs of 3 and 5 gallons, and the wish for 4: the model that TLA+ is taught with. */
export interface Jugs {
  readonly big: number;
  readonly small: number;
}

export interface JugEvent {
  readonly name: "fill" | "empty" | "pour";
  readonly parameters: { readonly from: "big" | "small" };
}

export type JugProperty = "NotFour" | "NotNegative" | "NotFull";

const room = { big: 5, small: 3 };

export const dieHard: ExecutableModel<Jugs, JugEvent, JugProperty> = {
  initial: () => ({ big: 0, small: 0 }),
  events: (["fill", "empty", "pour"] as const).flatMap((name) =>
    (["small", "big"] as const).map((from): JugEvent => ({ name, parameters: { from } })),
  ),
  apply({ name, parameters: { from } }, jugs) {
    switch (name) {
      case "fill":
        return { ...jugs, [from]: room[from] };
      case "empty":
        return { ...jugs, [from]: 0 };
      case "pour": {
        const into = from === "big" ? "small" : "big";
        const poured = Math.min(jugs[from], room[into] - jugs[into]);
        // Not in the order of the initial state: the order of the keys must not matter.
        return into === "small"
          ? { small: jugs.small + poured, big: jugs.big - poured }
          : { small: jugs.small - poured, big: jugs.big + poured };
      }
    }
  },
  invariants: [
    { name: "NotFour", holds: (jugs) => jugs.big !== 4 },
    { name: "NotNegative", holds: (jugs) => jugs.big >= 0 && jugs.small >= 0 },
    { name: "NotFull", holds: (jugs) => jugs.big < 5 || jugs.small < 3 },
  ],
};
