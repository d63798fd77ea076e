import type { Model, Written } from "../../compiler/ir/model.js";

/**
 * A model as plain data. Its places are known by the objects that they are of; here they are known by
 * the number of the object, in the order in which `objectsOf` comes to it.
 */
export interface StoredModel {
  readonly model: Omit<Model, "places">;
  readonly places: readonly (readonly [number, Written])[];
}

/** Every object in plain data, outer ones first; one that is in it twice comes twice. */
function* objectsOf(data: unknown): Generator<object> {
  if (typeof data !== "object" || data === null) return;
  yield data;
  for (const part of Object.values(data)) yield* objectsOf(part);
}

/** The model as data that JSON carries. */
export function storeModel({ places, ...model }: Model): StoredModel {
  const numbered: (readonly [number, Written])[] = [];
  let number = 0;
  for (const part of objectsOf(model)) {
    const written = places.get(part);
    if (written !== undefined) numbered.push([number, written]);
    number++;
  }
  return { model, places: numbered };
}

/** The model that was stored. */
export function restoreModel({ model, places }: StoredModel): Model {
  const objects = [...objectsOf(model)];
  const known = places.flatMap(([number, written]) => {
    const part = objects[number];
    return part === undefined ? [] : [[part, written] as const];
  });
  return { ...model, places: new Map(known) };
}
