import { ANY_ENDING, type EndingMask, endingBit } from "./observed-nmi.js";

const UNKNOWN = endingBit("reported");
const PORT = endingBit("external");

/**
 * Handlers that the kernel registers for other chains than NMI_LOCAL (6.1, 6.12), and how an NMI ends
 * for which one of them is called: `hpwdt_pretimeout` (drivers/watchdog/hpwdt.c) is on NMI_UNKNOWN,
 * NMI_SERR and NMI_IO_CHECK, `ipmi_nmi` (drivers/char/ipmi/ipmi_watchdog.c) and `uv_handle_nmi`
 * (arch/x86/platform/uv/uv_nmi.c) on NMI_UNKNOWN.
 */
const others: ReadonlyMap<string, EndingMask> = new Map([
  ["hpwdt_pretimeout", UNKNOWN | PORT],
  ["ipmi_nmi", UNKNOWN],
  ["uv_handle_nmi", UNKNOWN],
]);

/** Which handlers of a log are not of the NMI_LOCAL chain. */
export class OtherChains {
  readonly #registered: ReadonlySet<string>;

  /** @param registered the user's word: they are on NMI_UNKNOWN as long as the log goes */
  constructor(registered: readonly string[]) {
    this.#registered = new Set(registered);
  }

  /** How an NMI ends in which this handler is called; null for one of the NMI_LOCAL chain. */
  endingWith(name: string): EndingMask | null {
    const bare = bareName(name);
    if (this.#registered.has(bare)) return UNKNOWN;
    return others.get(bare) ?? null;
  }

  /** How an NMI can end in which no handler of another chain was called. */
  get endingWithout(): EndingMask {
    return this.#registered.size > 0 ? ANY_ENDING & ~UNKNOWN : ANY_ENDING;
  }
}

/** The name of a handler without its module: `nmicheck_handler [nmicheck]`. */
export function bareName(name: string): string {
  const module = name.indexOf(" [");
  return module < 0 ? name : name.slice(0, module);
}
