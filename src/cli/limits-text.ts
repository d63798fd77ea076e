import { table } from "table";
import type { Difference } from "../analyses/limits/comparison.js";
import type { Everywhere } from "../analyses/limits/everywhere.js";
import type { DecisionCounts } from "../analyses/limits/knowledge.js";
import {
  isGain,
  type Knowable,
  type Standing,
  type Unanswered,
} from "../analyses/limits/limits.js";
import { aspectTexts, observationText, seesSources } from "../analyses/limits/observation.js";
import { axisOptions, policyAxes } from "../analyses/limits/policy-file.js";
import {
  type Certified,
  editLines,
  type Findings,
  type PlayedRun,
  type Tried,
} from "../analyses/limits/report.js";
import { promises } from "../analyses/limits/synthesis.js";
import { tableLines } from "../analyses/limits/table-text.js";
import { kernelPolicy, walkText } from "../analyses/limits/walk.js";
import { programName } from "../base/package/program-name.js";
import { eventText } from "../checkers/explore/executable-model.js";
import { boundText } from "../checkers/explore/exploration.js";
import { sizeText } from "../machine/configuration/platform-text.js";
import { machineText } from "../machine/subject.js";
import { counted, enumerated } from "../machine/trace/words.js";
import { palette } from "./output.js";

