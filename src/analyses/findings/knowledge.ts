import { policies } from "../../../spec/policies/all.js";
import { eventText, type ModelEvent } from "../../checkers/explore/executable-model.js";
import { namedPlatform, platformNames } from "../../machine/configuration/platform.js";
import { counted, enumerated } from "../../machine/trace/words.js";
import { amendments, editsOf, firstDifference } from "../limits/amendment.js";
import { formOf } from "../limits/best-policy.js";
import type { Difference } from "../limits/comparison.js";
import { decisionTable } from "../limits/decision-table.js";
import { editDiff } from "../limits/edit-diff.js";
import { hardwareOf } from "../limits/hardware.js";
import { knowable } from "../limits/knowable.js";
import { type BestPolicy, isGain, type Knowable, type Limits } from "../limits/limits.js";
import { aspectTexts, DEFAULT_OBSERVATION, observationText } from "../limits/observation.js";
import { policyFile } from "../limits/policy-file.js";
import { bestOf, promises } from "../limits/synthesis.js";
import { tableLines } from "../limits/table-text.js";
import { walks } from "../limits/walk.js";
import type { Evidence } from "./evidence.js";
import type { Results } from "./results.js";
import { markdownTable, type Section, type Statement } from "./statement.js";
import { type Confirmations, confirmations, testimony } from "./testimony.js";
import type { PlayedTopic } from "./topics.js";

function pairSteps({ pair }: Knowable): number {
  return pair === null ? 0 : pair.reported.length + pair.swallowed.length;
}

/** Whether a perfect policy exists, and the pair that shows that none does. */
function perfection(
  limits: Limits,
  played: PlayedTopic | null,
  evidence: Evidence,
  confirmed: Confirmations | null,
): readonly Statement[] {
  const command = "limits";
  const { pair } = limits;
  if (pair === null) {
    return [{ text: "On the ideal platform a perfect policy is possible.", command }];
  }
  const rows = Array.from(
    { length: Math.max(pair.reported.length, pair.swallowed.length) },
    (_, index) => [textAt(pair.reported, index), textAt(pair.swallowed, index)],
  );
  return [
    {
      text: `No heuristic can avoid both false swallows and spurious reports, not even on the ideal platform, and not even one that forgets nothing and counts the events of each handler: these two runs look the same to it, but the first must be reported and the second must be swallowed. No two shorter ones are so.\n\n${markdownTable([["must be reported", "must be swallowed"], ...rows])}`,
      command,
    },
    ...confirmedPair(limits, confirmed),
    ...(played === null
      ? []
      : testimony(
          evidence,
          played,
          (kernels) =>
            `Both runs were played on ${kernels}: the kernel sees the same in both, and does the same.`,
        )),
  ];
}

/** What TLC says of the pair. */
function confirmedPair(
  { observation }: Limits,
  confirmed: Confirmations | null,
): readonly Statement[] {
  const own = confirmed?.of.get(observationText(observation));
  if (confirmed === null || own === undefined) return [];
  return [
    {
      text: own.isConfirmed
        ? `${confirmed.version} confirms it on the model composed with itself: its own shortest pair is as long.`
        : `${confirmed.version} does not confirm it: ${own.text}.`,
      command: "limits --checker tlc",
    },
  ];
}

function textAt(events: readonly ModelEvent[], index: number): string {
  const event = events[index];
  return event === undefined ? "" : `\`${eventText(event)}\``;
}

function decisions(limits: Limits): Statement {
  const { surelyUnknown, surelyNot, cannotTell } = limits.decisions;
  const never =
    surelyNot === 0
      ? " So a kernel is never sure that an NMI which nobody claimed may be swallowed."
      : "";
  return {
    text: `When nobody has claimed an NMI, a kernel that forgets nothing is in one of ${surelyUnknown + surelyNot + cannotTell} situations, counted as the sets of states in which the machine may then be: in ${surelyUnknown} an unknown edge is surely in it, in ${surelyNot} surely none, and in ${cannotTell} that cannot be told.${never}`,
    command: "limits",
  };
}

