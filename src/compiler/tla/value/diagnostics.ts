import { Diagnostic } from "../../../base/diagnostic/diagnostic.js";
import { placeAt } from "../../../base/diagnostic/place.js";

export type TlaValueDiagnosticCode = "tla/value-syntax" | "tla/value-shape";

/** A text that is said to be a TLA+ value, and where it comes from, for example `state 3, active`. */
export interface ValueText {
  readonly origin: string;
  readonly text: string;
}

/** The text is not a value as TLC prints one. */
export function valueSyntax(
  { origin, text }: ValueText,
  offset: number,
  problem: string,
): Diagnostic<TlaValueDiagnosticCode> {
  return new Diagnostic({
    code: "tla/value-syntax",
    blame: "tool",
    message: `this is not a TLA+ value as TLC prints one: ${problem}.`,
    place: placeAt(origin, text, offset),
  });
}

/** The value is none that the generated TLA+ can have: it stands for nothing of the typed model. */
export function valueShape(
  origin: string,
  value: string,
  problem: string,
): Diagnostic<TlaValueDiagnosticCode> {
  return new Diagnostic({
    code: "tla/value-shape",
    blame: "tool",
    message: `the TLA+ value ${value} stands for no value of the typed model: ${problem}.`,
    place: placeAt(origin, value, 0),
  });
}