/** What `nmicheck limits` tells the user. */
export function limitsText(findings: Findings, colour: boolean): string {
  const paint = palette(colour);
  const { limits } = findings;
  const { platform, walk, observation } = limits.request;
  const seen = observation.map((aspect) => aspectTexts[aspect]);
  const sections = [
    [
      `${paint.bold("What a kernel can know")} on ${machineText(limits.request)}, ${sizeText(platform)}, with ${walkText(walk)},`,
      `if it forgets nothing and sees of each NMI ${enumerated(seen)}.`,
      `When nobody claims an NMI, it is then in one of these situations (sets of states in which the machine may be):`,
    ],
    [decisionsTable(limits)],
    verdictLines(findings, colour),
    ...(findings.everywhere === null
      ? []
      : [everywhereLines(findings.everywhere, limits.perfectPolicy, colour)]),
    ...limits.unanswered.flatMap(({ question, bound }) =>
      question.about === "best"
        ? [
            [
              `${paint.bold("Best policy:")} ${promises[question.promise].text}`,
              `  bounded: it was not found within ${boundText(bound)}`,
            ],
          ]
        : [],
    ),
    ...limits.best.map((best, index) =>
      bestLines(findings, index, findings.best[index], best.text, colour),
    ),
    [
      paint.bold("Other observers of the same machine"),
      othersTable([limits, ...limits.others], limits.unanswered),
      `These are the explorer's; \`${programName()} limits --observe …\` shows the pair or the perfect policy of one, and has TLC certify it.`,
    ],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const plain = { drawHorizontalLine: () => false, drawVerticalLine: () => false } as const;

function tableOf(rows: readonly (readonly (string | number)[])[]): string {
  return table(
    rows.map((row) => row.map(String)),
    { ...plain, columnDefault: { paddingLeft: 0, paddingRight: 2 } },
  )
    .replace(/ +$/gm, "")
    .trimEnd();
}

function countsRow(name: string, { surelyUnknown, surelyNot, cannotTell }: DecisionCounts) {
  return [name, surelyUnknown, surelyNot, cannotTell];
}

function decisionsTable({ decisions, withCredit }: Knowable): string {
  return tableOf([
    ["", "surely unknown", "surely not unknown", "cannot be told"],
    countsRow("  each NMI by itself", decisions),
    countsRow("  a report that is owed from before counts as right", withCredit),
  ]);
}

const certifiedOn: Readonly<Record<Certified["shows"], string>> = {
  pair: "the model composed with itself",
  noPair: "the model composed with itself",
  perfectPolicy: "the model with a perfect policy, the table of the one without a false swallow",
};

function verdictLines({ limits, pair, certificate }: Findings, colour: boolean): readonly string[] {
  const paint = palette(colour);
  const certified =
    "because" in certificate
      ? `Found by the explorer; TLC has not certified it: ${certificate.because}.`
      : `Found by the explorer, and certified by ${certificate.version}${certificate.jarVerified ? "" : " (unverified jar)"} on ${certifiedOn[certificate.shows]}, ${counted(certificate.distinct, "state")}.`;
  if (limits.pair === null || pair === null) {
    if (!limits.perfectPolicy) {
      return [
        `${paint.bold("No policy is perfect,")} though no two runs alone show it: a report that is forced takes the credit away that a later one needs.`,
        certified,
      ];
    }
    return [
      `${paint.bold("A perfect policy is possible:")} no false swallow and no spurious report.`,
      certified,
    ];
  }
  const { reported, swallowed, seen } = limits.pair;
  const rows = Array.from({ length: Math.max(reported.length, swallowed.length) }, (_, index) => {
    const [left, right] = [reported[index], swallowed[index]];
    return [
      `  ${left === undefined ? "" : eventText(left)}`,
      right === undefined ? "" : eventText(right),
    ];
  });
  return [
    `${paint.bold("No policy is perfect:")} these two runs look the same, and no shorter two do (${reported.length + swallowed.length} steps).`,
    tableOf([["  must be reported", "must be swallowed"], ...rows]),
    ...seen.map((text, index) => `  NMI ${index + 1} of both: ${text}`),
    certified,
    ...playedLines("the first", pair.reported),
    ...playedLines("the second", pair.swallowed),
  ];
}

function everywhereLines(
  { pairs, solvers }: Everywhere,
  isPerfectHere: boolean,
  colour: boolean,
): readonly string[] {
  const head = isPerfectHere
    ? "On no chain with two slots or more is a policy perfect,"
    : "Nor is one on any chain with two slots or more,";
  const shown = pairs.map(({ chain, pair: { reported, swallowed } }) => {
    return `[${chain.join(",")}] (${reported.length + swallowed.length} steps)`;
  });
  return [
    `${palette(colour).bold(head)} with any number of ips: two such runs are there on ${enumerated(shown)},`,
    "  every such chain contains one of these, and a run on a chain is one on every chain that contains it, in which the same slots claim.",
    `  Proven by ${enumerated(solvers)}.`,
  ];
}

function playedLines(which: string, { engines, file }: PlayedRun): readonly string[] {
  const says = engines.map(
    ({ engine, verdict, detail }) =>
      `${verdict} on ${engine}${detail === undefined ? "" : ` (${detail})`}`,
  );
  return [`  ${which} ${enumerated(says)}: ${programName()} trace ${file}`];
}

const differenceTexts: Readonly<Record<Difference, string>> = {
  losesLess: "swallows less that is unknown",
  losesMore: "swallows more that is unknown",
  reportsLess: "reports less spuriously",
  reportsMore: "reports more spuriously",
};

function bestLines(
  { limits }: Findings,
  index: number,
  tried: Tried | undefined,
  text: string,
  colour: boolean,
): readonly string[] {
  const paint = palette(colour);
  const best = limits.best[index];
  const head = `${paint.bold("Best policy:")} ${text}`;
  if (best === undefined || tried === undefined) return [head];
  const kernel = kernelPolicy(limits.request.walk);
  const { form, table: decisions, differsAfter, amendment } = best;
  const failing = tried.scorecard.filter(({ verdict }) => verdict !== "holds");
  const holding = tried.scorecard.filter(({ verdict }) => verdict === "holds");
  const size = `${counted(decisions.states, "state")}${decisions.isSmallest ? ", no machine has fewer" : ""}`;
  const looks = enumerated(decisions.looksAt.map((aspect) => aspectTexts[aspect]));
  const cards = `${holding.length} hold, ${failing.length} violated`;
  return [
    head,
    ...(form.kind === "table"
      ? [
          `  it is no policy file: ${form.because}. So it is this table (${size}),`,
          `  which looks at ${looks}:`,
          ...tableLines(decisions).map((line) => `    ${line}`),
          `  scorecard on ${limits.request.platform.name}: ${cards}, by executing the model with the table`,
        ]
      : [
          `  ${tried.file} (${size})`,
          ...(form.kind === "told" ? [`  which looks at ${looks}`] : []),
          `  scorecard: ${cards}: ${programName()} check --policy ${tried.file}${axisOptions(policyAxes(best, limits.request))}`,
        ]),
    ...(differsAfter === null
      ? [`  ${kernel} decides alike.`]
      : [
          `  ${kernel} decides otherwise, first at the last of these NMIs:`,
          ...differsAfter.map((seen, place) => `    NMI ${place + 1}: ${seen}`),
        ]),
    ...best.standings.map((standing) => `  ${standingText(standing, kernel)}`),
    ...(differsAfter === null
      ? []
      : amendmentLines(amendment?.map((one) => one.text) ?? null, seesSources(decisions.looksAt))),
    ...(differsAfter === null ? [] : editLines(best).map((line) => `    ${line}`)),
    ...tried.kernels.map(
      ({ engine, conforms, edges, detail }) =>
        `    ${engine} with it ${conforms ? "does as the policy" : "does not do as the policy"}: ${edges.covered} of ${edges.total} edges${detail === undefined ? "" : `; ${detail}`}`,
    ),
  ];
}

function standingText({ platform, shown }: Standing, kernel: string): string {
  if (shown.length === 0) return `on ${platform.name} as good as ${kernel}`;
  const parts = (wanted: boolean): readonly string[] =>
    shown
      .filter(({ difference }) => isGain(difference) === wanted)
      .map(
        ({ difference, first }) =>
          `${differenceTexts[difference]} (from ${first.steps.length + 1} states on)`,
      );
  const [better, worse] = [parts(true), parts(false)];
  const gains = better.length === 0 ? [] : [`better, ${enumerated(better)}`];
  const costs = worse.length === 0 ? [] : [`worse, ${enumerated(worse)}`];
  return `on ${platform.name}, beside ${kernel}: ${[...gains, ...costs].join("; ")}`;
}

function amendmentLines(texts: readonly string[] | null, needsBitmap: boolean): readonly string[] {
  if (texts === null) {
    return [
      `  no known change of nmi.c decides so${needsBitmap ? ", which is told no bitmap" : ""}.`,
    ];
  }
  if (texts.length === 0) return [];
  return [`  the fewest known changes of nmi.c that decide so: ${enumerated(texts)}`];
}

function othersTable(observers: readonly Knowable[], unanswered: readonly Unanswered[]): string {
  const rows = observers.map(({ observation, perfectPolicy, pair, decisions, withCredit }) => [
    `  ${observationText(observation)}`,
    perfectPolicy ? "possible" : "impossible",
    pair === null ? "" : pair.reported.length + pair.swallowed.length,
    `${decisions.surelyUnknown} / ${decisions.surelyNot} / ${decisions.cannotTell}`,
    `${withCredit.surelyUnknown} / ${withCredit.surelyNot} / ${withCredit.cannotTell}`,
  ]);
  const head = ["  sees", "perfect policy", "pair", "unknown / not / ?", "with a report owed"];
  const missing = unanswered.flatMap(({ question, bound }) =>
    question.about === "observer"
      ? [[`  ${observationText(question.observation)}`, "bounded", "", boundText(bound), ""]]
      : [],
  );
  return tableOf([head, ...rows, ...missing]);
}
