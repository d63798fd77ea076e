import { isDeepStrictEqual } from "node:util";

/** The way to a place in plain data: names of fields and positions in arrays. */
export type DataPath = readonly (string | number)[];

/** One place where two pieces of plain data differ. */
export interface Difference {
  readonly path: DataPath;
  /** JSON texts; `nothing` where one of the two has no such place. */
  readonly left: string;
  readonly right: string;
}

/** A path as it is written in code: `active[0][1]`. */
export function pathText(path: DataPath): string {
  const steps = path.map((key, index) => {
    if (typeof key === "number") return `[${key}]`;
    return index === 0 ? key : `.${key}`;
  });
  return steps.join("");
}

/** Every place where two pieces of plain data differ. The order of keys is no difference. */
export function differences(left: unknown, right: unknown): readonly Difference[] {
  // Nearly always there is none, and then this is many times faster.
  return isDeepStrictEqual(left, right) ? [] : differencesBelow(left, right, []);
}

function differencesBelow(left: unknown, right: unknown, path: DataPath): readonly Difference[] {
  if (Array.isArray(left) && Array.isArray(right)) {
    const length = Math.max(left.length, right.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      differencesBelow(left[index], right[index], [...path, index]),
    );
  }
  const leftFields = fieldsOf(left);
  const rightFields = fieldsOf(right);
  if (leftFields === null || rightFields === null) {
    return Object.is(left, right) ? [] : [{ path, left: text(left), right: text(right) }];
  }
  const names = new Set([...leftFields.keys(), ...rightFields.keys()]);
  return [...names].flatMap((name) =>
    differencesBelow(leftFields.get(name), rightFields.get(name), [...path, name]),
  );
}

/** The fields of an object, or null for any other value. */
function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return new Map<string, unknown>(Object.entries(value));
}

function text(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

/**
 * The first few differences in words: `latched is true instead of false`, where `left` is what is
 * there and `right` what should be.
 */
export function differencesText(found: readonly Difference[], most = 3): string {
  const shown = found
    .slice(0, most)
    .map(({ path, left, right }) => `${pathText(path)} is ${left} instead of ${right}`);
  const more = found.length - shown.length;
  return more > 0 ? `${shown.join(", ")}, and ${more} more` : shown.join(", ");
}
