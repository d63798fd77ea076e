/** What a term stands for. `Word` has one constant for each text that the model has. */
export type Sort = "Bool" | "Int" | "Word";

/** The functions of SMT-LIB that are used, beside those that a script declares. */
export type Operation = "not" | "and" | "or" | "=" | "<" | "<=" | "+" | "-" | "*" | "ite";

/** A term of SMT-LIB over booleans, unbounded integers and words. */
export type Term =
  | { readonly kind: "literal"; readonly sort: "Bool"; readonly value: boolean }
  | { readonly kind: "literal"; readonly sort: "Int"; readonly value: number }
  | { readonly kind: "literal"; readonly sort: "Word"; readonly value: string }
  /** A declared or defined symbol, or a bound name; with arguments where it is a function. */
  | {
      readonly kind: "symbol";
      readonly sort: Sort;
      readonly name: string;
      readonly args: readonly Term[];
    }
  | {
      readonly kind: "operation";
      readonly sort: Sort;
      readonly operation: Operation;
      readonly args: readonly Term[];
    }
  /** The names are integers. */
  | {
      readonly kind: "quantified";
      readonly sort: "Bool";
      readonly quantifier: "forall" | "exists";
      readonly names: readonly string[];
      readonly body: Term;
    };

export const YES: Term = { kind: "literal", sort: "Bool", value: true };
export const NO: Term = { kind: "literal", sort: "Bool", value: false };

export function int(value: number): Term {
  return { kind: "literal", sort: "Int", value };
}

export function word(value: string): Term {
  return { kind: "literal", sort: "Word", value };
}

export function bool(value: boolean): Term {
  return value ? YES : NO;
}

export function symbol(name: string, sort: Sort, args: readonly Term[] = []): Term {
  return { kind: "symbol", sort, name, args };
}

function operation(name: Operation, sort: Sort, args: readonly Term[]): Term {
  return { kind: "operation", sort, operation: name, args };
}

/** Whether the two are the same term, letter by letter. */
export function sameTerm(left: Term, right: Term): boolean {
  if (left === right) return true;
  if (left.kind === "literal" && right.kind === "literal") return left.value === right.value;
  const args = (one: readonly Term[], other: readonly Term[]): boolean =>
    one.length === other.length &&
    one.every((term, index) => {
      const counterpart = other[index];
      return counterpart !== undefined && sameTerm(term, counterpart);
    });
  if (left.kind === "symbol" && right.kind === "symbol") {
    return left.name === right.name && args(left.args, right.args);
  }
  if (left.kind === "operation" && right.kind === "operation") {
    return left.operation === right.operation && args(left.args, right.args);
  }
  return false;
}

export function not(of: Term): Term {
  if (of.kind === "literal") return bool(of.value !== true);
  if (of.kind === "operation" && of.operation === "not") return of.args[0] ?? NO;
  return operation("not", "Bool", [of]);
}

/** The conjunction, without what is always true; `NO` where one is never true. */
export function and(...terms: readonly Term[]): Term {
  return junction("and", YES, NO, terms);
}

/** The disjunction, without what is never true; `YES` where one is always true. */
export function or(...terms: readonly Term[]): Term {
  return junction("or", NO, YES, terms);
}

function junction(name: "and" | "or", neutral: Term, decisive: Term, terms: readonly Term[]): Term {
  const parts: Term[] = [];
  for (const term of terms) {
    const inner = term.kind === "operation" && term.operation === name ? term.args : [term];
    for (const part of inner) {
      if (sameTerm(part, decisive)) return decisive;
      if (sameTerm(part, neutral) || parts.some((known) => sameTerm(known, part))) continue;
      parts.push(part);
    }
  }
  const [first, second] = parts;
  if (first === undefined) return neutral;
  return second === undefined ? first : operation(name, "Bool", parts);
}

export function implies(condition: Term, conclusion: Term): Term {
  return or(not(condition), conclusion);
}

export function equal(left: Term, right: Term): Term {
  if (left.sort !== right.sort) return NO;
  if (sameTerm(left, right)) return YES;
  if (left.kind === "literal") {
    if (right.kind === "literal") return NO;
    if (left.sort === "Bool") return left.value ? right : not(right);
    return equal(right, left);
  }
  if (right.kind === "literal") {
    if (right.sort === "Bool") return right.value ? left : not(left);
    const [condition, whenTrue, whenFalse] = isIte(left) ? left.args : [];
    if (condition !== undefined && whenTrue !== undefined && whenFalse !== undefined) {
      return ite(condition, equal(whenTrue, right), equal(whenFalse, right));
    }
  }
  return operation("=", "Bool", [left, right]);
}

function isIte(term: Term): term is Extract<Term, { kind: "operation" }> {
  return term.kind === "operation" && term.operation === "ite";
}

/** @throws TypeError when the two are of different sorts: the IR is broken then */
export function ite(condition: Term, whenTrue: Term, whenFalse: Term): Term {
  if (whenTrue.sort !== whenFalse.sort) throw new TypeError("the branches have different sorts");
  if (condition.kind === "literal") return condition.value === true ? whenTrue : whenFalse;
  if (sameTerm(whenTrue, whenFalse)) return whenTrue;
  if (whenTrue.sort === "Bool") {
    if (whenTrue.kind === "literal") {
      return whenTrue.value ? or(condition, whenFalse) : and(not(condition), whenFalse);
    }
    if (whenFalse.kind === "literal") {
      return whenFalse.value ? or(not(condition), whenTrue) : and(condition, whenTrue);
    }
  }
  return operation("ite", whenTrue.sort, [condition, whenTrue, whenFalse]);
}

function numbers(left: Term, right: Term): readonly [number, number] | null {
  return left.kind === "literal" &&
    right.kind === "literal" &&
    left.sort === "Int" &&
    right.sort === "Int"
    ? [left.value, right.value]
    : null;
}

export function less(left: Term, right: Term): Term {
  const known = numbers(left, right);
  return known === null ? operation("<", "Bool", [left, right]) : bool(known[0] < known[1]);
}

export function atMost(left: Term, right: Term): Term {
  const known = numbers(left, right);
  return known === null ? operation("<=", "Bool", [left, right]) : bool(known[0] <= known[1]);
}

export function plus(left: Term, right: Term): Term {
  const known = numbers(left, right);
  if (known !== null) return int(known[0] + known[1]);
  if (left.kind === "literal" && left.value === 0) return right;
  if (right.kind === "literal" && right.value === 0) return left;
  return operation("+", "Int", [left, right]);
}

export function minus(left: Term, right: Term): Term {
  const known = numbers(left, right);
  return known === null ? operation("-", "Int", [left, right]) : int(known[0] - known[1]);
}

export function times(left: Term, right: Term): Term {
  const known = numbers(left, right);
  return known === null ? operation("*", "Int", [left, right]) : int(known[0] * known[1]);
}

/** `body` for all, or for some, integers called `names`; `body` itself where it names none. */
export function quantified(
  quantifier: "forall" | "exists",
  names: readonly string[],
  body: Term,
): Term {
  if (body.kind === "literal" || names.length === 0) return body;
  if (body.kind === "quantified" && body.quantifier === quantifier) {
    return { ...body, names: [...names, ...body.names] };
  }
  return { kind: "quantified", sort: "Bool", quantifier, names, body };
}

/** Whether `0 <= index < length`. */
export function within(index: Term, length: Term): Term {
  return and(atMost(int(0), index), less(index, length));
}
