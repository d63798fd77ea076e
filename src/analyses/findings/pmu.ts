import { eventText } from "../../checkers/explore/executable-model.js";
import { tracedEvents } from "../../machine/trace/traced-events.js";
import type { Scenarios } from "../find/find.js";
import type { Evidence } from "./evidence.js";
import { inWindow, type PmuFindings, type PmuRow, pmus } from "./pmu-verdicts.js";
import type { Results } from "./results.js";
import { markdownTable, type Section, type Statement } from "./statement.js";
import { testimony } from "./testimony.js";
import { pmuTopic } from "./topics.js";

/** The events of a shortest run that the handler claims without an event, or nobody does. */
function shortest({ classes }: Scenarios): string {
  const found = classes.find(({ example }) => {
    const last = example.events.at(-1);
    return last?.event === "decide" && !example.events.some(({ event }) => event === "raise");
  });
  const { example } = found ?? classes[0] ?? {};
  if (example === undefined) throw new Error("there is no such run");
  return tracedEvents(example)
    .map(({ action }) => eventText(action))
    .join(" ");
}

function played(
  found: PmuFindings,
  question: "pmuVanishing" | "pmuStopped",
  evidence: Evidence,
): readonly Statement[] {
  return testimony(
    evidence,
    pmuTopic(question, found),
    (kernels) => `The shortest run of each cause was played on ${kernels}, and went as here.`,
  );
}

function byDesign(found: PmuFindings, evidence: Evidence): readonly Statement[] {
  return [
    {
      text: `An NMI whose status bit is gone before its handler looks is unknown by design ([pmu](model/pmu.md)): no handler claims it, and no policy can see that it came from one. \`mainline\` reports it, unless it is back-to-back and \`swallow_nmi\` is set; with one handler of one slot: \`${shortest(found.vanishing)}\`.`,
      command: "find NoSpurious --policy mainline --chain 1 --axis pmu=vanishing",
    },
    ...played(found, "pmuVanishing", evidence),
  ];
}

function stopped(found: PmuFindings, evidence: Evidence): readonly Statement[] {
  return [
    {
      text: `What perf does about it for IBS hides one real unknown NMI for each time that IBS was stopped and no NMI came of it: \`${shortest(found.stopped)}\`, whose first two steps commute. \`IBS_STOPPED\` is set by each stop, whether an NMI is on its way or not, and cleared by nothing but the NMI that is claimed for it. So the press of an NMI button after \`perf record\` with IBS has ended is claimed by \`perf_ibs_nmi_handler\`, however long after; the next one is reported. That NMI carries no event, and \`default_do_nmi\` takes it for handled.`,
      command: "find NoMasked --policy mainline --chain 1 --axis pmu=stopped",
    },
    ...played(found, "pmuStopped", evidence),
  ];
}

function windowed(): Statement {
  const rows = inWindow().map(({ text, outcome }) => [
    text,
    outcome === "masked" ? "claimed by perf, and not heard" : "reported",
  ]);
  return {
    text: `What perf does about late edges on AMD hides every real unknown NMI for 100 ms after each event that it has claimed. What comes after one, and what becomes of it:\n\n${markdownTable([["next", "the button"], ...rows])}\n\nBy arithmetic, and not by checking: the hardlockup detector's event about every \`watchdog_thresh\`, 10 s, makes that 1 % of the time. With \`perf record\` at more than ten samples a second on a CPU it is always: an NMI button, and \`hpwdt\`, are not heard there while it runs.`,
    command: "play --policy mainline --chain 1 --axis pmu=window",
  };
}

function row({ policy, spurious }: PmuRow): readonly string[] {
  const cells = pmus.map((pmu) => {
    const length = spurious[pmu];
    return length === null ? "holds" : `violated in ${length}`;
  });
  return [`\`${policy}\``, ...cells];
}

function table(found: PmuFindings): Statement {
  const head = ["policy", ...pmus.map((pmu) => `\`pmu=${pmu}\``)];
  return {
    text: `NoSpurious under policies, on the ideal platform; in the command POLICY and VALUE are one of each:\n\n${markdownTable([head, ...found.rows.map(row)])}\n\nSo bits that vanish leave each of them with a spurious report after one event. With late edges only the claim of FreeBSD's hwpmc has none: of the next two NMIs after one of its own, wherever they find the CPU. Where the driver answers for its own edges, as it does for IBS and for AMD's PMU, no policy errs more than without the race, and what is hidden in return does not depend on the policy.`,
    command: "check --policy POLICY --platform ideal --axis pmu=VALUE --property NoSpurious",
  };
}

/** What policies and drivers make of a PMU whose edges and status bits do not keep together. */
export async function pmuSection(results: Results, evidence: Evidence): Promise<Section> {
  const found = await results.pmu();
  return {
    title: "What a PMU that races makes of it",
    statements: [
      ...byDesign(found, evidence),
      ...stopped(found, evidence),
      windowed(),
      table(found),
    ],
  };
}
