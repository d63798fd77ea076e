import { type Joined, joinByKey } from "../../analyses/check/join.js";
import type { PlatformName } from "../../machine/configuration/platform.js";
import type { NmiAnyProperty } from "../../machine/model/property-names.js";
import type { Answer } from "./answer.js";
import type { Prepared } from "./prepare.js";

/**
 * Looks up what came to a question of one gate, whose policy, chain and places are the same for all
 * of its questions.
 *
 * @throws Diagnostic `check/stray-answer` for an answer to what the gate does not ask
 */
export function answersTo(
  { asked }: Pick<Prepared, "asked">,
  answers: readonly Answer[],
): (platform: PlatformName, property: NmiAnyProperty) => Joined<Answer> {
  const answerTo = joinByKey(
    asked.flatMap(({ subject, properties }) =>
      properties.map((property) => keyOf(subject.platform.name, property)),
    ),
    answers,
    ({ platform, property }) => keyOf(platform, property),
    ({ platform, property }) => `${property} on ${platform}`,
  );
  return (platform, property) => answerTo(keyOf(platform, property));
}

/** Why a question of a gate has no verdict, in a sentence. */
export function unansweredText(
  what: string,
  joined: Exclude<Joined<Answer>, { readonly kind: "one" }>,
): string {
  return joined.kind === "none"
    ? `nobody has answered ${what}.`
    : `${joined.count} answers came to ${what}, which has one.`;
}

function keyOf(platform: PlatformName, property: NmiAnyProperty): string {
  return `${property} on ${platform}`;
}
