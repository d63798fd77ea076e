import { at } from "../../../spec/language.js";

/**
 * The lexicographically least order of the same steps that differs only in the order of neighbouring
 * independent ones: two runs are the same Mazurkiewicz trace exactly when their normal forms are
 * equal (A. V. Anisimov and D. E. Knuth, 1979).
 *
 * @param labels the steps, by their labels
 * @param isIndependent of two labels; never true of a label and itself
 * @returns the places of the steps in `labels`, in the order of the normal form
 */
export function normalForm(
  labels: readonly string[],
  isIndependent: (left: string, right: string) => boolean,
): readonly number[] {
  const rest = labels.map((_, index) => index);
  const order: number[] = [];
  while (rest.length > 0) {
    let best = 0;
    for (let place = 1; place < rest.length; place++) {
      const label = at(labels, at(rest, place));
      const isFree = rest
        .slice(0, place)
        .every((before) => isIndependent(at(labels, before), label));
      if (isFree && label < at(labels, at(rest, best))) best = place;
    }
    order.push(...rest.splice(best, 1));
  }
  return order;
}
