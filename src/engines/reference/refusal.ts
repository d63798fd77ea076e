import type { RefusalCode } from "../protocol.js";

/** A request that cannot be done as asked; the engine goes on with its state unchanged. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
