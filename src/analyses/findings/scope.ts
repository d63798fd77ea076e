import { policies, policyNames } from "../../../spec/policies/all.js";
import { platformNames } from "../../machine/configuration/platform.js";
import { nmiProperties } from "../../machine/model/property-names.js";
import { builtInProofs } from "../../machine/proof/built-in-proofs.js";
import { runsOnContainingChains } from "../../machine/proof/containing-chains.js";
import { recordedVerdicts } from "../check/recorded.js";
import { markdownTable, type Section } from "./statement.js";

/** For which machines each verdict of the scorecard is one. */
export function scopeSection(): Section {
  const rows = policyNames.flatMap((policy) =>
    nmiProperties.map((property) => {
      const cells = platformNames.map((platform) => {
        if (recordedVerdicts[policy][platform][property] !== "holds") {
          return runsOnContainingChains(policies[policy]) ? "violated, and on" : "violated";
        }
        const isProven = builtInProofs.some(
          (proof) =>
            proof.policy === policy && proof.platform === platform && proof.property === property,
        );
        return isProven ? "every chain" : "holds on [2,1]";
      });
      return [`\`${policy}\``, property, ...cells];
    }),
  );
  return {
    title: "For which machines",
    statements: [
      {
        text: "A verdict is first one about the machine above. *Every chain*: the property is proven for any number of handlers, any number of slots of each and any number of ips. *Violated, and on*: the run that violates it is one on every chain that contains [2,1] (handlers in the same order, others between them or not, with as many slots or more), since under this policy a handler that claims nothing changes nothing.",
        command: null,
      },
      {
        text: markdownTable([["policy", "property", ...platformNames], ...rows]),
        command: "prove",
      },
    ],
  };
}