/** The perfect policy of an observer that can have one, as its file. */
function perfectPolicy({ request }: Limits, { observation }: Knowable): Statement {
  const { platform, walk } = request;
  const promise = "NoFalseSwallow";
  const { knowledge, machine } = bestOf(
    hardwareOf({ platform }, walks[walk], observation),
    promise,
  );
  const table = decisionTable(knowledge);
  const form = formOf(machine, table, { platform });
  const file = policyFile(
    { promise, text: promises[promise].text, form, table },
    { platform, walk, observation },
  );
  const looks = table.looksAt.map((aspect) => aspectTexts[aspect]);
  const written =
    file === null
      ? tableLines(table)
          .map((line) => `- ${line}`)
          .join("\n")
      : `\`\`\`ts\n${file.text.trimEnd()}\n\`\`\``;
  return {
    text: `That policy has ${counted(table.states, "state")}, and looks at ${enumerated(looks)}, and at nothing else.\n\n${written}`,
    command: `limits --observe ${observation.join(",")}`,
  };
}

/** What other observers could do, and which bitmaps of sources help. */
function observers(limits: Limits, confirmed: Confirmations | null): readonly Statement[] {
  const rows = [limits, ...limits.others].map((one) => {
    const name = observationText(one.observation);
    return [
      name,
      one.perfectPolicy ? "possible" : `impossible: a pair of ${pairSteps(one)} steps`,
      ...(confirmed === null ? [] : [confirmed.of.get(name)?.text ?? ""]),
    ];
  });
  const head = ["sees of each NMI", "perfect policy", ...(confirmed === null ? [] : ["TLC"])];
  const possible = rows
    .filter(([, answer]) => answer === "possible")
    .map(([name]) => `\`${name}\``);
  return [
    {
      text: `What a kernel would have to see for a perfect policy on the ideal platform${possible.length === 0 ? ": none of these is enough" : `: only ${enumerated(possible)} is enough, a bitmap of NMI sources in which unknown sources have a bit of their own`}.\n\n${markdownTable([head, ...rows])}`,
      command: "limits",
    },
    ...(confirmed === null || [...confirmed.of.values()].some((one) => !one.isConfirmed)
      ? []
      : [
          {
            text: `The table is the explorer's; ${confirmed.version} has checked each row of it: the pairs on the model composed with itself, where it finds none that is shorter, and the perfect policy on the model with that policy in it, which it exhausts.`,
            command: "limits --checker tlc --observe LIST",
          },
        ]),
    ...limits.others
      .filter(({ perfectPolicy }) => perfectPolicy)
      .map((one) => perfectPolicy(limits, one)),
  ];
}

/** With one event slot in all, platforms differ. */
function oneSlot(): Statement {
  const perfect = platformNames.filter((name) => {
    const platform = namedPlatform(name, [1]);
    return knowable(hardwareOf({ platform }, walks.chain, DEFAULT_OBSERVATION)).perfectPolicy;
  });
  const where = perfect.length === 0 ? "on no platform" : `on ${enumerated(perfect)}`;
  return {
    text: `With one handler that has one event, a perfect policy is possible ${where}.`,
    command: "limits --chain 1 --platform PLATFORM",
  };
}

const differenceTexts: Readonly<Record<Difference, string>> = {
  losesLess: "loses less",
  losesMore: "loses more",
  reportsLess: "reports less spuriously",
  reportsMore: "reports more spuriously",
};

function standing(best: BestPolicy, wanted: boolean): readonly string[] {
  return best.standings.map(({ shown }) => {
    const parts = shown.filter(({ difference }) => isGain(difference) === wanted);
    return parts.length === 0
      ? "–"
      : parts.map(({ difference }) => differenceTexts[difference]).join(", ");
  });
}

