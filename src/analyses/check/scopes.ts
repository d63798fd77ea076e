import { type KnownScope, knownScope } from "../../machine/proof/verdict-scope.js";
import { type QuestionKey, questionKey } from "./question.js";
import type { CheckResult } from "./result.js";

/** Which machines each verdict is about, by its question. */
export type Scopes = ReadonlyMap<QuestionKey, KnownScope>;

/** Which machines these verdicts are about, as far as that is known without a solver. */
export async function scopesOf(results: readonly CheckResult[]): Promise<Scopes> {
  const scopes = new Map<QuestionKey, KnownScope>();
  for (const result of results) {
    const scope = await knownScope({ ...result, verdict: result.verdict.verdict });
    scopes.set(questionKey(result), scope);
  }
  return scopes;
}
