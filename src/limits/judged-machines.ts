import type { NamedAxes } from "../configuration/named-axes.js";

/** Why limits are not asked of machines with an axis, by its name. */
const reasons: Readonly<Record<string, string>> = {
  panic: "what a kernel says is then the end of the machine, and nothing more is seen",
  "unknown-chain": "a report goes to the handlers of the NMI_UNKNOWN chain there",
  manners: "what handlers claim is then not what there was",
  told: "`--observe` says what is seen",
};

/** An axis of a machine that nothing can be said of, and why not; null where there is none. */
export function whyNotJudged({
  names,
}: NamedAxes): { readonly axis: string; readonly because: string } | null {
  for (const [name, value] of Object.entries(names)) {
    const because = reasons[name];
    if (because !== undefined) return { axis: `${name}=${value}`, because };
  }
  return null;
}
