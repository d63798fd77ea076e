import { z } from "zod";
import { everyAxis } from "./axes.js";
import { unknownName } from "./diagnostics.js";
import { type NamedAxes, readAxes } from "./named-axes.js";

/** Values of axes by the names of their axes: `{ nesting: "yes" }`. */
export type AxesRecord = Readonly<Record<string, string>>;

/**
 * Values of axes in configs and documents: each an axis that there is, with a value that it has.
 * Documents that were written before an axis had its name are read as well.
 */
export const axesRecordSchema: z.ZodType<AxesRecord> = z.preprocess(
  withPresentNames,
  z.strictObject(
    Object.fromEntries(
      everyAxis.map(({ name, off, values }) => [
        name,
        z.enum([off, ...values.map((value) => value.name)]).exactOptional(),
      ]),
    ),
  ),
);

/** A record of axes with former names replaced by those of today; anything else as it is. */
function withPresentNames(record: unknown): unknown {
  if (typeof record !== "object" || record === null || Array.isArray(record)) return record;
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => {
      const axis = everyAxis.find(({ formerly }) => formerly === name);
      if (axis === undefined) return [name, value];
      if (axis.offFormerly !== undefined && axis.offFormerly === value)
        return [axis.name, axis.off];
      const found = axis.values.find(({ formerly }) => formerly === value);
      return [axis.name, found?.name ?? value];
    }),
  );
}

/**
 * The machine with the axes of a record. One whose axes are all off is the core: undefined, as where
 * there is no record.
 *
 * @throws Diagnostic `configuration/unknown-name`, with the nearest name
 */
export function axesOfRecord(record: AxesRecord | undefined): NamedAxes | undefined {
  const named = readAxes(
    Object.entries(record ?? {}).map(([name, value]) => {
      const isKnown = everyAxis.some((axis) => axis.name === name || axis.formerly === name);
      if (!isKnown) {
        throw unknownName(
          "axis",
          name,
          everyAxis.map((axis) => axis.name),
        );
      }
      return `${name}=${value}`;
    }),
  );
  return Object.keys(named.names).length === 0 ? undefined : named;
}

/** The part of a document that has the axes of a machine; nothing for the core. */
export function axesPart(axes: NamedAxes | undefined): { readonly axes?: AxesRecord } {
  return axes === undefined ? {} : { axes: axes.names };
}
