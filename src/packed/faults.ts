import { Fault } from "../fault/fault.js";

export type PackedFaultCode = "packed/different-model";

/** The compiled model and the model that is executed beside it are not the same one. */
export function differentModel(difference: string): Fault<PackedFaultCode> {
  return new Fault({
    code: "packed/different-model",
    blame: "tool",
    message: `the compiled model and the executed one differ: ${difference}.`,
    remedy: "this is a bug of nmicheck: explore with the plain explorer, and report it.",
  });
}
