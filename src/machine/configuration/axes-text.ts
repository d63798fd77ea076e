/** Values of axes by the names of their axes, as a document has them. */
type Names = Readonly<Record<string, string>>;

/** Each value as a user names it: `lvtpc=late`. */
export function axisTexts(names: Names = {}): readonly string[] {
  return Object.entries(names).map(([name, value]) => `${name}=${value}`);
}

/** The values in one line: `lvtpc=late, touch=yes`. */
export function axesText(names: Names): string {
  return axisTexts(names).join(", ");
}

/** What a machine may be told by, in a document: its platform, and what is on of its axes. */
export interface ToldMachine {
  readonly platform: { readonly name: string };
  readonly axes?: Names | undefined;
}

/** A machine as a user names it: `ideal`, `ideal with lvtpc=late`. */
export function machineName({ platform, axes }: ToldMachine): string {
  if (axes === undefined) return platform.name;
  return `${platform.name} with ${Object.keys(axes).length === 0 ? "every axis off" : axesText(axes)}`;
}

/** A machine in the name of a file: `ideal-chain-2-1-rips-2-lvtpc-late`. */
export function machineStem(
  {
    name,
    chain,
    rips,
  }: { readonly name: string; readonly chain: readonly number[]; readonly rips: number },
  axes: Names = {},
): string {
  const on = Object.entries(axes).map(([axis, value]) => `-${axis}-${value}`);
  return `${name}-chain-${chain.join("-")}-rips-${rips}${on.join("")}`;
}
