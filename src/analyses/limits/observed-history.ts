import type { ComposedAction, ComposedModel } from "./composed-model.js";
import { type Observation, seesSources } from "./observation.js";

/** What a step does to a variable. */
export interface Change {
  readonly variable: string;
  /** The new value, in one line or several. */
  readonly value: readonly string[];
}

/**
 * What an observer of the model has in view, as variables of TLA+ beside the model's own: what
 * `Seeing` keeps for the executed one.
 */
export class ObservedHistory {
  /** The names of the variables; each is a set, empty at the start. */
  readonly variables: readonly string[];
  /** Whether the reason port can tell of an NMI. */
  readonly hasPort: boolean;
  readonly #model: ComposedModel;
  readonly #sources: boolean;
  readonly #name: (variable: string) => string;

  /** @param name how variables, the model's and these, are called where the model is one of two */
  constructor(
    model: ComposedModel,
    observation: Observation,
    name: (variable: string) => string = (variable) => variable,
  ) {
    this.#model = model;
    this.#sources = seesSources(observation);
    this.#name = name;
    this.hasPort = this.#has("serr");
    this.variables = [
      ...["claimedSlots"],
      ...(this.#sources ? ["pendingSources"] : []),
      ...(this.#sources && this.#isDeep ? ["secondPending"] : []),
      ...(this.#sources ? ["nmiSources"] : []),
    ].map(name);
  }

  /** What a step other than *Decide* does to the variables; what it leaves is not among them. */
  changes({ name, parameters }: ComposedAction): readonly Change[] {
    switch (name) {
      case "Raise":
        return this.#edge(parameters[0]?.name ?? "", this.#has("lvtpcMasked"));
      case "External":
      case "PortError":
        return this.#edge("Unknown", false);
      case "Deliver":
        return this.#sources
          ? [
              this.#change("nmiSources", [this.#name("pendingSources")]),
              this.#change("pendingSources", [this.#isDeep ? this.#name("secondPending") : "{}"]),
              ...(this.#isDeep ? [this.#change("secondPending", ["{}"])] : []),
            ]
          : [];
      case "Nest":
        return this.#sources ? [this.#change("pendingSources", ["{}"])] : [];
      case "Poll": {
        const position = this.#name("position");
        const claimed = this.#name("claimedSlots");
        return [
          this.#change("claimedSlots", [
            `IF ${this.#name("active")}[${position}.handler][${position}.slot]`,
            `THEN ${claimed} \\cup {<<${position}.handler, ${position}.slot>>}`,
            `ELSE ${claimed}`,
          ]),
        ];
      }
      case "Execute":
      case "Touch":
      case "RunGuest":
      case "Fault":
        return [];
      default:
        throw new Error(`nothing is known of what an observer sees of the step ${name}`);
    }
  }

  /** What *Decide* does to the variables: only what pends stays in view. */
  get forgotten(): readonly Change[] {
    return [
      this.#change("claimedSlots", ["{}"]),
      ...(this.#sources ? [this.#change("nmiSources", ["{}"])] : []),
    ];
  }

  /** The reason port told what the NMI was, before *Decide*. */
  get external(): string {
    const bits = ["serr", "iochk"].filter((bit) => this.#has(bit)).map(this.#name);
    return `${this.#name("claimedSlots")} = {} /\\ ${bits.length > 1 ? `(${bits.join(" \\/ ")})` : bits.join()}`;
  }

  /** The arguments of `Seen` before *Decide*. */
  get seen(): string {
    const parts = [
      this.#name("backToBack"),
      this.#name("claimedSlots"),
      ...(this.#sources ? [this.#name("nmiSources")] : []),
      ...(this.hasPort ? [this.external] : []),
    ];
    return `Seen(${parts.join(", ")})`;
  }

  get #isDeep(): boolean {
    return this.#has("secondLatched");
  }

  #has(variable: string): boolean {
    return this.#model.variables.includes(variable);
  }

  #change(variable: string, value: readonly string[]): Change {
    return { variable: this.#name(variable), value };
  }

  /** As `edge` of `spec/cpu/hardware.ts` folds it in; through a masked LVTPC none comes. */
  #edge(bit: string, mayBeMasked: boolean): readonly Change[] {
    if (!this.#sources) return [];
    const pending = this.#name("pendingSources");
    const second = this.#name("secondPending");
    const isSecond = `${this.#name("latched")} /\\ ${this.#name("position")}.at = "run"`;
    const stays = [
      ...(mayBeMasked ? [`${bit} = 0 /\\ ${this.#name("lvtpcMasked")}`] : []),
      ...(this.#isDeep ? [isSecond] : []),
    ];
    const folded = (set: string, without: readonly string[]): readonly string[] =>
      without.length === 0
        ? [`${set} \\cup {${bit}}`]
        : [
            `IF ${without.map((one) => `(${one})`).join(" \\/ ")}`,
            `THEN ${set}`,
            `ELSE ${set} \\cup {${bit}}`,
          ];
    return [
      this.#change("pendingSources", folded(pending, stays)),
      ...(this.#isDeep
        ? [this.#change("secondPending", folded(second, [...stays.slice(0, -1), `~(${isSecond})`]))]
        : []),
    ];
  }
}

/** A change as conjuncts of an action. */
export function changeLines({ variable, value: [first = "", ...rest] }: Change): readonly string[] {
  const indent = " ".repeat(`  /\\ ${variable}' = `.length);
  return [`  /\\ ${variable}' = ${first}`, ...rest.map((line) => `${indent}${line}`)];
}

/** The steps of a model as disjuncts of `Next`, each called by what `called` makes of its name. */
export function nextLines(
  actions: readonly ComposedAction[],
  called: (name: string) => string,
): readonly string[] {
  return actions.flatMap(({ name, parameters }) => {
    const bounds = parameters.map(({ name: own, set }) => `\\E ${own} \\in ${set} :`);
    const args = parameters.map(({ name: own }) => own).join(", ");
    const call = `${called(name)}${args === "" ? "" : `(${args})`}`;
    const [first = call, ...rest] = [...bounds, call];
    return [`  \\/ ${first}`, ...rest.map((line, index) => `${" ".repeat(7 + 2 * index)}${line}`)];
  });
}
