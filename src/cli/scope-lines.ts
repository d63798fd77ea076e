import { questionKey } from "../analyses/check/question.js";
import type { CheckResult } from "../analyses/check/result.js";
import type { Scopes } from "../analyses/check/scopes.js";
import { programName } from "../base/package/program-name.js";
import { isLivenessProperty } from "../machine/model/property-names.js";
import type { VerdictScope } from "../machine/proof/verdict-scopes.js";
import { machineText } from "../machine/subject.js";
import { counted, enumerated } from "../machine/trace/words.js";

/** More verdicts than these are counted, and not named. */
const MOST_NAMED = 6;

/** The lines of the answer that tell which machines the verdicts are about, beside those they were asked of. */
export function scopeLines(
  results: readonly CheckResult[],
  scopes: Scopes,
  chain: readonly number[],
): readonly string[] {
  const holds = results.filter(({ verdict }) => verdict.verdict === "holds");
  const violated = results.filter(({ verdict }) => verdict.verdict === "violated");
  const of = (all: readonly CheckResult[], scope: VerdictScope): readonly CheckResult[] =>
    all.filter((result) => scopes.get(questionKey(result))?.scope === scope);
  const everywhere = of(holds, "every-chain");
  const lasting = of(violated, "containing-chains");
  const alone = [...of(holds, "machine"), ...of(violated, "machine")];
  const solvers = new Set(
    everywhere.flatMap((result) => {
      const scope = scopes.get(questionKey(result));
      return scope?.scope === "every-chain" ? scope.solvers : [];
    }),
  );
  return [
    ...(everywhere.length === 0
      ? []
      : [
          `For every chain and any number of ips: ${named(everywhere, holds, "hold")}; proven by ${enumerated([...solvers])}.`,
        ]),
    ...(lasting.length === 0
      ? []
      : [
          `On every chain that contains [${chain.join(",")}]: ${named(lasting, violated, "are violated")}.`,
        ]),
    ...(alone.length === 0 ? [] : [aloneLine(alone, [...holds, ...violated])]),
  ];
}

function aloneLine(alone: readonly CheckResult[], all: readonly CheckResult[]): string {
  const isProvable = alone.some(
    ({ verdict, property }) => verdict.verdict === "holds" && !isLivenessProperty(property),
  );
  const remedy = isProvable ? `; \`${programName()} prove\` asks about every chain` : "";
  return `For the machine asked alone: ${named(alone, all, "have a verdict")}${remedy}.`;
}

/** "all 14 that hold", or which of them. */
function named(some: readonly CheckResult[], all: readonly CheckResult[], what: string): string {
  if (some.length === all.length)
    return some.length === 1 ? nameOf(some) : `all ${some.length} that ${what}`;
  return some.length > MOST_NAMED
    ? `${some.length} of ${counted(all.length, "verdict")}`
    : nameOf(some);
}

function nameOf(results: readonly CheckResult[]): string {
  return enumerated(
    results.map(
      (result) => `${result.property} of ${result.policy.name} on ${machineText(result)}`,
    ),
  );
}
