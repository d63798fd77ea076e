import { deliverySections } from "./delivery.js";
import type { Evidence } from "./evidence.js";
import { knowledgeSections } from "./knowledge.js";
import { kvmSection } from "./kvm-host.js";
import { pmuSection } from "./pmu.js";
import type { Results } from "./results.js";
import { scenarioSections } from "./scenarios.js";
import { scopeSection } from "./scope.js";
import { pageText } from "./statement.js";
import { witnessSection } from "./testimony.js";
import { wordsSection } from "./words.js";

/**
 * `docs/findings.md`: what was found about the patch of 2011, Linux and the alternatives, each
 * sentence made from nmicheck's own results, or from what kernels and TLC have said of them.
 */
export async function findingsPage(results: Results, evidence: Evidence): Promise<string> {
  const sections = [
    ...(await scenarioSections(results, evidence)),
    ...(await knowledgeSections(results, evidence)),
    await kvmSection(results, evidence),
    ...(await deliverySections(results, evidence)),
    await pmuSection(results, evidence),
    witnessSection(evidence),
  ];
  return pageText(
    "Findings",
    "What nmicheck found about the heuristic with which Linux swallows unknown NMIs: `swallow_nmi` in `default_do_nmi`. This page is generated from the results (`npm run findings`), and a test makes it anew.",
    [wordsSection(), scopeSection(), ...sections],
  );
}
