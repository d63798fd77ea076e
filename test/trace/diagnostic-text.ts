import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";

/** The diagnostic that `run` throws, as a person reads it. */
export async function diagnosticText(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Diagnostic) return renderDiagnostic(error);
    throw error;
  }
  throw new Error("there was no fault");
}
