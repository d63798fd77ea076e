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

/**
 * The model as data that JSON carries.
 *
 * @param named what a place's file is to be called there
 */
export function storeModel(
  { places, ...model }: Model,
  named: (file: string) => string = (file) => file,
): StoredModel {
  const numbered: (readonly [number, Written])[] = [];
  let number = 0;
  for (const part of objectsOf(model)) {
    const written = places.get(part);
    if (written !== undefined) {
      numbered.push([number, { ...written, file: named(written.file) }]);
    }
    number++;
  }
  return { model, places: numbered };
}

/**
 * The model that was stored.
 *
 * @param named what a place's file is called here
 */
export function restoreModel(
  { model, places }: StoredModel,
  named: (file: string) => string = (file) => file,
): Model {
  const objects = [...objectsOf(model)];
  const known = places.flatMap(([number, written]) => {
    const part = objects[number];
    const file = named(written.file);
    return part === undefined ? [] : [[part, { ...written, file }] as const];
  });
  return { ...model, places: new Map(known) };
}
