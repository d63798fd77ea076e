import { Fault } from "../../src/base/fault/fault.js";

/** The fault that a promise is rejected with; anything else fails the test. */
export async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error("no fault came");
}
