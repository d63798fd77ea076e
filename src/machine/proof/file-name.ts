/** The name of the file with the obligations of one proof. */
export function proofFileName({
  policy,
  platform,
  property,
}: {
  readonly policy: string;
  readonly platform: string;
  readonly property: string;
}): string {
  return `${policy}_${platform.replace("+", "_")}_${property}.smt2`;
}
