import { at } from "../../../spec/language.js";
import type { PolicyInput, PolicyMachine, PolicyMove } from "./synthesis.js";
import type { WalkName } from "./walk.js";

/** What a policy file says of itself. */
export interface PolicyTitle {
  /** The name of the exported constant. */
  readonly name: string;
  /** Lines of the comment above it. */
  readonly comment: readonly string[];
  /** The lines of `proceed`: how it walks the chain. */
  readonly proceed: readonly string[];
  /** How its memory is written; by default as what the kernel has for it. */
  readonly memory?: MemoryText;
  /**
   * What the comment of `enter` says where another ip takes the policy to its first state; null where
   * it is not to do so although it might.
   */
  readonly reset?: string | null;
}

/** How the states of a machine are written down as the memory of a policy. */
export interface MemoryText {
  /** The declaration, if it needs one. */
  readonly declaration: readonly string[];
  readonly type: string;
  literal(state: number): string;
  /** An expression that is true in this state. */
  test(state: number): string;
}

/** How `proceed` of a policy file walks the chain. */
export const proceedLines: Readonly<Record<WalkName, readonly string[]>> = {
  chain: ['  proceed: (memory) => ({ memory, walk: "on" }),'],
  seed: [
    "  proceed: (memory, seen) => ({",
    "    memory,",
    '    walk: !seen.backToBack && seen.handled > 0 ? "stop" : "on",',
    "  }),",
  ],
};

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** As `swallow_nmi` where that is enough, else as phases. */
function memoryOf(machine: PolicyMachine): MemoryText {
  if (machine.states === 1) {
    return { declaration: [], type: "null", literal: () => "null", test: () => "true" };
  }
  if (machine.states === 2) {
    return {
      declaration: [
        "/** `swallow_nmi`: an NMI may be on its way whose events have been claimed already. */",
        "interface Memory {",
        "  readonly swallowNmi: boolean;",
        "}",
      ],
      type: "Memory",
      literal: (state) => `{ swallowNmi: ${state === 1} }`,
      test: (state) => (state === 1 ? "memory.swallowNmi" : "!memory.swallowNmi"),
    };
  }
  const letters = Array.from(
    { length: machine.states },
    (_, state) => LETTERS[state] ?? `z${state}`,
  );
  return phaseMemory(letters);
}

/** A memory that is one of some phases, by their names. */
export function phaseMemory(names: readonly string[]): MemoryText {
  const phase = (state: number): string => `"${at(names, state)}"`;
  const phases = names.map((_, state) => phase(state));
  return {
    declaration: [
      "interface Memory {",
      "  /** What has been seen so far, as far as it matters. */",
      `  readonly phase: ${phases.join(" | ")};`,
      "}",
    ],
    type: "Memory",
    literal: (state) => `{ phase: ${phase(state)} }`,
    test: (state) => `memory.phase === ${phase(state)}`,
  };
}

type Row = (state: number, input: PolicyInput) => PolicyMove;

/** What cannot come is treated as what comes with the other `backToBack`, or with fewer events. */
function completed(machine: PolicyMachine): Row {
  return (state, { backToBack, handled }) => {
    for (let count = handled; count > 0; count--) {
      for (const same of [backToBack, !backToBack]) {
        const move = machine.move(state, { backToBack: same, handled: count });
        if (move !== null) return move;
      }
    }
    return (
      machine.move(state, { backToBack, handled: 0 }) ??
      machine.move(state, { backToBack: !backToBack, handled: 0 }) ?? { next: 0, action: "report" }
    );
  };
}

function isSame(left: PolicyMove, right: PolicyMove): boolean {
  return left.next === right.next && left.action === right.action;
}

const COUNTS = [0, 1, 2];

/**
 * The machine as a policy file: TypeScript for people to read, within the subset of the compiler.
 */
