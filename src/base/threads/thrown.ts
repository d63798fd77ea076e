import { Diagnostic } from "../diagnostic/diagnostic.js";

/** What was thrown in a thread, as plain data: a copy of an object is of no class. */
export type Thrown =
  | {
      readonly kind: "diagnostic";
      readonly details: Pick<Diagnostic, "code" | "blame" | "message" | "remedy" | "place">;
      readonly stack: string | undefined;
      readonly cause: Thrown | null;
    }
  | {
      readonly kind: "error";
      readonly name: string;
      readonly message: string;
      readonly stack: string | undefined;
      readonly cause: Thrown | null;
    }
  | { readonly kind: "other"; readonly text: string };

/** As plain data, what another thread can throw again. */
export function thrownData(error: unknown): Thrown {
  if (!(error instanceof Error)) return { kind: "other", text: String(error) };
  const { name, message, stack } = error;
  const cause = error.cause === undefined ? null : thrownData(error.cause);
  if (!(error instanceof Diagnostic)) return { kind: "error", name, message, stack, cause };
  const { code, blame, remedy, place } = error;
  return { kind: "diagnostic", details: { code, blame, message, remedy, place }, stack, cause };
}

/** What was thrown, as it was: a diagnostic has its place and its remedy. */
export function thrownAgain(thrown: Thrown): unknown {
  if (thrown.kind === "other") return thrown.text;
  const cause = thrown.cause === null ? undefined : thrownAgain(thrown.cause);
  if (thrown.kind === "error") {
    const { name, message, stack } = thrown;
    const error = new Error(message, cause === undefined ? {} : { cause });
    return Object.assign(error, { name, stack });
  }
  const { code, blame, message, remedy, place } = thrown.details;
  const diagnostic = new Diagnostic({
    ...{ code, blame, message },
    ...(remedy !== undefined && { remedy }),
    ...(place !== undefined && { place }),
    ...(cause !== undefined && { cause }),
  });
  return Object.assign(diagnostic, { stack: thrown.stack });
}
