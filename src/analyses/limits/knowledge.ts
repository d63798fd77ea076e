import { at } from "../../../spec/language.js";
import type { Hardware, Segment } from "./hardware.js";

export type Action = "report" | "swallow";

/** What an observer knows of an NMI that nobody claimed, from all that it has seen. */
export type Kind =
  /** Whatever has happened, a report is right. */
  | "surelyUnknown"
  /** Whatever has happened, there was no unknown edge. */
  | "surelyNot"
  /** Runs that look the same ask for both answers. */
  | "cannotTell";

/** The runs that look the same at a decision, told apart by what they ask for. */
export interface Possible {
  /** In some of them an unknown edge is in the NMI: a swallow would lose it. */
  readonly unknown: boolean;
  /** In some of them none is. */
  readonly known: boolean;
  /** In some of them none is, and none is owed either: a report would be spurious. */
  readonly spurious: boolean;
}

/** How an observer decides, and whether a report owed from earlier counts in its favour. */
export interface Rule {
  readonly credit: boolean;
  decide(possible: Possible): Action;
}

/** Reports whatever may be unknown: no false swallow, and nobody who has none reports less. */
export const reportsWhatMayBeUnknown: Rule = {
  credit: true,
  decide: ({ unknown }) => (unknown ? "report" : "swallow"),
};

/** The same without counting what is owed: bare knowledge of unknown edges. */
export const withoutCredit: Rule = { ...reportsWhatMayBeUnknown, credit: false };

/** Reports whatever cannot be spurious: no spurious report, and nobody who has none reports more. */
export const reportsWhatIsRight: Rule = {
  credit: true,
  decide: ({ spurious }) => (spurious ? "swallow" : "report"),
};

/** A decision: what was known, what is seen, and what follows from both. */
export interface Decision {
  readonly kind: Kind;
  readonly action: Action;
  readonly possible: Possible;
}

/** What an observer does with one observation. */
export interface Answer {
  /** What it knows afterwards, by the number of the knowledge set. */
  readonly next: number;
  /** Null where a handler claimed the NMI: there is nothing to decide. */
  readonly decision: Decision | null;
  /** Any observation of an NMI that looks so to the observer. */
  readonly observed: Segment["observed"];
}

/** What a perfect-recall observer can know: knowledge sets, the first one before anything was seen. */
export interface Knowledge {
  readonly hardware: Hardware;
  /** Of each knowledge set, the observations that can follow, in a fixed order. */
  readonly sets: readonly ReadonlyMap<string, Answer>[];
  /** The different sets of states in which the observer may have to decide, and their kinds. */
  readonly decisions: readonly Kind[];
}

/** A member of a knowledge set: a boundary, and whether an unknown edge is owed. */
interface Member {
  readonly boundary: number;
  readonly owed: boolean;
}

/** A way on from a member. */
interface Way {
  readonly owed: boolean;
  readonly segment: Segment;
}

/**
 * The subset construction over what an observer does not see: each knowledge set holds exactly the
 * boundaries in which the machine may be after what was seen so far.
 *
 * @throws SearchStopped when the budget of the hardware is used up
 */
export function knowledgeOf(hardware: Hardware, rule: Rule): Knowledge {
  const members: (readonly Member[])[] = [[{ boundary: 0, owed: false }]];
  const numbers = new Map([[textOf(at(members, 0)), 0]]);
  const sets: Map<string, Answer>[] = [];
  const decisions = new Map<string, Kind>();
  const numberOf = (set: readonly Member[]): number => {
    const text = textOf(set);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, members.length);
    members.push(set);
    return members.length - 1;
  };
  hardware.budget.begin("ways that NMIs go on");
  for (const set of members) {
    const answers = new Map<string, Answer>();
    for (const [seen, ways] of waysOf(set, hardware)) {
      const { isUnclaimed, observed } = at(ways, 0).segment;
      const decision = isUnclaimed ? decide(ways, rule) : null;
      if (decision !== null) decisions.set(decisionText(ways), decision.kind);
      const next = numberOf(after(ways, decision, rule));
      answers.set(seen, { next, decision, observed });
    }
    sets.push(answers);
  }
  return { hardware, sets, decisions: [...decisions.values()] };
}

function waysOf(
  set: readonly Member[],
  { segments, budget }: Hardware,
): readonly (readonly [string, readonly Way[]])[] {
  const bySeen = new Map<string, Way[]>();
  for (const { boundary, owed } of set) {
    for (const segment of at(segments, boundary)) {
      budget.step();
      const ways = bySeen.get(segment.seen);
      if (ways === undefined) bySeen.set(segment.seen, [{ owed, segment }]);
      else ways.push({ owed, segment });
    }
  }
  return [...bySeen].sort(([left], [right]) => (left < right ? -1 : 1));
}

function decide(ways: readonly Way[], rule: Rule): Decision {
  const without = ways.filter(({ segment }) => !segment.carriesUnknown);
  const possible: Possible = {
    unknown: without.length < ways.length,
    known: without.length > 0,
    spurious: without.some(({ owed }) => !owed),
  };
  return { kind: kindOf(possible), action: rule.decide(possible), possible };
}

/** Without credit nothing is ever owed, so that `spurious` is then the same as `known`. */
function kindOf({ unknown, spurious }: Possible): Kind {
  if (!spurious) return "surelyUnknown";
  return unknown ? "cannotTell" : "surelyNot";
}

/** Where the machine may be after the NMI. `owed` moves as `owedAfter` of `spec/cpu/outcome.ts` says. */
function after(
  ways: readonly Way[],
  decision: Decision | null,
  { credit }: Rule,
): readonly Member[] {
  const next = new Map<string, Member>();
  for (const { owed, segment } of ways) {
    const isLost = segment.carriesUnknown && decision?.action !== "report";
    const isMadeUp = !segment.carriesUnknown && decision?.action === "report";
    const member = {
      boundary: segment.target,
      owed: credit && (isLost || (owed && !isMadeUp)),
    };
    next.set(`${member.boundary}${member.owed}`, member);
  }
  return [...next.values()].sort(
    (left, right) => left.boundary - right.boundary || Number(left.owed) - Number(right.owed),
  );
}

function textOf(set: readonly Member[]): string {
  return set.map(({ boundary, owed }) => `${boundary}${owed ? "+" : ""}`).join();
}

/** The states in which the machine may be when the policy is asked, as a text. */
function decisionText(ways: readonly Way[]): string {
  const states = ways.map(
    ({ owed, segment }) => `${segment.decision}/${segment.target}${owed ? "+" : ""}`,
  );
  return [...new Set(states)].sort().join();
}

/** How many decisions of each kind there are. */
export interface DecisionCounts {
  readonly surelyUnknown: number;
  readonly surelyNot: number;
  readonly cannotTell: number;
}

export function countsOf({ decisions }: Knowledge): DecisionCounts {
  const count = (kind: Kind): number => decisions.filter((one) => one === kind).length;
  return {
    surelyUnknown: count("surelyUnknown"),
    surelyNot: count("surelyNot"),
    cannotTell: count("cannotTell"),
  };
}
