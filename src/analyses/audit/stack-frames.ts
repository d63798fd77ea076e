/**
 * The entries of the kernel that an NMI comes through (arch/x86/entry/entry_64.S, entry_fred.c;
 * `nmi` before 5.8): the frame behind the last of them is what it interrupted.
 */
const ENTRY =
  /^(?:asm_exc_nmi|end_repeat_nmi|repeat_nmi|first_nmi|nmi_restore|nmi|asm_exc_nmi_kvm_vmx|asm_fred_entrypoint_(?:kernel|user))(?:[+ ]|$)/;

/** An address, or the name of a function alone. */
export interface Frame {
  readonly at: string;
  readonly exact: boolean;
}

/**
 * A frame of a stack trace, its name first: `=> exc_nmi+0x7f/0x110 <ffffffff8102c0e3>` of ftrace,
 * `=> exc_nmi (ffffffff8102c0e3)` of trace-cmd, `ffffffff8102c0e3 exc_nmi+0x7f ([kernel])` of perf.
 * Null for a line that is none.
 */
export function readFrame(text: string): (Frame & { readonly isEntry: boolean }) | null {
  const line = text.trim();
  const ftrace = /^=>\s*(.+)$/.exec(line)?.[1];
  const perf = ftrace === undefined ? /^([0-9a-f]{4,16}) (.+)$/.exec(line) : null;
  const name = ftrace ?? perf?.[2];
  if (name === undefined) return null;
  const address = perf?.[1] ?? /[<(]([0-9a-f]{8,16})[>)]$/.exec(name)?.[1];
  const [symbol = ""] = name.split(/ (?:\[|<|\()/);
  const exact =
    address !== undefined || /\+0x[0-9a-f]+/.test(symbol) || /^0x[0-9a-f]+$/.test(symbol);
  return { at: address ?? symbol, exact, isEntry: ENTRY.test(symbol) };
}

/** Finds, frame by frame, where an NMI found the CPU. */
export class Interruption {
  #entered = false;
  #found = false;

  /** The interrupted frame, once, when it comes. */
  frame(text: string): Frame | null {
    if (this.#found) return null;
    const frame = readFrame(text);
    if (frame === null) return null;
    if (frame.isEntry) {
      this.#entered = true;
      return null;
    }
    if (!this.#entered) return null;
    this.#found = true;
    return { at: frame.at, exact: frame.exact };
  }
}
