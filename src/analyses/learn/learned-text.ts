import { at } from "../../../spec/language.js";
import { type MemoryText, phaseMemory, policyText } from "../limits/policy-text.js";
import type { PolicyMachine } from "../limits/synthesis.js";
import { toldPolicy } from "../limits/told-policy.js";
import { toldPolicyText } from "../limits/told-policy-text.js";
import { endingOf, handledIn, type Phases } from "./phases.js";

/** What a learned policy's file says of itself. */
export interface LearnedTitle {
  /** The name of the exported constant. */
  readonly name: string;
  readonly comment: readonly string[];
}

const COUNTS = [0, 1, 2];

/**
 * A learned policy as a file: TypeScript for people to read, within the subset of the compiler.
 *
 * @param chain that of the machine on which it was learned
 * @param swallowNmi for each phase what the kernel keeps in `swallow_nmi`, where it tells
 */
export function learnedText(
  phases: Phases,
  chain: readonly number[],
  swallowNmi: readonly (boolean | undefined)[],
  title: LearnedTitle,
): string {
  if (phases.looksAt === "told") return toldText(phases, chain, swallowNmi, title);
  const machine: PolicyMachine = {
    states: phases.count,
    isSmallest: true,
    move: (phase, { backToBack, handled }) => endingOf(phases, phase, backToBack, handled),
  };
  const memory = memoryOf(phases, swallowNmi);
  return policyText(machine, {
    ...title,
    proceed: proceedOf(phases, memory),
    memory,
    reset: walkNeedsMemory(phases) ? null : "An NMI at another ip resets what is kept.",
  });
}

/** A policy that looks at what each handler claimed, as a tree of questions for each of its phases. */
function toldText(
  phases: Phases,
  chain: readonly number[],
  swallowNmi: readonly (boolean | undefined)[],
  title: LearnedTitle,
): string {
  const names = phaseNames(phases, swallowNmi);
  const cases = names.flatMap((_, state) =>
    phases.cases(state).map(({ sameIp, claimed, ending: { next, action } }) => ({
      state,
      next,
      action: handledIn(claimed) > 0 ? null : action,
      observed: {
        backToBack: sameIp,
        claimed: claimed.map((count, handler) =>
          Array.from({ length: at(chain, handler) }, (_, slot) => slot < count),
        ),
        external: false,
        sources: [],
      },
    })),
  );
  const table = {
    looksAt: ["rip", "handlers"],
    cases,
    states: names.length,
    isSmallest: true,
  } as const;
  const result = toldPolicy(table, { chain }, Number.POSITIVE_INFINITY);
  if (result.kind === "none") throw new Error(result.because);
  const proceed = proceedOf(phases, phaseMemory(names));
  return toldPolicyText(result.policy, { ...title, proceed }, names);
}

/** The names of the phases of a policy, by what the kernel keeps where it tells. */
export function phaseNames(
  { count }: Pick<Phases, "count">,
  swallowNmi: readonly (boolean | undefined)[],
): readonly string[] {
  if (count === 1) return ["any"];
  const kept = Array.from({ length: count }, (_, phase) => swallowNmi[phase]);
  const isTold = kept.every((one) => one !== undefined) && new Set(kept).size > 1;
  const bases = kept.map((one) => (!isTold ? "phase" : one === true ? "armed" : "disarmed"));
  return bases.map((base, phase) => {
    const alike = bases.filter((one) => one === base).length;
    if (alike === 1) return base;
    return `${base}${bases.slice(0, phase + 1).filter((one) => one === base).length}`;
  });
}

function memoryOf(phases: Phases, swallowNmi: readonly (boolean | undefined)[]): MemoryText {
  const { count } = phases;
  if (count === 1) {
    return { declaration: [], type: "null", literal: () => "null", test: () => "true" };
  }
  const [first, second] = swallowNmi;
  if (count !== 2 || first === undefined || second === undefined || first === second) {
    return phaseMemory(phaseNames(phases, swallowNmi));
  }
  return {
    declaration: [
      "/** `swallow_nmi`, as the kernel keeps it. */",
      "interface Memory {",
      "  readonly swallowNmi: boolean;",
      "}",
    ],
    type: "Memory",
    literal: (phase) => `{ swallowNmi: ${at(swallowNmi, phase)} }`,
    test: (phase) => (at(swallowNmi, phase) === true ? "memory.swallowNmi" : "!memory.swallowNmi"),
  };
}

/** Whether the walk of an NMI at another ip depends on what is kept, which is then not to be reset before it. */
function walkNeedsMemory({ count, stops }: Phases): boolean {
  return COUNTS.some(
    (handled) =>
      new Set(Array.from({ length: count }, (_, phase) => stops(phase, false, handled))).size > 1,
  );
}

function proceedOf({ count, stops }: Phases, memory: MemoryText): readonly string[] {
  const conditions = Array.from({ length: count }, (_, phase) =>
    conditionOf((sameIp, handled) => stops(phase, sameIp, handled)),
  );
  const [first = "false"] = conditions;
  const isAlike = conditions.every((one) => one === first);
  if (isAlike && first === "false") return ['  proceed: (memory) => ({ memory, walk: "on" }),'];
  const condition = isAlike
    ? first
    : conditions
        .flatMap((one, phase) => {
          if (one === "false") return [];
          return [one === "true" ? memory.test(phase) : `(${memory.test(phase)} && (${one}))`];
        })
        .join(" || ");
  const parameters = condition.includes("seen.") ? "(memory, seen)" : "(memory)";
  return [
    `  proceed: ${parameters} => ({`,
    "    memory,",
    `    walk: ${condition === "true" ? '"stop"' : `${condition} ? "stop" : "on"`},`,
    "  }),",
  ];
}

/** How counts are told apart, for each choice of 0, 1 and more. */
const ofCounts: Readonly<Record<string, string>> = {
  "000": "false",
  "001": "seen.handled > 1",
  "010": "seen.handled === 1",
  "011": "seen.handled > 0",
  "100": "seen.handled === 0",
  "101": "seen.handled !== 1",
  "110": "seen.handled < 2",
  "111": "true",
};

/** An expression over `seen` that is true where `isSo` is. */
function conditionOf(isSo: (sameIp: boolean, handled: number) => boolean): string {
  const among = (sameIp: boolean): string =>
    ofCounts[COUNTS.map((handled) => (isSo(sameIp, handled) ? "1" : "0")).join("")] ?? "false";
  const [same, other] = [among(true), among(false)];
  if (same === other) return same;
  const both = (ip: string, counts: string): string =>
    counts === "true" ? ip : `${ip} && ${counts}`;
  if (same === "false") return both("!seen.backToBack", other);
  if (other === "false") return both("seen.backToBack", same);
  return `(${both("seen.backToBack", same)}) || (${both("!seen.backToBack", other)})`;
}
