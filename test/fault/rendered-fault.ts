import { Fault } from "../../src/base/fault/fault.js";
import { renderFault } from "../../src/base/fault/render.js";

/**
 * What a person reads when `run` throws a fault, at once or as a promise.
 *
 * @throws Error when it throws none; whatever else it throws.
 */
export async function renderedFault(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Fault) return renderFault(error);
    throw error;
  }
  throw new Error("no fault was thrown");
}