function bestWithoutSpurious(limits: Limits): readonly Statement[] {
  const [best] = limits.best;
  if (best === undefined) return [];
  const file = policyFile(best, limits.request);
  const least = best.table.isSmallest ? ", and no machine with fewer decides alike" : "";
  const rows = best.standings.map(({ platform }, index) => [
    platform.name,
    standing(best, true)[index] ?? "–",
    standing(best, false)[index] ?? "–",
  ]);
  return [
    {
      text: `On the ideal platform this policy has no spurious report, and none without one reports more; it has ${counted(best.table.states, "state")}${least}:\n\n\`\`\`ts\n${file?.text.trimEnd() ?? ""}\n\`\`\``,
      command: "limits",
    },
    ...(best.differsAfter === null
      ? []
      : [
          {
            text: `\`mainline\` is not the best. It decides otherwise where it could have known better, first at the last of these NMIs (1+1: one event of each handler was claimed):\n\n${best.differsAfter.map((seen, index) => `${index + 1}. ${seen}`).join("\n")}`,
            command: "limits",
          },
        ]),
    {
      text: `Beside \`mainline\`, on each platform:\n\n${markdownTable([["platform", "gains", "costs"], ...rows])}`,
      command: "limits",
    },
  ];
}

/** The smallest change of nmi.c for each platform. */
function changes(results: Results, evidence: Evidence): readonly Statement[] {
  const topic = results.changes();
  const ideal = topic.items.find(({ platform }) => platform.name === "ideal");
  const rows = platformNames.map((name) => {
    const item = topic.items.find(({ platform }) => platform.name === name);
    return [name, item?.amendment.map(({ text }) => text).join("; ") ?? "none is known, or needed"];
  });
  return [
    {
      text: `${counted(amendments.length, "change")} of \`default_do_nmi\` were tried, alone and together. These are the fewest with which Linux decides as the best policy of each platform does:\n\n${markdownTable([["platform", "change"], ...rows])}`,
      command: "limits --platform PLATFORM",
    },
    ...(ideal === undefined
      ? []
      : [
          {
            text: `For the ideal platform that is:\n\n\`\`\`diff\n${editsOf(ideal.amendment).flatMap(editDiff).join("\n")}\n\`\`\``,
            command: "limits",
          },
        ]),
    ...testimony(
      evidence,
      topic,
      (kernels) =>
        `Each of these changes was tried on ${kernels}, and does as its policy does on every edge of the state graphs.`,
    ),
  ];
}

/** On which platforms the best policy without a false swallow reports every unclaimed NMI. */
function bestWithoutFalseSwallow(): Statement {
  const silent = platformNames.filter((name) => {
    const hardware = hardwareOf(
      { platform: namedPlatform(name) },
      walks.chain,
      DEFAULT_OBSERVATION,
    );
    const { knowledge } = bestOf(hardware, "NoFalseSwallow");
    return firstDifference(knowledge, policies.none) === null;
  });
  const where =
    silent.length === platformNames.length ? "on every platform" : `on ${enumerated(silent)}`;
  return {
    text:
      silent.length === 0
        ? "A policy without a false swallow can do better than to report every NMI that nobody claims."
        : `Whoever must not swallow a single unknown NMI can only report every NMI that nobody claims, as \`none\` does: that is the best policy without a false swallow ${where}.`,
    command: "limits --platform PLATFORM",
  };
}

/** The sections that rest on `nmicheck limits`. */
export async function knowledgeSections(
  results: Results,
  evidence: Evidence,
): Promise<readonly Section[]> {
  const ideal = await results.limits();
  const played = await results.pair();
  const confirmed = confirmations(evidence, await results.composition());
  return [
    {
      title: "What any heuristic can know",
      statements: [
        ...perfection(ideal, played, evidence, confirmed),
        decisions(ideal),
        ...observers(ideal, confirmed),
        oneSlot(),
      ],
    },
    {
      title: "The best possible policies",
      statements: [
        ...bestWithoutSpurious(ideal),
        ...changes(results, evidence),
        bestWithoutFalseSwallow(),
      ],
    },
  ];
}