export function policyText(machine: PolicyMachine, title: PolicyTitle): string {
  const memory = title.memory ?? memoryOf(machine);
  const { reset = "Another rip: nothing that was claimed can be on its way any more." } = title;
  const states = Array.from({ length: machine.states }, (_, state) => state);
  const row = completed(machine);
  const differsByRip = (state: number, handled: number): boolean =>
    !isSame(row(state, { backToBack: false, handled }), row(state, { backToBack: true, handled }));
  // A new rip makes every state the first one, which itself does not look at rip.
  const isReset =
    reset !== null &&
    machine.states > 1 &&
    states.some((state) => COUNTS.some((handled) => differsByRip(state, handled))) &&
    states.every((state) =>
      COUNTS.every((handled) => {
        const input = { backToBack: false, handled };
        return isSame(row(state, input), row(0, input)) && !differsByRip(0, handled);
      }),
    );
  const finish = new Finish(memory, states, row, isReset);
  return [
    'import type { Policy } from "nmicheck/policy";',
    "",
    ...(memory.declaration.length === 0 ? [] : [...memory.declaration, ""]),
    "/**",
    ...title.comment.map((line) => ` * ${line}`.trimEnd()),
    " */",
    `export const ${title.name}: Policy<${memory.type}> = {`,
    `  initial: ${memory.literal(0)},`,
    ...(isReset ? [`  /** ${reset} */`] : []),
    `  enter: ${isReset ? `(memory, seen) => (seen.backToBack ? memory : ${memory.literal(0)})` : "(memory) => memory"},`,
    ...title.proceed,
    ...finish.lines(),
    "};",
    "",
  ].join("\n");
}

class Finish {
  readonly #memory: MemoryText;
  readonly #states: readonly number[];
  readonly #row: Row;
  readonly #isReset: boolean;

  constructor(memory: MemoryText, states: readonly number[], row: Row, isReset: boolean) {
    this.#memory = memory;
    this.#states = states;
    this.#row = row;
    this.#isReset = isReset;
  }

  lines(): readonly string[] {
    const next = COUNTS.map((handled) => this.#next(handled));
    const unclaimed = this.#unclaimed();
    const isSimple = next.every((text) => text === next[0]);
    if (isSimple && unclaimed === '"report"') {
      const text = next[0] === "memory" ? "memory" : `memory: ${next[0]}`;
      return [`  finish: (memory) => ({ ${text}, unclaimed: "report" }),`];
    }
    const claimed = (text: string | undefined): string =>
      `return { ${text === "memory" ? "memory" : `memory: ${text}`}, unclaimed: "report" };`;
    const branches =
      next[1] === next[2]
        ? [`    if (seen.handled > 0) ${claimed(next[1])}`]
        : [
            `    if (seen.handled > 1) ${claimed(next[2])}`,
            `    if (seen.handled > 0) ${claimed(next[1])}`,
          ];
    const last = next[0] === "memory" ? "memory" : `memory: ${next[0]}`;
    return [
      "  finish: (memory, seen) => {",
      ...branches,
      `    return { ${last}, unclaimed: ${unclaimed} };`,
      "  },",
    ];
  }

  /** The memory after an NMI in which so many events were claimed. */
  #next(handled: number): string {
    const along = (backToBack: boolean): string =>
      this.#byState(
        (state) => {
          const { next } = this.#row(state, { backToBack, handled });
          return next === state ? "memory" : this.#memory.literal(next);
        },
        (state) => this.#memory.literal(this.#row(state, { backToBack, handled }).next),
      );
    return this.#byRip(along);
  }

  /** What becomes of an NMI that nobody claimed. */
  #unclaimed(): string {
    return this.#byRip((backToBack) => {
      const text = (state: number): string =>
        `"${this.#row(state, { backToBack, handled: 0 }).action}"`;
      return this.#byState(text, text);
    });
  }

  #byRip(along: (backToBack: boolean) => string): string {
    // After a reset the memory says it already.
    if (this.#isReset) return along(true);
    const [same, other] = [along(true), along(false)];
    if (same === other) return same;
    return `seen.backToBack ? ${parenthesised(same)} : ${parenthesised(other)}`;
  }

  /** One text if it is the same in all states, else the texts chosen by state. */
  #byState(short: (state: number) => string, exact: (state: number) => string): string {
    const isConstant = new Set(this.#states.map(exact)).size === 1;
    if (isConstant) return exact(0);
    if (new Set(this.#states.map(short)).size === 1) return short(0);
    const [first = 0, ...rest] = [...this.#states].reverse();
    if (rest.length === 0) return exact(first);
    let text = exact(rest.at(-1) ?? 0);
    for (const state of [...this.#states.slice(1)]) {
      text = `${this.#memory.test(state)} ? ${exact(state)} : ${text}`;
    }
    return text;
  }
}

function parenthesised(text: string): string {
  return text.includes("?") ? `(${text})` : text;
}
