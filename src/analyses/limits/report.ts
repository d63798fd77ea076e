import type { z } from "zod";
import { eventText, type Path } from "../../checkers/explore/executable-model.js";
import { type Bound, boundText } from "../../checkers/explore/exploration.js";
import type { NmiEvent } from "../../machine/model/nmi-model.js";
import type { Amended } from "./amended-kernel.js";
import { editsOf } from "./amendment.js";
import type { Shown } from "./comparison.js";
import type { DecisionTable } from "./decision-table.js";
import { LIMITS_SCHEMA, type LimitsDocument, type limitsBoundedSchema } from "./document.js";
import { editDiff } from "./edit-diff.js";
import type { Everywhere } from "./everywhere.js";
import {
  type BestPolicy,
  isGain,
  type Knowable,
  type Limits,
  type LimitsRequest,
  type Standing,
  type Unanswered,
} from "./limits.js";
import type { Certificate } from "./observer-run.js";
import type { Pair } from "./pair.js";
import { stateName } from "./table-text.js";

/** What one engine says of one trace. */
export interface EngineSays {
  readonly engine: string;
  readonly verdict: "agrees" | "diverges" | "unsupported" | "failed";
  readonly detail?: string;
}

/** One run of a pair: where its trace was written, and what the engines say of it. */
export interface PlayedRun {
  readonly file: string;
  readonly engines: readonly EngineSays[];
}

/** One line of the scorecard of a policy file. */
export type Verdict = LimitsDocument["best"][number]["scorecard"][number];

/** What became of a best policy outside the room of knowledge. */
export interface Tried {
  readonly file: string | null;
  readonly text: string | null;
  readonly scorecard: readonly Verdict[];
  /** The traces of the kernel's policy, by platform and kind of difference. */
  readonly traceFiles: ReadonlyMap<string, string>;
  readonly kernels: readonly (Amended & { readonly engine: string })[];
}

/** A certificate, and of what it is one. */
export interface Certified extends Certificate {
  readonly shows: NonNullable<LimitsDocument["certified"]>["shows"];
}

/** Everything that the answer is made of. */
export interface Findings {
  readonly version: string;
  readonly limits: Limits;
  readonly pair: { readonly reported: PlayedRun; readonly swallowed: PlayedRun } | null;
  readonly certificate: Certified | { readonly because: string };
  /** In the order of `limits.best`. */
  readonly best: readonly Tried[];
  /** Why no policy is perfect on any chain with two slots; null where that is not shown. */
  readonly everywhere: Everywhere | null;
}

/** The key of a trace's file in `Tried`. */
export function traceKey({ platform }: Standing, { difference }: Shown): string {
  return `${platform.name} ${difference}`;
}

/** The document that `--json` prints. */
export function limitsDocument(findings: Findings): LimitsDocument {
  const { limits, version, certificate, everywhere } = findings;
  const { platform, axes, walk } = limits.request;
  const { name, chain, rips, sticky, shadow } = platform;
  const pair = pairDocument(limits.pair, findings.pair);
  return {
    schema: LIMITS_SCHEMA,
    nmicheck: version,
    platform: { name, chain, rips, sticky, shadow },
    ...(axes === undefined ? {} : { axes: axes.names }),
    walk,
    observation: limits.observation,
    knowledgeSets: limits.knowledgeSets,
    perfectPolicy: limits.perfectPolicy,
    ...(pair === null ? {} : { pair }),
    ...(everywhere === null ? {} : { everyChain: everywhereDocument(everywhere) }),
    ...("because" in certificate
      ? { certified: null, notCertifiedBecause: certificate.because }
      : {
          certified: {
            shows: certificate.shows,
            checker: certificate.version,
            jarSha256: certificate.jarSha256,
            jarVerified: certificate.jarVerified,
            distinct: certificate.distinct,
            seconds: certificate.seconds,
          },
        }),
    decisions: { ...limits.decisions, withCredit: limits.withCredit },
    best: limits.best.map((best, index) => bestDocument(best, limits, findings.best[index])),
    observations: [limits, ...limits.others].map(observationDocument),
    ...(limits.unanswered.length === 0
      ? {}
      : { bounded: limits.unanswered.map(unansweredDocument) }),
  };
}

function unansweredDocument({
  question,
  bound,
}: Unanswered): NonNullable<LimitsDocument["bounded"]>[number] {
  const within = boundText(bound);
  return question.about === "best"
    ? { promise: question.promise, within }
    : { observation: question.observation, within };
}

