import type { Length, RandomType } from "./random-types.js";

/** Something that an expression can name. */
export interface Named {
  /** `state.v0`, `item`, `state.place.mile`. */
  readonly path: string;
  readonly type: RandomType;
  /** TypeScript knows the type by a comparison around it, and forgets it in a callback. */
  readonly narrowed?: boolean;
}

/** A function of the model that expressions can call. */
export interface RandomFunction {
  readonly name: string;
  readonly parameters: readonly RandomType[];
  readonly returns: RandomType;
}

/** What can be named in some place of a function. */
export interface RandomScope {
  readonly values: readonly Named[];
  readonly functions: readonly RandomFunction[];
  readonly types: readonly RandomType[];
  /**
   * The paths that have been compared with a literal in this function. TypeScript narrows their
   * types, and refuses a second comparison that can no longer be true.
   */
  readonly compared: Set<string>;
  /** The names that are declared in the function so far, at any depth. */
  readonly names: Set<string>;
}

export function withValues(scope: RandomScope, ...values: readonly Named[]): RandomScope {
  return { ...scope, values: [...scope.values, ...values] };
}

/** The scope without what is named by `name`, which a new declaration hides. */
export function without(scope: RandomScope, name: string): RandomScope {
  const isHidden = ({ path }: Named): boolean => path === name || path.startsWith(`${name}.`);
  return { ...scope, values: scope.values.filter((value) => !isHidden(value)) };
}

/** The scope inside of a callback. */
export function inCallback(scope: RandomScope): RandomScope {
  return { ...scope, values: scope.values.filter((value) => value.narrowed !== true) };
}

export function sameType(left: RandomType, right: RandomType): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Whether the value can stand where a number is wanted. */
export function isNumeric(type: RandomType): boolean {
  return type.kind === "number" || type.kind === "integer" || type.kind === "index";
}

/** Whether every value of `type` is an index of an array of `length` items. */
export function isIndexOf(type: RandomType, length: Length): boolean {
  if (type.kind === "index") return type.length === length;
  if (type.kind !== "integer" || type.low < 0) return false;
  return typeof type.high === "number" && typeof length === "number" && type.high < length;
}
