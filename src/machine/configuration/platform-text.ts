import type { PlatformName } from "./platform.js";

/** What each named platform is like, in one line. */
export const platformText: Readonly<Record<PlatformName, string>> = {
  ideal: "neither sticky nor shadow",
  sticky: "an event can happen again while its status bit is still set",
  shadow:
    "the CPU can execute while an NMI is pending (interrupt shadow, virtual CPU, slow delivery)",
  "sticky+shadow": "both",
};

/** The size of a machine: `chain [2,1], 2 ips`. */
export function sizeText({
  chain,
  rips,
}: {
  readonly chain: readonly number[];
  readonly rips: number;
}): string {
  return `chain [${chain.join(",")}], ${rips} ${rips === 1 ? "ip" : "ips"}`;
}
