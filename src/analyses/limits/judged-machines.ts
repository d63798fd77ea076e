import type { AxesNames } from "../../machine/configuration/axes.js";
import { axisTexts } from "../../machine/configuration/axes-text.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";

/** Why nothing is said of machines with an axis on; null where it is. */
const reasons: Readonly<Record<keyof AxesNames, string | null>> = {
  "latch-depth": null,
  touch: null,
  lvtpc: null,
  "reason-port": null,
  "unknown-chain": "a report goes to the handlers of the NMI_UNKNOWN chain there",
  "handler-quirk": "what handlers claim is then not what there was",
  nesting: null,
  panic: "what a kernel says is then the end of the machine, and nothing more is seen",
  "nmi-source": null,
  "kvm-host": null,
  pmu: "handler 0 may claim then what there was not, and what there was may have left no trace",
  "nmi-injection": "NMIs are lost or made by what delivers them there",
  "front-handler": "what a handler in front takes is no observer's to see",
  "policy-input": "`--observe` says what is seen",
  cpus: "an observer sees the NMIs of one CPU, one after the other, and what it may know of those of another is open",
  "nmi-routing": null,
  "shared-source": null,
  "shared-lock": null,
  "serr-routing": null,
  "reason-lock": null,
};

/** An axis of a machine that nothing can be said of, and why not; null where there is none. */
export function whyNotJudged({
  names,
}: NamedAxes): { readonly axis: string; readonly because: string } | null {
  for (const [name, because] of Object.entries(reasons)) {
    const value = names[name];
    if (because === null || value === undefined) continue;
    return { axis: axisTexts({ [name]: value }).join(), because };
  }
  return null;
}
