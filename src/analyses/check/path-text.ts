import type { ModelEvent, Path } from "../../checkers/explore/executable-model.js";

/** The events of a path on one line: `raise(0, 1), deliver, poll`. */
export function pathText(path: Path<object, ModelEvent>): string {
  return path.steps
    .map(({ event }) => {
      const values = Object.values(event.parameters);
      return values.length === 0 ? event.name : `${event.name}(${values.join(", ")})`;
    })
    .join(", ");
}
