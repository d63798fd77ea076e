import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { InitialOutside } from "../../compiler/ir/initial-outside.js";

export type PackedDiagnosticCode =
  | "packed/different-model"
  | "packed/too-many-values"
  | "packed/impossible-initial"
  | "packed/unknown-reduction"
  | "packed/checkpoint-not-written";

/** The compiled model and the model that is executed beside it are not the same one. */
export function differentModel(difference: string): Diagnostic<PackedDiagnosticCode> {
  return new Diagnostic({
    code: "packed/different-model",
    blame: "tool",
    message: `the compiled model and the executed one differ: ${difference}.`,
    remedy: "this is a bug of nmicheck: explore with the plain explorer, and report it.",
  });
}

/** The folder for checkpoints cannot be written. */
export function checkpointNotWritten(
  folder: string,
  cause: unknown,
): Diagnostic<PackedDiagnosticCode> {
  return new Diagnostic({
    code: "packed/checkpoint-not-written",
    blame: "user",
    message: `the checkpoint cannot be written to \`${folder}\`: ${cause instanceof Error ? cause.message : String(cause)}.`,
    remedy: "name another folder with `--checkpoint FOLDER`, or make room there.",
    cause,
  });
}

/** A variable has more values than the bits of a word can tell apart. */
export function tooManyValues(variable: string): Diagnostic<PackedDiagnosticCode> {
  return new Diagnostic({
    code: "packed/too-many-values",
    blame: "user",
    message: `\`${variable}\` has more values than an explorer can keep: more than 2,147,483,648.`,
    remedy: "declare a smaller range for it.",
  });
}

/** A variable begins with a value that its type does not have. */
export function impossibleInitial(outside: InitialOutside): Diagnostic<PackedDiagnosticCode> {
  const { path, value, expected, place } = outside;
  return new Diagnostic({
    code: "packed/impossible-initial",
    blame: "user",
    message: `\`${path}\` begins as ${JSON.stringify(value)}, which is not ${expected}.`,
    remedy: "begin with a value of its declared type, or declare a wider type.",
    ...(place === undefined ? {} : { place }),
  });
}

/** A reduction that there is not. */
export function unknownReduction(
  name: string,
  known: readonly string[],
): Diagnostic<PackedDiagnosticCode> {
  return new Diagnostic({
    code: "packed/unknown-reduction",
    blame: "user",
    message: `there is no reduction \`${name}\`.`,
    remedy: `give \`all\`, \`none\`, or some of: ${known.join(", ")}.`,
  });
}
