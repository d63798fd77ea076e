import type { Chain } from "../../../spec/platforms.js";
import type { Action, Model } from "../../compiler/ir/model.js";
import { declarations, wordsOf } from "../../compiler/smt/declarations.js";
import { knownValue } from "../../compiler/smt/known-value.js";
import { definition, TYPES } from "../../compiler/smt/obligations.js";
import type { Obligation, ProofScript, Section } from "../../compiler/smt/script.js";
import { scalar } from "../../compiler/smt/symbolic-value.js";
import { and, not, or, symbol, type Term } from "../../compiler/smt/term.js";
import { assertion, comment, wordText } from "../../compiler/smt/text.js";
import { parameterValues, stateValues, transitionOf } from "../../compiler/smt/transition.js";
import { greatestFacts, Translator, type Values } from "../../compiler/smt/translate.js";
import { conforms, leavesOf } from "../../compiler/smt/typed-value.js";
import type { PlainWalk } from "./containing-chains.js";
import { type ChosenSlot, chosenSlots, Embedding, isEmbedded } from "./embedding-relation.js";

/** What is added to the names of the small machine's variables. */
const SMALL = "~";

/** What is to be embedded: every run of a policy on a chain. */
export interface EmbeddingQuestion {
  /** The core under the policy. */
  readonly model: Model;
  readonly policy: string;
  readonly walk: PlainWalk;
  readonly chain: Chain;
}

/**
 * The obligations that together prove: each run of the machine with this chain is one of every machine
 * whose chain contains it, on each platform and with any number of ips. The large machine begins
 * like the small one, takes each of its steps, and on the way to it only polls slots with nothing to
 * claim, which ends; and what violates a property there violates it here.
 *
 * @throws Diagnostic `smt/untranslatable`
 */
export function embeddingScript(question: EmbeddingQuestion): ProofScript {
  return new EmbeddingWriter(question).write();
}

class EmbeddingWriter {
  readonly #question: EmbeddingQuestion;
  readonly #chosen: readonly ChosenSlot[];
  readonly #small: Translator;
  readonly #large: Translator;
  readonly #embedding: Embedding;
  readonly #before: { readonly small: Values; readonly large: Values };

  constructor(question: EmbeddingQuestion) {
    const { model, chain, walk } = question;
    this.#question = question;
    this.#chosen = chosenSlots(chain);
    this.#small = new Translator(model, { chain });
    this.#large = new Translator(model, {});
    this.#embedding = new Embedding(
      this.#chosen,
      walk,
      this.#large.constantNamed("chain"),
      this.#large.fresh,
    );
    this.#before = {
      small: stateValues(this.#small, model, SMALL),
      large: stateValues(this.#large, model),
    };
  }

  write(): ProofScript {
    const { actions } = this.#question.model;
    const sections = [
      this.#initial(),
      ...actions.flatMap((action) => this.#action(action)),
      this.#between(),
      this.#properties(),
    ];
    return { head: this.#head(), sections };
  }

  #head(): string {
    const { model, policy, chain } = this.#question;
    const ofConstants = model.constants.map(({ name, type }) =>
      conforms(type, this.#large.constantNamed(name), this.#large.constant, this.#large.fresh),
    );
    const places = new Map(
      this.#chosen.flatMap(({ large }) =>
        [large.handler, large.slot].flatMap((term) =>
          term.kind === "symbol" ? [[term.name, term] as const] : [],
        ),
      ),
    );
    return [
      comment(
        `Proof obligations of nmicheck: every run under the policy ${policy} on the chain [${chain.join(",")}] is one on every chain that contains it, on every platform and with any number of ips.\nVariables with ${SMALL} are those of the machine with the chain [${chain.join(",")}]; handlerH and slotH_S are where its slot S of handler H is in the other chain. Under each name stands what a solver must say. Generated from the typed model; do not edit.`,
      ),
      "(set-logic ALL)\n",
      `\n(declare-datatypes ((Word 0)) ((${wordsOf(model)
        .map((text) => `(${wordText(text)})`)
        .join(" ")})))\n`,
      "\n; The constants: any value of their types.\n",
      ...model.constants.map(
        ({ name, type, doc }) => comment(doc) + declarations(leavesOf(type, name)),
      ),
      ...this.#large.greatest.map(({ name }) => declarations([{ name, indices: 0, sort: "Int" }])),
      ...[...ofConstants, ...greatestFacts(this.#large)].map(asserted),
      "\n; The slots of the other chain that stand for those of the small one.\n",
      ...[...places.keys()].map((name) => declarations([{ name, indices: 0, sort: "Int" }])),
      asserted(isEmbedded(this.#chosen, this.#large.constantNamed("chain"))),
      "\n; The states of both.\n",
      ...model.variables.flatMap(({ name, type }) => [
        declarations(leavesOf(type, name)),
        declarations(leavesOf(type, `${name}${SMALL}`)),
      ]),
      "\n; What both have in common.\n",
      ...this.#definitions().map(([name, term]) => definition(name, term)),
    ].join("");
  }

  /** What is assumed of the states of both, as definitions; a section asserts them by their names. */
  #definitions(): readonly (readonly [name: string, term: Term])[] {
    const { model } = this.#question;
    const { small, large } = this.#before;
    const types = model.variables.map(({ name, type }) => {
      const value = small.get(name);
      if (value === undefined) throw new TypeError(`the model has no variable ${name}`);
      return conforms(type, value, this.#small.constant, this.#small.fresh);
    });
    const alike = this.#embedding.likeness(small, large);
    return [
      [TYPES, and(...types)],
      ...alike.map(({ about, term }) => [upper(about), term] as const),
    ];
  }

  /** The two are alike, and the variables of the small machine of their types. */
  #assumed(): string {
    const { small, large } = this.#before;
    const names = this.#embedding.likeness(small, large).map(({ about }) => upper(about));
    return [TYPES, ...names].map((name) => assertion(symbol(name, "Bool"))).join("");
  }

  #initial(): Section {
    const start = (translator: Translator): Values => {
      const translation = translator.translation(new Map());
      return new Map(
        this.#question.model.variables.map(({ name, initial }) => [
          name,
          translation.value(initial, new Map()),
        ]),
      );
    };
    return {
      title: "The initial states",
      text: "",
      obligations: [
        canary("Some chain contains this one"),
        ...this.#alike("Initially", start(this.#small), start(this.#large)),
      ],
    };
  }

  #alike(what: string, small: Values, large: Values): readonly Obligation[] {
    return this.#embedding
      .likeness(small, large)
      .map(({ about, term }) => obligation(`${what} ${about}`, not(term)));
  }

