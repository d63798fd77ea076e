import { Fault } from "../../src/base/fault/fault.js";
import { renderFault } from "../../src/base/fault/render.js";

/** The fault that `run` throws, as a person reads it. */
export async function faultText(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Fault) return renderFault(error);
    throw error;
  }
  throw new Error("there was no fault");
}
