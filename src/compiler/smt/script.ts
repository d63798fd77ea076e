/** What a solver must say for an obligation to be met. */
export type Expected = "unsat" | "sat";

/**
 * One thing that a solver is asked. Proof obligations must be `unsat`: there is no state in which
 * they fail. Canaries must be `sat`: without them a contradiction would prove everything.
 */
export interface Obligation {
  /** Unique in its script, for people: "Poll preserves SlotOfHandler". */
  readonly name: string;
  readonly expected: Expected;
  /** The action whose step it is about; null for the rest. */
  readonly action: string | null;
  /** The clause or property that must be true; null for canaries and for what must be defined. */
  readonly clause: string | null;
  /** What is asserted in its own scope. */
  readonly text: string;
}

/** Obligations that share declarations and assumptions. */
export interface Section {
  readonly title: string;
  /** Declarations and assumptions. */
  readonly text: string;
  readonly obligations: readonly Obligation[];
}

/** A proof as text: a head, and sections that know nothing of each other. */
export interface ProofScript {
  readonly head: string;
  readonly sections: readonly Section[];
}

/** All obligations of a script, in its order. */
export function obligationsOf(script: ProofScript): readonly Obligation[] {
  return script.sections.flatMap((section) => section.obligations);
}

/** The script for solvers and people: before each answer stands the name of its obligation. */
export function scriptText({ head, sections }: ProofScript): string {
  return head + sections.map(sectionText).join("");
}

function sectionText({ title, text, obligations }: Section): string {
  const rule = `; ${"-".repeat(98)}\n`;
  return `\n${rule}; ${title}\n\n(push 1)\n${text}${obligations.map(obligationText).join("")}(pop 1)\n`;
}

function obligationText({ name, expected, text }: Obligation): string {
  return `\n(echo "${name}: ${expected}")\n(push 1)\n${text}(check-sat)\n(pop 1)\n`;
}

/** A script of one obligation alone, after which `ask` is asked. */
export function aloneText(
  { head, sections }: ProofScript,
  obligation: Obligation,
  ask: string,
): string {
  const section = sections.find(({ obligations }) => obligations.includes(obligation));
  if (section === undefined) throw new Error(`the script has no obligation ${obligation.name}`);
  return `${head}${section.text}${obligation.text}(check-sat)\n${ask}`;
}
