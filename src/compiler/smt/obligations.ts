import type { Action, Model } from "../ir/model.js";
import type { ConstantValues } from "../ir/value.js";
import { declarations, definedValues, wordsOf } from "./declarations.js";
import type { Obligation, ProofScript, Section } from "./script.js";
import { broken } from "./symbolic-value.js";
import { and, not, type Term } from "./term.js";
import { assertion, comment, printTerm, symbolText, wordText } from "./text.js";
import { parameterValues, stateValues, transitionOf } from "./transition.js";
import { greatestFacts, Translator, type Values } from "./translate.js";
import { conforms, leavesOf } from "./typed-value.js";

/** What is to be proven. */
export interface ProofQuestion {
  /** With the clauses and the property among its invariants. */
  readonly model: Model;
  /** The constants with a fixed value; the others are symbols, of any value of their type. */
  readonly known: ConstantValues;
  /** The invariants whose conjunction is inductive. */
  readonly clauses: readonly string[];
  readonly properties: readonly string[];
  /** What the script says that it is. */
  readonly title: string;
}

/** The name of what says that each variable is of its type. */
export const TYPES = "TypeOK";

/**
 * The obligations that together prove the properties for every value of the constants that are
 * symbols: the clauses are true at the start, each action preserves them, they imply the properties,
 * and nothing reads outside of an array on the way.
 *
 * @throws Diagnostic `smt/untranslatable`
 */
export function proofScript(question: ProofQuestion): ProofScript {
  return new ScriptWriter(question).write();
}

class ScriptWriter {
  readonly #translator: Translator;
  readonly #state: Values;

  constructor(private readonly question: ProofQuestion) {
    this.#translator = new Translator(question.model, question.known);
    this.#state = stateValues(this.#translator, question.model);
  }

  write(): ProofScript {
    const { actions } = this.question.model;
    const sections = [
      this.#assumptions(),
      this.#initial(),
      ...actions.flatMap((action) => this.#action(action)),
      this.#properties(),
    ];
    return { head: this.#head(), sections };
  }

  /** After the sections: they may have needed the greatest item of a constant. */
  #head(): string {
    const { model, known, title, clauses } = this.question;
    const words = wordsOf(model).map((text) => `(${wordText(text)})`);
    const constants = model.constants.filter(({ name }) => known[name] === undefined);
    const ofConstants = constants.map(({ name, type }) =>
      conforms(
        type,
        this.#translator.constantNamed(name),
        this.#translator.constant,
        this.#translator.fresh,
      ),
    );
    const types = this.#types(this.#state);
    const facts = greatestFacts(this.#translator);
    const named = clauses.map((name) => {
      const { body, doc } = this.#invariant(name);
      const term = this.#translator.translation(this.#state).condition(body, new Map());
      return `\n${comment(doc)}${definition(name, term)}`;
    });
    return [
      comment(title),
      "(set-logic ALL)\n",
      words.length === 0 ? "" : `\n(declare-datatypes ((Word 0)) ((${words.join(" ")})))\n`,
      "\n; The constants: any value of their types.\n",
      constants
        .map(({ name, type, doc }) => comment(doc) + declarations(leavesOf(type, name)))
        .join(""),
      this.#translator.greatest
        .map(({ name }) => declarations([{ name, indices: 0, sort: "Int" }]))
        .join(""),
      [...ofConstants, ...facts].map(nontrivial).join(""),
      "\n; The state.\n",
      model.variables.map(({ name, type }) => declarations(leavesOf(type, name))).join(""),
      `\n; Each variable is of its type.\n${definition(TYPES, types)}`,
      ...named,
    ].join("");
  }

  #types(state: Values): Term {
    const { model } = this.question;
    return and(
      ...model.variables.map(({ name, type }) =>
        conforms(
          type,
          state.get(name) ?? broken(`no variable ${name}`),
          this.#translator.constant,
          this.#translator.fresh,
        ),
      ),
    );
  }

  #invariant(name: string): Model["invariants"][number] {
    return (
      this.question.model.invariants.find((invariant) => invariant.name === name) ??
      broken(`no invariant ${name}`)
    );
  }

