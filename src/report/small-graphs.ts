import { namedPlatform } from "../machine/configuration/platform.js";
import type { NmiProperty } from "../machine/model/property-names.js";
import type { Subject } from "../machine/subject.js";
import { commandText, subjectWords } from "./command-text.js";
import type { ReportGraph } from "./document.js";
import { stateGraph } from "./state-graph.js";

/**
 * A state graph for each policy, on the first machine that was asked for: of the configuration
 * itself where it is small enough to be drawn, else of the largest of a few small ones. There is none
 * of several CPUs.
 */
export function smallGraphs(
  subjects: readonly Subject[],
  properties: readonly NmiProperty[],
  modelOf: (subject: Subject) => ReportGraph["model"],
): readonly ReportGraph[] {
  const first = new Map(subjects.toReversed().map((subject) => [subject.policy.digest, subject]));
  return policiesOf(subjects)
    .flatMap((digest) => first.get(digest) ?? [])
    .flatMap((subject, index) => {
      const { platform, axes } = subject;
      if (axes !== undefined && axes.board !== null) return [];
      const { name, chain, rips } = platform;
      const candidates = [
        platform,
        namedPlatform(name, [1, 1], 1),
        namedPlatform(name, [1], 2),
        namedPlatform(name, [1], 1),
      ].filter((candidate) => candidate.chain.length <= chain.length && candidate.rips <= rips);
      for (const candidate of candidates) {
        const small = { ...subject, platform: candidate };
        const graph = stateGraph(small, properties);
        if (graph === null) continue;
        const command = commandText(["check", ...subjectWords(small)]);
        return [{ id: `graph-${index + 1}`, command, model: modelOf(subject), ...graph }];
      }
      return [];
    });
}

/** The policies of subjects by their digests, each once. */
function policiesOf(subjects: readonly Subject[]): readonly string[] {
  return [...new Set(subjects.map(({ policy }) => policy.digest))];
}
