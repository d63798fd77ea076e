import { binary, type Expression, local, operands, TRUE } from "../../../compiler/ir/expression.js";
import type { Instance } from "../../../compiler/ir/instance.js";
import type { Action, Model } from "../../../compiler/ir/model.js";
import { negate } from "../../../compiler/ir/negate.js";
import { isRecordValue, sameValue, type Value } from "../../../compiler/ir/value.js";
import type { ControlReduction } from "../program.js";
import {
  disjunction,
  isAtOneOf,
  isVariant,
  type Places,
  placesOf,
  valueExpression,
  variantsOf,
} from "./control-condition.js";

/** What of an action is to be explored: a condition on the state and the parameters. */
export interface ExploredGuard {
  readonly action: string;
  readonly conditions: readonly Expression[];
}

/**
 * The conditions under which the actions of a model are explored where steps that commute with all
 * others are not interleaved with them; an action without conditions is explored everywhere.
 */
export function exploredGuards(
  instance: Instance,
  reduction: ControlReduction,
): readonly ExploredGuard[] {
  const places = placesOf(reduction);
  return instance.model.actions.flatMap((action) => {
    const conditions = new ActionGuard(instance, reduction, places, action).conditions();
    return conditions.length === 0 ? [] : [{ action: action.name, conditions }];
  });
}

/** The model whose actions are enabled only where they are to be explored. */
export function withGuards(model: Model, guards: readonly ExploredGuard[]): Model {
  return {
    ...model,
    actions: model.actions.map((action) => {
      const guard = guards.find((one) => one.action === action.name);
      if (guard === undefined) return action;
      return {
        ...action,
        step: {
          kind: "if",
          condition: conjunction(guard.conditions),
          whenTrue: action.step,
          whenFalse: { kind: "disabled" },
        },
      };
    }),
  };
}

/** An event of the action: its number among all events, and its parameters. */
interface ActionEvent {
  readonly number: number;
  readonly parameters: ReadonlyMap<string, Value>;
}

class ActionGuard {
  readonly #events: readonly ActionEvent[];

  constructor(
    instance: Instance,
    private readonly reduction: ControlReduction,
    private readonly places: Places,
    private readonly action: Action,
  ) {
    this.#events = instance.events.flatMap((event, number) =>
      event.action === action ? [{ number, parameters: event.parameters }] : [],
    );
  }

  conditions(): readonly Expression[] {
    const variants = [...variantsOf(this.places)];
    const matched = variants.flatMap(([name, numbers]) => {
      const matching = numbers.some((place) => this.#waitsPartly(place))
        ? this.#matching(numbers)
        : null;
      return matching === null ? [] : [{ name, numbers, matching }];
    });
    const left = [...this.places.values.keys()].filter(
      (place) => !matched.some(({ numbers }) => numbers.includes(place)),
    );
    const never = left.filter((place) => this.#waits(place) && !this.#waitsPartly(place));
    // A variant is ruled out as a whole where the action cannot happen at its other places anyway.
    const whole = variants.flatMap(([, numbers]) =>
      numbers.some((place) => never.includes(place)) &&
      numbers.every((place) => never.includes(place) || this.#possible(place).length === 0)
        ? numbers
        : [],
    );
    return [
      ...(never.length === 0 ? [] : [isElsewhere(this.places, new Set([...never, ...whole]))]),
      ...matched.map(({ name, matching }) =>
        binary("or", negate(isVariant(this.places, name)), matching),
      ),
      ...left.filter((place) => this.#waitsPartly(place)).map((place) => this.#oneByOne(place)),
    ];
  }

  /** Whether some events of the action wait at the place. */
  #waits(place: number): boolean {
    return this.#explored(place).length < this.#possible(place).length;
  }

  /** Whether some wait and others do not. */
  #waitsPartly(place: number): boolean {
    return this.#waits(place) && this.#explored(place).length > 0;
  }

  /** At the place only these parameters. */
  #oneByOne(place: number): Expression {
    const away = negate(isAtOneOf(this.places, new Set([place])));
    const chosen = this.#explored(place).map(({ parameters }) =>
      conjunction(
        [...parameters].map(([name, value]) =>
          binary("equal", local(name), valueExpression(value)),
        ),
      ),
    );
    return binary("or", away, disjunction(chosen));
  }

  #possible(place: number): readonly ActionEvent[] {
    return this.#events.filter(
      ({ number }) => this.reduction.possible[place]?.has(number) === true,
    );
  }

  #explored(place: number): readonly ActionEvent[] {
    const explored = this.reduction.explored?.[place];
    return this.#possible(place).filter(({ number }) => explored?.has(number) !== false);
  }

  /**
   * Whether at all these places of one variant exactly those events are explored whose parameters
   * equal fields of the place: then that equality.
   */
  #matching(places: readonly number[]): Expression | null {
    const values = places.map((place) => [place, this.places.values.get(place) ?? null] as const);
    const fields = fieldsOf(values[0]?.[1] ?? null).filter((name) => name !== this.places.tag);
    const pairs = this.action.parameters.flatMap(({ name: parameter }) =>
      fields.flatMap((field) => {
        const agrees = values.every(([place, value]) =>
          this.#explored(place).every(({ parameters }) =>
            sameField(parameters.get(parameter), value, field),
          ),
        );
        return agrees ? [{ parameter, field }] : [];
      }),
    );
    const isExact = values.every(([place, value]) => {
      const matching = this.#possible(place).filter(({ parameters }) =>
        pairs.every(({ parameter, field }) => sameField(parameters.get(parameter), value, field)),
      );
      return matching.length === this.#explored(place).length;
    });
    if (pairs.length === 0 || !isExact) return null;
    return conjunction(
      pairs.map(({ parameter, field }) =>
        binary("equal", { kind: "field", of: this.places.control, name: field }, local(parameter)),
      ),
    );
  }
}

/** At none of these places, said of them or of the others, whichever is shorter. */
function isElsewhere(places: Places, these: ReadonlySet<number>): Expression {
  const others = [...places.values.keys()].filter((place) => !these.has(place));
  const here = isAtOneOf(places, these);
  const there = isAtOneOf(places, new Set(others));
  return operands("or", there).length < operands("or", here).length ? there : negate(here);
}

function fieldsOf(value: Value): readonly string[] {
  return isRecordValue(value) ? Object.keys(value) : [];
}

function sameField(parameter: Value | undefined, value: Value, field: string): boolean {
  const part = isRecordValue(value) ? value[field] : undefined;
  return parameter !== undefined && part !== undefined && sameValue(parameter, part);
}

function conjunction(parts: readonly Expression[]): Expression {
  return parts.length === 0 ? TRUE : parts.reduce((left, right) => binary("and", left, right));
}
