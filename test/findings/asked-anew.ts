import { expect } from "vitest";
import { ask } from "../../src/analyses/findings/ask.js";
import { Results } from "../../src/analyses/findings/results.js";
import type { Topic } from "../../src/analyses/findings/topics.js";
import { nmicheckVersion } from "../../src/cli/version.js";
import { recorded } from "./recorded.js";

/**
 * Asks an engine again what the findings rest on, and expects the answers that are recorded. Another
 * kernel of the same series has to give the same; the same kernel has the same source.
 *
 * @param slice what of it is asked; everything by default
 * @returns how many records were compared
 */
export async function expectAsRecorded(
  engine: string,
  slice: (topic: Topic) => Topic = (topic) => topic,
): Promise<number> {
  const version = nmicheckVersion();
  const evidence = await recorded();
  const topics = (await new Results(version).topics()).map(slice);
  let compared = 0;
  for await (const anew of ask(engine, topics, { version })) {
    const known = evidence.find(
      (record) => record.engine === engine && record.question === anew.question,
    );
    const same = anew.answers.map(({ what }) => known?.answers.find((one) => one.what === what));
    expect(anew.answers).toEqual(same);
    if (known?.version === anew.version) expect(anew.source).toEqual(known.source);
    compared++;
  }
  return compared;
}
