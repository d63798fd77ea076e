/** The name of the file with the obligations of one proof. */
export function proofFileName({
  policy,
  platform,
  axes = {},
  property,
}: {
  readonly policy: string;
  readonly platform: string;
  /** The values of the axes that are not off. */
  readonly axes?: Readonly<Record<string, string>> | undefined;
  readonly property: string;
}): string {
  const on = Object.entries(axes).map(([axis, value]) => `_${axis}-${value}`);
  return `${policy}_${platform.replace("+", "_")}${on.join("")}_${property}.smt2`;
}

/** The name of the file with the obligations that each run of a policy on a chain is one on longer ones. */
export function embeddingFileName(policy: string, chain: readonly number[]): string {
  return `${policy}_contains_${chain.join("-")}.smt2`;
}
