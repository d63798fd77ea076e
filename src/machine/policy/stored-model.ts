import type { Model, Written } from "../../compiler/ir/model.js";

/**
 * A model as plain data. Its places are known by the objects that they are of; here they are known by
 * the number of the object, in the order in which `objectsOf` comes to it.
 */
export interface StoredModel<Kept = Written> {
  readonly model: Omit<Model, "places">;
  readonly places: readonly (readonly [number, Kept])[];
}

/** Every object in plain data, outer ones first; one that is in it twice comes twice. */
function* objectsOf(data: unknown): Generator<object> {
  if (typeof data !== "object" || data === null) return;
  yield data;
  for (const part of Object.values(data)) yield* objectsOf(part);
}

/** The model as data that JSON carries, with what `kept` makes of each place. */
export function storeModel<Kept>(
  { places, ...model }: Model,
  kept: (written: Written) => Kept,
): StoredModel<Kept> {
  const numbered: (readonly [number, Kept])[] = [];
  let number = 0;
  for (const part of objectsOf(model)) {
    const written = places.get(part);
    if (written !== undefined) numbered.push([number, kept(written)]);
    number++;
  }
  return { model, places: numbered };
}

/** The model that was stored; `written` gives back what was kept of a place. */
export function restoreModel<Kept>(
  { model, places }: StoredModel<Kept>,
  written: (kept: Kept) => Written,
): Model {
  const objects = [...objectsOf(model)];
  const known = places.flatMap(([number, kept]) => {
    const part = objects[number];
    return part === undefined ? [] : [[part, written(kept)] as const];
  });
  return { ...model, places: new Map(known) };
}
