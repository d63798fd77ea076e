import { z } from "zod";
import { everyAxis } from "./axes.js";
import { unknownName } from "./faults.js";
import { type NamedAxes, readAxes } from "./named-axes.js";

/** Values of axes by the names of their axes: `{ nesting: "yes" }`. */
export type AxesRecord = Readonly<Record<string, string>>;

/** Values of axes in configs and documents: each an axis that there is, with a value that it has. */
export const axesRecordSchema: z.ZodType<AxesRecord, AxesRecord> = z.strictObject(
  Object.fromEntries(
    everyAxis.map(({ name, off, values }) => [
      name,
      z.enum([off, ...values.map((value) => value.name)]).exactOptional(),
    ]),
  ),
);

/**
 * The machine with the axes of a record. One whose axes are all off is the core: undefined, as where
 * there is no record.
 *
 * @throws Fault `configuration/unknown-name`, with the nearest name
 */
export function axesOfRecord(record: AxesRecord | undefined): NamedAxes | undefined {
  const named = readAxes(
    Object.entries(record ?? {}).map(([name, value]) => {
      const known = everyAxis.map((axis) => axis.name);
      if (!known.includes(name)) throw unknownName("axis", name, known);
      return `${name}=${value}`;
    }),
  );
  return Object.keys(named.names).length === 0 ? undefined : named;
}

/** The part of a document that has the axes of a machine; nothing for the core. */
export function axesPart(axes: NamedAxes | undefined): { readonly axes?: AxesRecord } {
  return axes === undefined ? {} : { axes: axes.names };
}
