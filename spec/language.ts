/**
 * The vocabulary a model is written in, beside plain TypeScript.
 *
 * Every type here is an ordinary TypeScript type, and `at` an ordinary function: a model runs as it
 * stands. The compiler reads the same declarations to learn the finite domain of each variable.
 */

declare const bounds: unique symbol;
declare const lengths: unique symbol;

/**
 * An integer from `Low` to `High`, both included. A bound is a number or names a parameter of the
 * model: `Range<1, Platform["rips"]>`. The TypeScript compiler sees a number; that a variable
 * stays in its range is checked by the model checker (`TypeOK`).
 */
export type Range<Low extends number, High extends number> = number & {
  readonly [bounds]?: readonly [Low, High];
};

/** An integer from 0 to `Limit - 1`. `Below<Chain[number]>` is below some element of the chain. */
export type Below<Limit extends number> = number & { readonly [bounds]?: readonly [0, Limit] };

/** A position in the array `Items`, counted from 0. */
export type Index<Items extends readonly unknown[]> = Below<Items["length"]>;

/** A whole number greater than 0 without an upper bound: for parameters only, never for a variable. */
export type Positive = Range<1, number>;

/** An array whose length is `Length`, a number or a parameter of the model. */
export type Vector<Item, Length extends number> = readonly Item[] & {
  readonly [lengths]?: Length;
};

/** One array for each element *n* of `Lengths`, with *n* items. */
export type Ragged<Item, Lengths extends readonly number[]> = readonly (readonly Item[])[] & {
  readonly [lengths]?: Lengths;
};

/** A demand on a behaviour: whenever `whenever` is true, `eventually` is true then or later. */
export interface LeadsTo {
  readonly whenever: boolean;
  readonly eventually: boolean;
}

/**
 * The item at `index`.
 *
 * @throws RangeError when the array has no such item: reading outside an array is a mistake in the
 * model, in TypeScript as in TLA+.
 */
export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) {
    throw new RangeError(`index ${index} is outside an array of ${items.length} items`);
  }
  return item;
}