/** The document that `--json` prints where nothing is known of the observer within a bound. */
export function boundedDocument(
  { platform, axes, walk, observation }: LimitsRequest,
  bound: Bound,
  version: string,
): z.infer<typeof limitsBoundedSchema> {
  const { name, chain, rips, sticky, shadow } = platform;
  return {
    schema: LIMITS_SCHEMA,
    nmicheck: version,
    platform: { name, chain, rips, sticky, shadow },
    ...(axes === undefined ? {} : { axes: axes.names }),
    walk,
    observation,
    bounded: boundText(bound),
  };
}

function pairDocument(pair: Pair | null, played: Findings["pair"]): LimitsDocument["pair"] | null {
  if (pair === null || played === null) return null;
  const run = (events: readonly NmiEvent[], { file, engines }: PlayedRun) => ({
    length: events.length + 1,
    events: events.map(eventText),
    file,
    engines,
  });
  return {
    length: pair.reported.length + pair.swallowed.length,
    seen: pair.seen,
    reported: run(pair.reported, played.reported),
    swallowed: run(pair.swallowed, played.swallowed),
  };
}

function everywhereDocument({
  pairs,
  solvers,
}: Everywhere): NonNullable<LimitsDocument["everyChain"]> {
  return {
    pairs: pairs.map(({ chain, pair: { reported, swallowed, seen } }) => ({
      chain,
      length: reported.length + swallowed.length,
      seen,
      reported: reported.map(eventText),
      swallowed: swallowed.map(eventText),
    })),
    provenBy: solvers,
  };
}

function observationDocument(knowable: Knowable): LimitsDocument["observations"][number] {
  const { observation, knowledgeSets, perfectPolicy, pair, decisions, withCredit } = knowable;
  return {
    observation,
    knowledgeSets,
    perfectPolicy,
    pairLength: pair === null ? null : pair.reported.length + pair.swallowed.length,
    decisions: { ...decisions, withCredit },
  };
}

function tableDocument({ looksAt, rows }: DecisionTable): BestDocument["table"] {
  return {
    looksAt,
    rows: rows.map(({ state, ending, seen, action, next }) => ({
      state: stateName(state),
      unclaimed: ending === "unclaimed",
      ...(ending === "external" ? { external: true as const } : {}),
      seen,
      says: action,
      next: stateName(next),
    })),
  };
}

type BestDocument = LimitsDocument["best"][number];

function bestDocument(best: BestPolicy, limits: Limits, tried: Tried | undefined): BestDocument {
  const difference = (standing: Standing, shown: Shown): BestDocument["traces"][number] => {
    const file = tried?.traceFiles.get(traceKey(standing, shown));
    return {
      kind: shown.difference,
      length: shown.first.steps.length + 1,
      events: eventsOf(shown.first),
      ...(file === undefined ? {} : { file }),
    };
  };
  const here = best.standings.find(
    ({ platform }) => platform.name === limits.request.platform.name,
  );
  return {
    promise: best.promise,
    says: best.text,
    policyFile: tried?.file ?? null,
    policyText: tried?.text ?? null,
    ...(best.form.kind === "told" ? { told: best.form.policy.told } : {}),
    ...(best.form.kind === "table" ? { noFileBecause: best.form.because } : {}),
    table: tableDocument(best.table),
    states: best.table.states,
    isSmallest: best.table.isSmallest,
    scorecard: tried?.scorecard ?? [],
    improvesOnMainline: best.improves,
    differsAfter: best.differsAfter,
    traces: here === undefined ? [] : here.shown.map((shown) => difference(here, shown)),
    platforms: best.standings.map((standing) => {
      const all = standing.shown.map((shown) => ({
        isGain: isGain(shown.difference),
        shown: difference(standing, shown),
      }));
      return {
        platform: standing.platform.name,
        gains: all.filter((one) => one.isGain).map(({ shown }) => shown),
        costs: all.filter((one) => !one.isGain).map(({ shown }) => shown),
      };
    }),
    amendment:
      best.amendment?.map(({ name, text, edit }) => ({
        name,
        text,
        find: edit.find,
        put: edit.put,
      })) ?? null,
    amendedKernels: (tried?.kernels ?? []).map(({ engine, conforms, edges, detail }) => ({
      engine,
      conforms,
      edges,
      ...(detail === undefined ? {} : { detail }),
    })),
  };
}

/** The events of a path as the user writes them. */
export function eventsOf({ steps }: Path<object, NmiEvent>): readonly string[] {
  return steps.map(({ event }) => eventText(event));
}

/** The edits of an amendment in the order in which they apply, as lines of a diff. */
export function editLines(best: BestPolicy): readonly string[] {
  return editsOf(best.amendment ?? []).flatMap(editDiff);
}
