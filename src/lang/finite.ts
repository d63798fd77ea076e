import type { Node } from "ts-morph";
import { componentTypes, type Type } from "../ir/type.js";
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
