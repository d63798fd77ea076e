import type { BestPolicy, LimitsRequest } from "./limits.js";
import { observationText } from "./observation.js";
import { policyText } from "./policy-text.js";
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

/** The file of a best policy; null where no policy file can see enough for it. */
export function policyFile(
  { promise, text, machine }: BestPolicy,
  { platform, walk, observation }: LimitsRequest,
): PolicyFile | null {
  if (machine === null) return null;
  const states = machine.states === 1 ? "one state" : `${machine.states} states`;
  const least = machine.isSmallest ? ", and no machine with fewer decides alike" : "";
  const name = exportNames[promise];
  const platformName = platform.name.replace("+", "-");
  return {
    fileName: `${name}-${platformName}-chain-${platform.chain.join("-")}-${kernelPolicy(walk)}-${observation.join("-")}.ts`,
    text: policyText(machine, {
      name,
      walk,
      comment: wrapped(
        `On the ${platform.name} platform, chain [${platform.chain.join(",")}], with ${walkText(walk)}: ${text}, whatever else a kernel remembers that sees of each NMI: ${observationText(observation)}. It has ${states}${least}. Written by \`nmicheck limits\`.`,
      ),
    }),
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