  #action(action: Action): readonly Section[] {
    // What happens to a slot happens to the one that stands for it.
    if (action.parameters.some(({ name }) => name === "slot")) {
      return this.#chosen.map(({ handler, slot, large }) =>
        this.#step(
          action,
          `${action.name}(${handler}, ${slot})`,
          new Map([
            ["handler", knownValue(handler)],
            ["slot", knownValue(slot)],
          ]),
          new Map([
            ["handler", scalar(large.handler)],
            ["slot", scalar(large.slot)],
          ]),
        ),
      );
    }
    const same = parameterValues(this.#large, action.parameters);
    return [this.#step(action, action.name, same, same)];
  }

  #step(action: Action, name: string, ofSmall: Values, ofLarge: Values): Section {
    const { small, large } = this.#before;
    const mine = transitionOf(this.#small, action, small, ofSmall);
    const its = transitionOf(this.#large, action, large, ofLarge);
    const declared = action.parameters
      .filter(({ name: parameter }) => ofSmall === ofLarge && ofSmall.has(parameter))
      .map(({ name: parameter, type }) => declarations(leavesOf(type, parameter)));
    return {
      title: `${name} on both`,
      text: `${declared.join("")}${this.#assumed()}${asserted(mine.enabled)}${asserted(mine.defined)}${asserted(this.#embedding.isThere(small, large))}`,
      obligations: [
        canary(`${name} happens somewhere`),
        obligation(`${name} can happen on the large machine`, not(and(its.enabled, its.defined))),
        ...this.#alike(
          `After ${name}`,
          new Map([...small, ...mine.updates]),
          new Map([...large, ...its.updates]),
        ),
      ],
    };
  }

  #between(): Section {
    const { small, large } = this.#before;
    const poll = this.#question.model.actions.find(({ name }) => name === "Poll");
    if (poll === undefined) throw new TypeError("the model has no action Poll");
    const { enabled, defined, updates } = transitionOf(this.#large, poll, large);
    const after = new Map([...large, ...updates]);
    const way = this.#embedding.isBetween(large);
    return {
      title: "Poll of another slot on the large machine alone",
      text: `${this.#assumed()}${asserted(way)}`,
      obligations: [
        canary("There are other slots"),
        obligation("Poll of another slot can happen", not(and(enabled, defined))),
        obligation("Poll of another slot goes on", not(this.#embedding.hasGoneOn(large, after))),
        ...this.#alike("After Poll of another slot", small, after),
      ],
    };
  }

  #properties(): Section {
    const { small, large } = this.#before;
    const isOnTheWay = or(this.#embedding.isBetween(large), this.#embedding.isThere(small, large));
    const { invariants } = this.#question.model;
    return {
      title: "All states of both",
      text: this.#assumed(),
      obligations: [
        obligation("The large walk is on its way, or both are there", not(isOnTheWay)),
        ...invariants.map(({ name, body }) => {
          const here = this.#small.translation(small).condition(body, new Map());
          const there = this.#large.translation(large).condition(body, new Map());
          return obligation(`What violates ${name} violates it on both`, and(not(here), there));
        }),
      ],
    };
  }
}

function upper(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function obligation(name: string, refuted: Term): Obligation {
  return { name, expected: "unsat", action: null, clause: null, text: assertion(refuted) };
}

function canary(name: string): Obligation {
  return { name, expected: "sat", action: null, clause: null, text: "" };
}

/** The assertion of a term, unless it says nothing. */
function asserted(term: Term): string {
  return term.kind === "literal" && term.value === true ? "" : assertion(term);
}
