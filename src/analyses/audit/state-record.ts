import { z } from "zod";
import { canonicalText } from "../../checkers/explore/state-keys.js";
import { fromJson, type Json } from "../../compiler/tla/value/json.js";
import { printValue } from "../../compiler/tla/value/print.js";
import type { Tracked } from "./machine.js";

/** A state and what is known beside it as plain data: `before`, and the variables of a module. */
function plain(
  { state, before }: Tracked,
  variables: readonly string[],
): ReadonlyMap<string, Json> {
  const all = new Map<string, unknown>([...Object.entries(state), ["before", before]]);
  // A policy may keep any plain data.
  return new Map(variables.map((name) => [name, z.json().parse(all.get(name))]));
}

/** The variables of a state, each as the text of its value in TLA+. */
export function stateRecord(
  tracked: Tracked,
  variables: readonly string[],
): Readonly<Record<string, string>> {
  const texts = new Map<string, string>();
  for (const [name, value] of plain(tracked, variables))
    texts.set(name, printValue(fromJson(value)));
  return Object.fromEntries(texts);
}

/** The same as a text: equal texts, equal states of the module. */
export function stateText(tracked: Tracked, variables: readonly string[]): string {
  return canonicalText(Object.fromEntries(plain(tracked, variables)));
}
