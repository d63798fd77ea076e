import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";

/**
 * What a person reads when `run` throws a diagnostic, at once or as a promise.
 *
 * @throws Error when it throws none; whatever else it throws.
 */
export async function renderedDiagnostic(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Diagnostic) return renderDiagnostic(error);
    throw error;
  }
  throw new Error("no diagnostic was thrown");
}
