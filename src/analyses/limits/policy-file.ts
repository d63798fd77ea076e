import { policyInput } from "../../machine/configuration/axes.js";
import { axesText, axisTexts } from "../../machine/configuration/axes-text.js";
import type { BestPolicy, LimitsRequest } from "./limits.js";
import { observationText } from "./observation.js";
import { policyText, proceedLines } from "./policy-text.js";
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

/** The values of axes of the machine that a best policy is for, with what it needs to be told. */
export function policyAxes(
  { form }: Pick<BestPolicy, "form">,
  { axes }: Pick<LimitsRequest, "axes">,
): readonly string[] {
  const on = axisTexts(axes?.names);
  return form.kind === "told" ? [...on, `${policyInput.name}=${form.policy.told}`] : on;
}

/** The options of `check` for them. */
export function axisOptions(texts: readonly string[]): string {
  return texts.map((text) => ` --axis ${text}`).join("");
}

/** The file of a best policy; null where no policy file can see enough for it. */
export function policyFile(
  best: Pick<BestPolicy, "promise" | "text" | "form" | "table">,
  request: LimitsRequest,
): PolicyFile | null {
  const { promise, text, form, table } = best;
  const { platform, axes, walk, observation } = request;
  const on = axisTexts(axes?.names);
  if (form.kind === "table") return null;
  const states = table.states === 1 ? "one state" : `${table.states} states`;
  const least = table.isSmallest ? ", and no machine with fewer decides alike" : "";
  const name = exportNames[promise];
  const platformName = platform.name.replace("+", "-");
  const needs =
    form.kind === "told"
      ? ` It needs to be told more: \`check${axisOptions(policyAxes(best, request))}\`.`
      : "";
  const title = {
    name,
    proceed: proceedLines[walk],
    comment: wrapped(
      `On the ${platform.name} platform${axes === undefined ? "" : ` with ${axesText(axes.names)}`}, chain [${platform.chain.join(",")}], with ${walkText(walk)}: ${text}, whatever else a kernel remembers that sees of each NMI: ${observationText(observation)}. It has ${states}${least}.${needs} Written by \`nmicheck limits\`.`,
    ),
  };
  return {
    fileName: `${name}-${platformName}-chain-${platform.chain.join("-")}${on.map((text) => `-${text.replace("=", "-")}`).join("")}-${kernelPolicy(walk)}-${observation.join("-")}.ts`,
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
