import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";

/** The diagnostic that a promise is rejected with; anything else fails the test. */
export async function diagnosticOf(promise: Promise<unknown>): Promise<Diagnostic> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Diagnostic) return error;
    throw error;
  }
  throw new Error("no fault came");
}
