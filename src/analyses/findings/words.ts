import { policyNames } from "../../../spec/policies/all.js";
import { platformNames } from "../../machine/configuration/platform.js";
import { platformText } from "../../machine/configuration/platform-text.js";
import { nmiProperties } from "../../machine/model/property-names.js";
import { policyText } from "../../machine/policy/policy-text.js";
import { propertyText } from "../../machine/trace/property-text.js";
import type { Section } from "./statement.js";

function meanings<Name extends string>(
  names: readonly Name[],
  texts: Readonly<Record<Name, string>>,
): string {
  return names.map((name) => `- \`${name}\`: ${texts[name]}.`).join("\n");
}

/** What was explored, so that the page can be read without any other. */
export function wordsSection(): Section {
  const paragraphs = [
    "One CPU with an NMI latch that is one deep, and two NMI_LOCAL handlers: handler 0 polls two event slots (PMU counters, say), handler 1 one; that is chain [2,1]. Outside NMI context the CPU can be at two ips. Everything happens in every order: an event sets its slot's status bit and sends an edge (`raise(handler, slot)`), a source that no handler knows sends one (`external`: an NMI button, a chipset error), the CPU runs (`execute(place)`), takes the pending NMI (`deliver`), polls one slot after the other (`poll`), and ends the NMI (`decide`). Edges that come while an NMI is pending fold into it.",
    "What becomes of an NMI that nobody claims is the policy's answer:",
    meanings(policyNames, policyText),
    "What is asked of it:",
    meanings(nmiProperties, propertyText),
    "The platforms; in a command, PLATFORM stands for each of them:",
    meanings(platformNames, platformText),
    "A run ends where it first violates the property, and its length counts its states, the initial one included. It is *minimal* if no event of the hardware, and no `execute`, can be left out of it, with or without steps of the CPU, so that what remains still violates; a `poll` that remains may look at another slot than before. Runs are counted as sequences of events, then up to the order of neighbouring steps that commute, then up to the names of places and slots as well. Two steps commute where neither writes what the other looks at, and what both write, both set to the same value: two events that set the latch do, whichever comes first.",
    "Whatever is counted so was counted a second time, by a search that is written plainly and goes through the beginnings of runs one by one: under every policy, on every platform and for every property, with the chains [1], [1,1], [2] and [2,1], it finds the same runs, event by event, and as many up to orders and names. It is a test of nmicheck, and takes some minutes: `npm run test:full -- test/full/find.test.ts`",
  ];
  return {
    title: "What was explored",
    statements: paragraphs.map((text) => ({ text, command: null })),
  };
}
