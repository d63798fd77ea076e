import type { Expression } from "../expression.js";
import type { Model } from "../model.js";
import { changed } from "../rewrite.js";
import type { Field, Type } from "../type.js";
import { rewriteModel, withPlaces } from "./rewrite-model.js";
import type { Unchanging } from "./unchanging.js";

/** The model without the parts of its state that never change: where one is read, its value stands. */
export function withoutUnchanging(model: Model, { variables, fields }: Unchanging): Model {
  const rewritten = rewriteModel(model, {
    expression: (original, inner) => {
      switch (inner.kind) {
        case "variable":
          return variables.get(inner.name) ?? inner;
        case "field":
          // What stands for a field that is gone may be a record with a field of that name.
          return original.kind === "field" ? (fields.get(original.name) ?? inner) : inner;
        case "record":
          return changed(inner, { fields: inner.fields.filter(({ name }) => !fields.has(name)) });
        case "with":
          return replacesNothing(inner, fields) ? inner.of : inner;
        default:
          return inner;
      }
    },
    step: (_, inner) =>
      inner.kind === "update"
        ? changed(inner, {
            updates: inner.updates.filter(({ variable }) => !variables.has(variable)),
          })
        : inner,
  });
  const made = rewritten.variables
    .filter(({ name }) => !variables.has(name))
    .map((variable) => {
      return [variable, changed(variable, { type: withoutFields(variable.type, fields) })] as const;
    });
  return withPlaces({ ...rewritten, variables: made.map(([, variable]) => variable) }, made);
}

function replacesNothing(
  { path }: Expression & { readonly kind: "with" },
  fields: Unchanging["fields"],
): boolean {
  const last = path.at(-1);
  return last?.kind === "field" && fields.has(last.name);
}

function withoutFields(type: Type, gone: Unchanging["fields"]): Type {
  if (gone.size === 0) return type;
  const inner = (part: Type): Type => withoutFields(part, gone);
  switch (type.kind) {
    case "record": {
      const fields = type.fields
        .filter(({ name }) => !gone.has(name))
        .map((field): Field => ({ ...field, type: inner(field.type) }));
      return { ...type, fields };
    }
    case "nullable":
      return { ...type, of: inner(type.of) };
    case "array":
    case "ragged":
    case "sequence":
      return { ...type, item: inner(type.item) };
    case "named":
      return { ...type, type: inner(type.type) };
    default:
      return type;
  }
}
