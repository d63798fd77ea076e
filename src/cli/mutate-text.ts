import type { Campaign, JudgedMutant } from "../analyses/mutate/campaign.js";
import { scoreOf } from "../analyses/mutate/document.js";
import { showMutation } from "../analyses/mutate/source-change.js";
import { sizeText } from "../machine/configuration/platform-text.js";
import { counted, grouped } from "../machine/trace/words.js";
import { type MutateQuestion, machinesText, namesOf, oneOf } from "./mutate-question.js";
import { palette } from "./output.js";
import { nmicheckVersion } from "./version.js";

const layerTexts = {
  verdict: "a verdict, or the length of its counterexample",
  counterexample: "the events of a counterexample",
  states: "the states of a counterexample",
  counts: "how many states and steps there are",
  census: "how often each step changes what",
} as const;

/** What a campaign has come to, for the user. */
export function mutateText(asked: MutateQuestion, campaign: Campaign, colour: boolean): string {
  const paint = palette(colour);
  const { layers } = asked;
  const score = scoreOf(campaign);
  const lines = layers.map((layer) => {
    const seen = campaign.mutants.filter(
      ({ fate }) => fate.fate === "killed" && fate.layer === layer,
    );
    return `  ${grouped(seen.length).padStart(5)}  killed by ${layerTexts[layer]}`;
  });
  return `${[
    `${paint.bold("nmicheck")} ${nmicheckVersion()}: ${counted(campaign.mutants.length, "mutant")} of ${subjectsText(asked)}`,
    "",
    ...lines,
    `  ${grouped(score.equivalent).padStart(5)}  equivalent: the same state graph in every configuration`,
    `  ${grouped(score.survived).padStart(5)}  survived`,
    ...mutantsText("Survived", "survived", campaign, paint),
    ...mutantsText("Equivalent", "equivalent", campaign, paint),
    "",
    ...(campaign.elsewhere === 0
      ? []
      : [
          `${counted(campaign.elsewhere, "change")} of what these machines do not have: not counted.`,
        ]),
    ...(campaign.left === 0
      ? []
      : [`Stopped: ${counted(campaign.left, "change")} were not judged.`]),
    score.score === null
      ? "There was nothing to be seen."
      : `Score: ${(score.score * 100).toFixed(1)} % (${score.killed} of ${score.killed + score.survived} that are not equivalent).`,
  ].join("\n")}\n`;
}

function mutantsText(
  title: string,
  kind: JudgedMutant["fate"]["fate"],
  { mutants }: Campaign,
  paint: ReturnType<typeof palette>,
): readonly string[] {
  const shown = mutants.filter(({ fate }) => fate.fate === kind);
  if (shown.length === 0) return [];
  return [
    "",
    `${title}:`,
    ...shown.flatMap(({ mutation, fate }) => {
      const { where, before, after } = showMutation(mutation);
      const note =
        fate.fate === "survived" ? `; its state graph is another one for ${fate.subject}` : "";
      return [
        `  ${paint.bold(where)} (${mutation.operator}${note})`,
        `    ${paint.red("-")} ${before}`,
        `    ${paint.green("+")} ${after}`,
      ];
    }),
  ];
}

/** `mainline on ideal; chain [2,1], 2 ips`, or the gates. */
function subjectsText(asked: MutateQuestion): string {
  const { gates, policies } = namesOf(asked);
  if (gates.length > 0) return `the ${gates.length === 1 ? "gate" : "gates"} ${gates.join(", ")}`;
  const { chain, rips } = oneOf(asked);
  const size = chain === null || rips === null ? "" : `; ${sizeText({ chain, rips })}`;
  return `${policies.join(", ")} on ${machinesText(asked)}${size}`;
}
