import { knowledgeSections } from "./knowledge.js";
import { scenarioSections } from "./scenarios.js";
import { pageText } from "./statement.js";

/**
 * `docs/findings.md`: what was found about the patch of 2011, Linux and the alternatives, each
 * sentence made from nmicheck's own results.
 *
 * @param version of nmicheck, for traces that are made on the way
 */
export async function findingsPage(version: string): Promise<string> {
  const sections = [...(await scenarioSections(version)), ...knowledgeSections()];
  return pageText(
    "Findings",
    "What nmicheck found about the heuristic that swallows unknown NMIs in Linux. Chain [2,1], R = 2; the platforms and words are those of the README. This page is generated from the results (`npm run findings`), and a test makes it anew. PLATFORM stands for each of the four.",
    sections,
  );
}
