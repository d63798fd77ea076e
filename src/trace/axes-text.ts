/** The values of axes as a user names them: `lvtpc=late, touch=yes`. */
export function axesText(names: Readonly<Record<string, string>>): string {
  return Object.entries(names)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}

/** What a machine may be told by, in a document: its platform, and what is on of its axes. */
export interface ToldMachine {
  readonly platform: { readonly name: string };
  readonly axes?: Readonly<Record<string, string>> | undefined;
}

/** A machine as a user names it: `ideal`, `ideal with lvtpc=late`. */
export function machineName({ platform, axes }: ToldMachine): string {
  if (axes === undefined) return platform.name;
  const isBare = Object.keys(axes).length === 0;
  return `${platform.name} with ${isBare ? "every axis off" : axesText(axes)}`;
}
