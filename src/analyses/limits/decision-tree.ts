import type { DecisionCase } from "./decision-table.js";
import type { Action } from "./knowledge.js";
import {
  type Aspect,
  counts,
  type NmiObservation,
  type Observation,
  toldBits,
  total,
} from "./observation.js";

/** A question about an NMI that a policy file can ask of what it is told (`SeenMore`). */
export type Question =
  /** Is `rip` that of the NMI before? */
  | { readonly asks: "rip" }
  /** Were more events claimed in all than so many? */
  | { readonly asks: "total"; readonly moreThan: number }
  /** Has this handler claimed more events than so many? */
  | { readonly asks: "handler"; readonly handler: number; readonly moreThan: number }
  /** Is the bit of unknown sources set? */
  | { readonly asks: "unknown" }
  /** Is the bit of any handler set? */
  | { readonly asks: "someHandler" }
  /** Is the bit of this handler set? */
  | { readonly asks: "source"; readonly handler: number };

/** What is done in the end. */
export interface Leaf {
  readonly next: number;
  readonly action: Action;
}

/** Questions, each with what follows from its answers. */
export type Tree =
  | { readonly kind: "leaf"; readonly leaf: Leaf }
  | {
      readonly kind: "question";
      readonly question: Question;
      readonly yes: Tree;
      readonly no: Tree;
    };

function answer(question: Question, bitmap: Aspect | null, observed: NmiObservation): boolean {
  switch (question.asks) {
    case "rip":
      return observed.backToBack;
    case "total":
      return total(observed) > question.moreThan;
    case "handler":
      return (counts(observed)[question.handler] ?? 0) > question.moreThan;
    case "unknown":
      return toldBits(bitmap, observed).unknown;
    case "someHandler":
      return toldBits(bitmap, observed).handlers.some((bit) => bit);
    case "source":
      return toldBits(bitmap, observed).handlers[question.handler] === true;
  }
}

/** The questions that those aspects answer, the plainest first. */
function questionsOf(
  looksAt: Observation,
  bitmap: Aspect | null,
  chain: readonly number[],
): readonly Question[] {
  const ofHandlers = looksAt.includes("handlers")
    ? chain.flatMap((slots, handler) =>
        Array.from({ length: slots }, (_, moreThan): Question => {
          return { asks: "handler", handler, moreThan };
        }),
      )
    : [];
  const seesTotal = looksAt.includes("sum") || looksAt.includes("handlers");
  return [
    ...(bitmap === "bitmap" ? [{ asks: "unknown" } as const] : []),
    ...(bitmap === null ? [] : [{ asks: "someHandler" } as const]),
    ...(looksAt.includes("rip") ? [{ asks: "rip" } as const] : []),
    ...(seesTotal ? [{ asks: "total", moreThan: 1 } as const] : []),
    ...(bitmap === null
      ? []
      : chain.map((_, handler): Question => {
          return { asks: "source", handler };
        })),
    ...ofHandlers,
  ];
}

/** How mixed what is done is, in bits, weighted with the number of cases. */
function disorder(cases: readonly DecisionCase[]): number {
  const sizes = new Map<string, number>();
  for (const one of cases) sizes.set(outcome(one), (sizes.get(outcome(one)) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum - size * Math.log2(size / cases.length), 0);
}

/** Where a handler claimed the NMI there is nothing to decide: it is as if it were reported. */
function leafOf({ next, action }: Pick<DecisionCase, "next" | "action">): Leaf {
  return { next, action: action ?? "report" };
}

function outcome(one: DecisionCase): string {
  const { next, action } = leafOf(one);
  return `${action} ${next}`;
}

/**
 * Grows trees of questions over what is seen, at each step the question that puts most in order
 * (ID3: Quinlan, "Induction of Decision Trees", 1986).
 */
export class TreeGrower {
  readonly #bitmap: Aspect | null;
  readonly #questions: readonly Question[];

  /** @param bitmap the one aspect of the sources that `looksAt` has, if it has any */
  constructor(looksAt: Observation, bitmap: Aspect | null, chain: readonly number[]) {
    this.#bitmap = bitmap;
    this.#questions = questionsOf(looksAt, bitmap, chain);
  }

  /**
   * A tree that does in each case what is to be done there; in none, `otherwise`.
   *
   * @throws Error where two cases cannot be told apart by any question, and are to be treated so
   */
  grow(cases: readonly DecisionCase[], otherwise: Leaf): Tree {
    const [first] = cases;
    if (first === undefined) return { kind: "leaf", leaf: otherwise };
    if (cases.every((one) => outcome(one) === outcome(first))) {
      return { kind: "leaf", leaf: leafOf(first) };
    }
    const parts = this.#questions.map((question) => {
      const yes = cases.filter(({ observed }) => answer(question, this.#bitmap, observed));
      const no = cases.filter(({ observed }) => !answer(question, this.#bitmap, observed));
      return { question, yes, no, left: disorder(yes) + disorder(no) };
    });
    const splitting = parts.filter(({ yes, no }) => yes.length > 0 && no.length > 0);
    const [best] = [...splitting].sort((one, other) => one.left - other.left);
    if (best === undefined) throw new Error("no question tells these cases apart");
    return {
      kind: "question",
      question: best.question,
      yes: this.grow(best.yes, otherwise),
      no: this.grow(best.no, otherwise),
    };
  }

  /** What a tree says of an NMI that looks so. */
  leaf(tree: Tree, observed: NmiObservation): Leaf {
    if (tree.kind === "leaf") return tree.leaf;
    const { question, yes, no } = tree;
    return this.leaf(answer(question, this.#bitmap, observed) ? yes : no, observed);
  }
}

/** The leaves of a tree. */
export function leaves(tree: Tree): number {
  return tree.kind === "leaf" ? 1 : leaves(tree.yes) + leaves(tree.no);
}