  get #assumed(): string {
    return [TYPES, ...this.question.clauses]
      .map((name) => `(assert ${symbolText(name)})\n`)
      .join("");
  }

  #assumptions(): Section {
    const { clauses } = this.question;
    const defined = clauses.map((name) => {
      const translation = this.#translator.translation(this.#state);
      translation.condition(this.#invariant(name).body, new Map());
      return obligation(`${name} reads no item outside of an array`, not(translation.defined));
    });
    return {
      title: "The invariant",
      text: this.#assumed,
      obligations: [canary("Some state satisfies the invariant"), ...defined],
    };
  }

  #initial(): Section {
    const { model } = this.question;
    const translation = this.#translator.translation(new Map());
    const values: Values = new Map(
      model.variables.map(({ name, initial }) => [name, translation.value(initial, new Map())]),
    );
    return {
      title: "The initial state",
      text: definedValues(model, values),
      obligations: [
        canary("There is an initial state"),
        obligation("Init reads no item outside of an array", not(translation.defined)),
        ...this.#holdAfter("Init satisfies", null, values),
      ],
    };
  }

  /** What must be true after a step that gives `updates` to the variables. */
  #holdAfter(what: string, action: string | null, updates: Values): readonly Obligation[] {
    const { model, clauses } = this.question;
    const primed = stateValues(this.#translator, model, "'");
    const after: Values = new Map(
      [...this.#state].map(([name, old]) => [
        name,
        updates.has(name) ? (primed.get(name) ?? old) : old,
      ]),
    );
    // Of a variable that changes its new value itself: what it does not say is not made up.
    const types = this.#types(new Map([...this.#state, ...updates]));
    return [
      { ...obligation(`${what} ${TYPES}`, not(types)), action, clause: TYPES },
      ...clauses.map((name) => {
        const term = this.#translator
          .translation(after)
          .condition(this.#invariant(name).body, new Map());
        return { ...obligation(`${what} ${name}`, not(term)), action, clause: name };
      }),
    ];
  }

  #action(action: Action): readonly Section[] {
    const { model } = this.question;
    const { parameters, enabled, updates, defined } = transitionOf(
      this.#translator,
      action,
      this.#state,
    );
    const locals = parameterValues(this.#translator, action.parameters);
    const ofTypes = action.parameters.map(({ name, type }) =>
      conforms(
        type,
        parameters.get(name) ?? broken(`no parameter ${name}`),
        (expression) => this.#translator.constant(expression, locals),
        this.#translator.fresh,
      ),
    );
    const declared = action.parameters.map(({ name, type }) => declarations(leavesOf(type, name)));
    const assumed = `${declared.join("")}${ofTypes.map(nontrivial).join("")}${this.#assumed}`;
    const within = (part: Obligation): Obligation => ({ ...part, action: action.name });
    const [about = ""] = action.doc.replaceAll("\n", " ").split(". ");
    return [
      {
        title: `${action.name}: ${about}`,
        text: assumed,
        obligations: [
          within(obligation(`${action.name} reads no item outside of an array`, not(defined))),
        ],
      },
      {
        title: `${action.name}, where it is enabled`,
        text: `${assumed}${nontrivial(enabled)}${definedValues(model, updates)}`,
        obligations: [
          within(canary(`${action.name} is enabled somewhere`)),
          ...this.#holdAfter(`${action.name} preserves`, action.name, updates),
        ],
      },
    ];
  }

  #properties(): Section {
    const obligations = this.question.properties.flatMap((name) => {
      const translation = this.#translator.translation(this.#state);
      const term = translation.condition(this.#invariant(name).body, new Map());
      return [
        obligation(`${name} has a value everywhere`, not(translation.defined)),
        { ...obligation(`The invariant implies ${name}`, not(term)), clause: name },
      ];
    });
    return { title: "The properties", text: this.#assumed, obligations };
  }
}

function obligation(name: string, refuted: Term): Obligation {
  return { name, expected: "unsat", action: null, clause: null, text: assertion(refuted) };
}

function canary(name: string): Obligation {
  return { name, expected: "sat", action: null, clause: null, text: "" };
}

/** The definition of a boolean by its name. */
export function definition(name: string, term: Term): string {
  return `(define-fun ${symbolText(name)} () Bool\n  ${printTerm(term, 2)})\n`;
}

/** The assertion of a term, unless it says nothing. */
function nontrivial(term: Term): string {
  return term.kind === "literal" && term.value === true ? "" : assertion(term);
}
