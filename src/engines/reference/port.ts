import { Refusal } from "./refusal.js";

/** `NMI_REASON_SERR` and `NMI_REASON_IOCHK`, and the bits that clear and disable their lines. */
export const SERR = 0x80;
export const IOCHK = 0x40;
export const CLEAR_SERR = 0x04;
export const CLEAR_IOCHK = 0x08;
/** `NMI_REASON_CLEAR_MASK`: what may be written back. */
export const CLEAR_MASK = 0x0f;

/** A line that ends in port 0x61. */
export type PortLine = "serr" | "iochk";

/** Port 0x61, "NMI status and control", as far as NMIs go. */
export class Port {
  /** The bits that can be read: who has something to say, and whose line is disabled. */
  #bits = 0;

  get bits(): number {
    return this.#bits;
  }

  set bits(bits: number) {
    this.#bits = bits;
  }

  /** A line is pulled. */
  pull(line: PortLine): void {
    const [bit, disabled] = line === "serr" ? [SERR, CLEAR_SERR] : [IOCHK, CLEAR_IOCHK];
    if ((this.#bits & bit) !== 0) throw new Refusal("order", `${line} is pulled already`);
    if ((this.#bits & disabled) !== 0) throw new Refusal("order", `the line ${line} is disabled`);
    this.#bits |= bit;
  }

  /** The cause of a line is fixed: nobody pulls it any more. */
  fix(line: PortLine): void {
    this.#bits &= line === "serr" ? ~SERR : ~IOCHK;
  }

  /** What the kernel writes: a line that it disables is cleared. */
  write(value: number): void {
    const disabled = value & (CLEAR_SERR | CLEAR_IOCHK);
    let standing = this.#bits & (SERR | IOCHK);
    if ((disabled & CLEAR_SERR) !== 0) standing &= ~SERR;
    if ((disabled & CLEAR_IOCHK) !== 0) standing &= ~IOCHK;
    this.#bits = standing | disabled;
  }
}
