import type { Model } from "../model.js";
import { fold, foldStep } from "./fold.js";
import { inlined } from "./inline.js";
import { rewriteModel } from "./rewrite-model.js";
import { totality } from "./total.js";

/** The model with everything decided that can be, and with operators gone that are no more than a name. */
export function folded(model: Model): Model {
  return settled(model, (current) => {
    const isTotal = totality(current);
    return inlined(
      rewriteModel(current, {
        expression: (_, rewritten) => fold(rewritten, isTotal),
        step: (_, rewritten) => foldStep(rewritten, isTotal),
      }),
      isTotal,
    );
  });
}

/** `change` again and again, until it changes nothing more. */
export function settled(model: Model, change: (model: Model) => Model): Model {
  for (let current = model; ; ) {
    const next = change(current);
    if (next === current) return current;
    current = next;
  }
}
