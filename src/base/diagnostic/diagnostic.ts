import { asTyped } from "../package/program-name.js";

/** A place in a file of the user's, counted from 1, with the text of its line. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly source?: string;
  /** Where in `source` the caret stands, when `source` is an excerpt of a long line. */
  readonly caret?: number;
}

/** Who can fix it: the user (exit code 2), or whoever installed a tool that is missing or broke (3). */
export type Blame = "user" | "tool";

/** What a diagnostic is made of. */
export interface DiagnosticDetails<Code extends string> {
  /** Stable, for machines: `room/what`, for example `tlc/jar-digest`. */
  readonly code: Code;
  readonly blame: Blame;
  /** What is wrong, in one or two sentences. */
  readonly message: string;
  /** What to do about it: a command where one fixes it, as `` `nmicheck …` ``. */
  readonly remedy?: string;
  readonly place?: Place;
  readonly cause?: unknown;
}

/**
 * A failure that is for the user: what is wrong, where, and what to do. Each room keeps the closed
 * union of its codes and the functions that make its diagnostics in a `diagnostics.ts` of its own.
 */
export class Diagnostic<Code extends string = string> extends Error {
  override readonly name = "Diagnostic";
  readonly code: Code;
  readonly blame: Blame;
  /** Its commands are as the person types them. */
  readonly remedy: string | undefined;
  readonly place: Place | undefined;

  constructor(details: DiagnosticDetails<Code>) {
    super(details.message, { cause: details.cause });
    this.code = details.code;
    this.blame = details.blame;
    this.remedy = details.remedy === undefined ? undefined : asTyped(details.remedy);
    this.place = details.place;
  }
}
