/**
 * The name of the TLA+ module for the policy `policy`: `NmiMainline`, on a machine with axes
 * `NmiMainline_nesting_yes`, on several CPUs `NmiSmpMainline`. TypeScript has letters in its names that
 * TLA+ has not.
 *
 * @param axes the values of the axes that are not off, as the command line has them
 */
export function moduleName(
  policy: string,
  axes: Readonly<Record<string, string>> = {},
  of: "" | "Smp" = "",
): string {
  const plain = policy.replace(/\W/g, "_");
  const values = Object.entries(axes).map(([name, value]) => `_${name}_${value}`);
  return `Nmi${of}${plain.charAt(0).toUpperCase()}${plain.slice(1)}${values.join("").replaceAll("-", "_")}`;
}
