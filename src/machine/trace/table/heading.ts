import { axesText } from "../../configuration/axes-text.js";
import { everyProperty } from "../../model/property-names.js";
import { traceLength } from "../length.js";
import { propertyText } from "../property-text.js";
import type { Trace } from "../schema.js";
import { counted } from "../words.js";
import type { Colours } from "./colours.js";

/** Texts are cut or broken at this many characters. */
export const LINE = 96;

const STICKY = "sticky: an event can happen again before it is claimed";
const SHADOW = "shadow: the CPU can execute while an NMI is pending";

/** What a trace is about, line by line. */
export function heading(trace: Trace, nmis: number, { bold, dim }: Colours): readonly string[] {
  const { policy, platform, axes, property, events } = trace;
  const known = everyProperty.find((name) => name === property);
  const meaning = known === undefined ? "" : `: ${propertyText[known]}`;
  const length = [
    counted(traceLength(trace), "state"),
    counted(events.length, "event"),
    counted(nmis, "NMI"),
  ];
  const lines: readonly (readonly [string, string])[] = [
    ["policy", policy.builtIn ? policy.name : `${policy.name} (not built in)`],
    ["platform", `${platform.name}: ${chainText(platform.chain)}, ${counted(platform.rips, "ip")}`],
    ...(platform.sticky ? [["", STICKY] as const] : []),
    ...(platform.shadow ? [["", SHADOW] as const] : []),
    ...(axes === undefined ? [] : [["axes", axesText(axes)] as const]),
    ["property", property === null ? "none" : `${property}${meaning}`],
    ["length", length.join(", ")],
  ];
  return lines.map(([name, text]) => `${dim(name.padEnd(8))}  ${bold(text)}`);
}

function chainText(chain: readonly number[]): string {
  if (chain.length <= 12) return `chain [${chain.join(",")}]`;
  const slots = chain.reduce((sum, count) => sum + count, 0);
  return `chain of ${chain.length} handlers with ${slots} slots`;
}

/** A sentence in lines. */
export function wrapped(sentence: string): readonly string[] {
  return (
    sentence.match(new RegExp(`.{1,${LINE}}(?: |$)`, "g"))?.map((line) => line.trimEnd()) ?? [
      sentence,
    ]
  );
}
