import type { Node } from "ts-morph";
import { componentTypes, containsArray, type Type, unnamed } from "../ir/type.js";
import { refuse } from "./diagnostics.js";

/** Refuses a variable or parameter that can have infinitely many values. */
export function checkFinite(type: Type, name: string, node: Node): void {
  if (type.kind === "integer" && type.high === undefined) {
    throw refuse("L120", node, `\`${name}\` has no upper bound`);
  }
  if (type.kind === "sequence")
    throw refuse("L120", node, `the array \`${name}\` has no fixed length`);
  for (const component of componentTypes(type)) checkFinite(component, name, node);
}

/**
 * Refuses a parameter of the model that has an array inside of another value than an array: arrays
 * of parameters are counted otherwise in TLA+, and only in arrays it is known which ones they are.
 */
export function checkConstant(type: Type, name: string, node: Node): void {
  const plain = unnamed(type);
  if (plain.kind === "sequence" || plain.kind === "array") {
    checkConstant(plain.item, name, node);
    return;
  }
  if (containsArray(plain)) {
    throw refuse("L121", node, `an array inside of the parameter \`${name}\` cannot be compiled`);
  }
}
