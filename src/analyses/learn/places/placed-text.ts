import { at } from "../../../../spec/language.js";
import type { LearnedTitle } from "../learned-text.js";
import {
  handledOf,
  keptPlaces,
  type PlacedCase,
  type PlacedPhase,
  type PlacedPolicy,
  type Where,
} from "./placed-policy.js";

/** What a policy file can ask of an NMI, and what the answer is where it is this one. */
interface Question {
  readonly asked: string;
  readonly denied: string;
  readonly answer: (one: Asked) => boolean;
}

type Asked = Pick<PlacedCase, "where" | "claimed"> & { readonly handled: number };

/** A case, and what is written where it is this one. */
interface Choice extends Asked {
  readonly text: string;
}

/** The name of the memory's field that keeps a place; `of` is how many there are. */
export function placeName(index: number, of: number): string {
  return of === 1 ? "place" : `place${index + 1}`;
}

/** A policy that remembers places as a file: TypeScript for people to read, within the compiler's subset. */
export function placedText(
  policy: PlacedPolicy,
  chain: readonly number[],
  names: readonly string[],
  { name, comment }: LearnedTitle,
): string {
  const { phases } = policy;
  const writer = new Writer(policy, chain, names);
  const hasPhases = phases.length > 1;
  const functions = phases.flatMap((_, phase) => writer.decision(phase));
  const walk = writer.walk();
  const body = [...functions, ...walk].join("\n");
  return [
    body.includes("at(")
      ? 'import { at, type Decision, type Policy, type Rip, type SeenMore } from "nmicheck/policy";'
      : 'import type { Decision, Policy, Rip, SeenMore } from "nmicheck/policy";',
    "",
    "interface Memory {",
    ...(hasPhases
      ? [
          "  /** What has been seen so far, as far as it matters. */",
          `  readonly phase: ${names.map((one) => `"${one}"`).join(" | ")};`,
        ]
      : []),
    ...writer.fields.flatMap((field) => [
      "  /** Where an NMI was that is remembered. */",
      `  readonly ${field}: Rip | null;`,
    ]),
    "}",
    ...functions,
    "",
    "/**",
    ...comment.map((line) => ` * ${line}`.trimEnd()),
    " */",
    `export const ${name}: Policy<Memory, SeenMore> = {`,
    `  initial: ${writer.memory(0, () => "null")},`,
    "  enter: (memory) => memory,",
    ...walk,
    ...(hasPhases
      ? [
          "  finish: (memory, seen) => {",
          "    switch (memory.phase) {",
          ...names.flatMap((one, phase) => [
            `      case "${one}":`,
            `        return ${writer.functionName(phase)}(memory, seen);`,
          ]),
          "    }",
          "  },",
        ]
      : [`  finish: ${writer.functionName(0)},`]),
    "};",
    "",
  ].join("\n");
}

class Writer {
  readonly fields: readonly string[];
  readonly #phases: readonly PlacedPhase[];
  readonly #names: readonly string[];
  readonly #counts: readonly Question[];

