/** The name with a capital at its start, as operators, constants and modules have in TLA+. */
export function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
