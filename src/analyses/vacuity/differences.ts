import { capitalised } from "../../compiler/lang/capitalised.js";
import { grouped } from "../../machine/trace/words.js";
import type { TlcCoverage } from "./counted-by-tlc.js";
import type { Reached } from "./reached.js";

/** Where two counts differ, as lines. */
export function differences(reached: Reached, tlc: TlcCoverage): readonly string[] {
  const counts: readonly (readonly [string, number, number])[] = [
    ["distinct states", tlc.distinct, reached.distinct],
    ["states generated", tlc.generated, reached.generated],
    ["depth", tlc.depth, reached.depth],
    ...[...reached.actions].map(
      ([name, steps]) =>
        [`steps of ${name}`, tlc.actions.get(capitalised(name)) ?? 0, steps] as const,
    ),
    ...tlc.probes.map(({ what, tlc: counted, explorer }) => [what, counted, explorer] as const),
  ];
  return counts
    .filter(([, left, right]) => left !== right)
    .map(
      ([what, left, right]) =>
        `${what}: ${grouped(left)} by TLC, ${grouped(right)} by the explorer`,
    );
}