  constructor(policy: PlacedPolicy, chain: readonly number[], names: readonly string[]) {
    const kept = keptPlaces(policy);
    this.fields = Array.from({ length: kept }, (_, index) => placeName(index, kept));
    this.#phases = policy.phases;
    this.#names = names;
    this.#counts = [
      handledOver(0),
      handledOver(1),
      ...(policy.looksAt === "seen" ? [] : chain.flatMap(claimedOver)),
    ];
  }

  functionName(phase: number): string {
    const name = at(this.#names, phase);
    return `in${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  }

  /** The memory in a phase, with what each of its fields has that the phase keeps. */
  memory(phase: number, textOf: (register: number) => string): string {
    const kept = keptIn(at(this.#phases, phase));
    const fields = this.fields.map((field, index) => {
      const register = kept[index];
      return `${field}: ${register === undefined ? "null" : textOf(register)}`;
    });
    const named = this.#phases.length > 1 ? [`phase: "${at(this.#names, phase)}"`] : [];
    return `{ ${[...named, ...fields].join(", ")} }`;
  }

  /** What is done at the end of an NMI in a phase, as a function. */
  decision(phase: number): readonly string[] {
    const { cases } = at(this.#phases, phase);
    const choices = cases.map((one): Choice => {
      const handled = handledOf(one);
      const action = handled > 0 ? "report" : one.ending.action;
      const memory = this.#next(phase, one);
      const text = `return { ${memory === "memory" ? "memory" : `memory: ${memory}`}, unclaimed: "${action}" };`;
      return { ...one, handled, text };
    });
    const lines = tree(choices, [...this.#places(phase), ...this.#counts]);
    const doc =
      this.#phases.length === 1
        ? "What becomes of an NMI."
        : `Where what was seen so far has led to phase ${at(this.#names, phase)}.`;
    return [
      "",
      `/** ${doc} */`,
      `function ${this.functionName(phase)}(memory: Memory, seen: SeenMore): Decision<Memory> {`,
      ...indented(lines),
      "}",
    ].map((line) =>
      lines.some((one) => one.includes("memory.") || /\bmemory,/.test(one))
        ? line
        : line.replace("(memory: Memory", "(_: Memory"),
    );
  }

  /** How it walks the chain. */
  walk(): readonly string[] {
    const stops = this.#phases.flatMap(({ stops: own }) => own.filter(({ isStop }) => isStop));
    if (stops.length === 0) return ['  proceed: (memory) => ({ memory, walk: "on" }),'];
    const text = (isStop: boolean): string =>
      `return { memory, walk: "${isStop ? "stop" : "on"}" };`;
    const inPhase = this.#phases.map(({ stops: own }, phase) =>
      tree(
        own.length === 0
          ? [{ where: "elsewhere", claimed: [], handled: 0, text: text(false) }]
          : own.map(({ where, handled, isStop }) => ({
              where,
              claimed: [],
              handled,
              text: text(isStop),
            })),
        [...this.#places(phase), handledOver(0), handledOver(1)],
      ),
    );
    const cases =
      inPhase.length === 1
        ? at(inPhase, 0)
        : [
            "switch (memory.phase) {",
            ...inPhase.flatMap((lines, phase) => [
              `  case "${at(this.#names, phase)}":`,
              ...indented(lines, "    "),
            ]),
            "}",
          ];
    return ["  proceed: (memory, seen) => {", ...indented(cases, "    "), "  },"];
  }

  /** The memory after an NMI: the same one where it is. */
  #next(phase: number, { where, ending, sources }: PlacedCase): string {
    const from = at(this.#phases, phase);
    const fieldOf = (register: number): string => at(this.fields, keptIn(from).indexOf(register));
    const text = (register: number): string => {
      const source = at(sources, register);
      return source === "now" ? "seen.ip" : `memory.${fieldOf(source)}`;
    };
    const isSame =
      ending.next === phase &&
      keptIn(from).every(
        (register) =>
          sources[register] === register || (sources[register] === "now" && where === register),
      );
    return isSame ? "memory" : this.memory(ending.next, text);
  }

  #places(phase: number): readonly Question[] {
    const own = at(this.#phases, phase);
    return own.registers.map(({ isLast }, register): Question => {
      const field = isLast ? "" : at(this.fields, keptIn(own).indexOf(register));
      return {
        asked: isLast ? "seen.backToBack" : `seen.ip === memory.${field}`,
        denied: isLast ? "!seen.backToBack" : `seen.ip !== memory.${field}`,
        answer: ({ where }: { readonly where: Where }) => where === register,
      };
    });
  }
}

/** The registers that a phase keeps, in the order of the memory's fields. */
function keptIn({ registers }: PlacedPhase): readonly number[] {
  return registers.flatMap(({ isKept }, register) => (isKept ? [register] : []));
}

function handledOver(than: number): Question {
  return {
    asked: `seen.handled > ${than}`,
    denied: than === 0 ? "seen.handled === 0" : `seen.handled <= ${than}`,
    answer: ({ handled }) => handled > than,
  };
}

function claimedOver(slots: number, handler: number): readonly Question[] {
  return Array.from({ length: slots }, (_, than): Question => {
    const text = `at(seen.claimedBy, ${handler})`;
    return {
      asked: `${text} > ${than}`,
      denied: than === 0 ? `${text} === 0` : `${text} <= ${than}`,
      answer: ({ claimed }) => (claimed[handler] ?? 0) > than,
    };
  });
}

/** The choices as statements, the last of which returns: questions first that put most in order. */
function tree(choices: readonly Choice[], questions: readonly Question[]): readonly string[] {
  const [first] = choices;
  if (first === undefined) throw new Error("there is nothing to choose");
  if (choices.every(({ text }) => text === first.text)) return [first.text];
  const parts = questions
    .map((question) => ({
      question,
      yes: choices.filter((one) => question.answer(one)),
      no: choices.filter((one) => !question.answer(one)),
    }))
    .filter(({ yes, no }) => yes.length > 0 && no.length > 0);
  const [best] = [...parts].sort((one, other) => ends(one) - ends(other));
  if (best === undefined) throw new Error("no question tells these cases apart");
  const [yes, no] = [tree(best.yes, questions), tree(best.no, questions)];
  const { asked, denied } = best.question;
  if (yes.length === 1) return [`if (${asked}) ${yes.join("")}`, ...no];
  if (no.length === 1) return [`if (${denied}) ${no.join("")}`, ...yes];
  return [`if (${asked}) {`, ...indented(yes), "}", ...no];
}

/** How many different ends are left on both sides of a question. */
function ends({
  yes,
  no,
}: {
  readonly yes: readonly Choice[];
  readonly no: readonly Choice[];
}): number {
  return [yes, no].reduce((sum, side) => sum + new Set(side.map(({ text }) => text)).size, 0);
}

function indented(lines: readonly string[], by = "  "): readonly string[] {
  return lines.map((line) => `${by}${line}`);
}
