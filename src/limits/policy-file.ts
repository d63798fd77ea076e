import { told } from "../configuration/axes.js";
import type { BestPolicy, LimitsRequest } from "./limits.js";
import { observationText } from "./observation.js";
import { policyText } from "./policy-text.js";
import type { ToldPolicy } from "./told-policy.js";
import { toldPolicyText } from "./told-policy-text.js";
import { kernelPolicy, walkText } from "./walk.js";

/** A policy file to be written. */
export interface PolicyFile {
  /** Without a folder. */
  readonly fileName: string;
  readonly text: string;
}

/** Whether a file that begins so is one that `policyFile` has made. */
export function isLimitsPolicy(head: string): boolean {
  return head.replace(/[\s*]+/g, " ").includes("Written by `nmicheck limits`.");
}

const exportNames = { NoSpurious: "reportsMost", NoFalseSwallow: "neverSwallowsFalsely" } as const;

/** The value of the axis that a policy needs which is told more: `told=bitmap`. */
export function toldAxis({ told: aspect }: ToldPolicy): string {
  return `${told.name}=${aspect}`;
}

/** The file of a best policy; null where no policy file can see enough for it. */
export function policyFile(
  { promise, text, form, table }: Pick<BestPolicy, "promise" | "text" | "form" | "table">,
  { platform, walk, observation }: LimitsRequest,
): PolicyFile | null {
  if (form.kind === "table") return null;
  const states = table.states === 1 ? "one state" : `${table.states} states`;
  const least = table.isSmallest ? ", and no machine with fewer decides alike" : "";
  const name = exportNames[promise];
  const platformName = platform.name.replace("+", "-");
  const needs =
    form.kind === "told"
      ? ` It needs to be told more: \`check --axis ${toldAxis(form.policy)}\`.`
      : "";
  const title = {
    name,
    walk,
    comment: wrapped(
      `On the ${platform.name} platform, chain [${platform.chain.join(",")}], with ${walkText(walk)}: ${text}, whatever else a kernel remembers that sees of each NMI: ${observationText(observation)}. It has ${states}${least}.${needs} Written by \`nmicheck limits\`.`,
    ),
  };
  return {
    fileName: `${name}-${platformName}-chain-${platform.chain.join("-")}-${kernelPolicy(walk)}-${observation.join("-")}.ts`,
    text:
      form.kind === "policy" ? policyText(form.machine, title) : toldPolicyText(form.policy, title),
  };
}

/** Text in lines of at most 96 characters. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > 96) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
