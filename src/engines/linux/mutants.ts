import type { Edit } from "./edit.js";

/** A small change of `nmi.c`: a test of the kernel's behaviour that cannot see it sees too little. */
export interface Mutant {
  readonly name: string;
  readonly edit: Edit;
  /** Where the change makes no difference that any NMI shows: why. */
  readonly equivalent?: string;
}

function mutant(name: string, find: string, put: string, equivalent?: string): Mutant {
  const edit = { what: `mutant ${name}`, find, put };
  return equivalent === undefined ? { name, edit } : { name, edit, equivalent };
}

const decision = "if (b2b && __this_cpu_read(swallow_nmi))";
const reset = "__this_cpu_write(swallow_nmi, false);";
const arming = "__this_cpu_write(swallow_nmi, true);";
const keepRip = "__this_cpu_write(last_nmi_rip, regs->ip);";
const count = "handled += thishandled;";
const entering = "this_cpu_write(nmi_state, NMI_EXECUTING);";

const resetCoversIt =
  "swallow_nmi is reset at the top of every NMI that is not back-to-back, and in an NMI that " +
  "reaches the decision nothing sets it: armed there implies back-to-back";

/**
 * Mutants of `nmi.c` as it stands in Linux 6.1 and 6.12 (policy mainline), each one change of one
 * line.
 */
export const mutants: readonly Mutant[] = [
  // The decision.
  mutant("drop-b2b", decision, "if (__this_cpu_read(swallow_nmi))", resetCoversIt),
  mutant("drop-swallow-nmi", decision, "if (b2b)"),
  mutant("b2b-or-armed", decision, "if (b2b || __this_cpu_read(swallow_nmi))"),
  mutant("not-b2b", decision, "if (!b2b && __this_cpu_read(swallow_nmi))"),
  mutant("not-armed", decision, "if (b2b && !__this_cpu_read(swallow_nmi))"),
  mutant("always-swallow", decision, "if (true)"),
  mutant("never-report", "unknown_nmi_error(reason, regs);", "(void)0;"),
  mutant(
    "drop-swallow-count",
    "__this_cpu_add(nmi_stats.swallow, 1);",
    "(void)0;",
    "nothing in the kernel reads nmi_stats.swallow",
  ),
  // Back-to-back.
  mutant("drop-reset", reset, "(void)0;"),
  mutant("reset-arms", reset, "__this_cpu_write(swallow_nmi, true);"),
  mutant("forget-last-nmi-rip", keepRip, "(void)0;"),
  mutant("zero-last-nmi-rip", keepRip, "__this_cpu_write(last_nmi_rip, 0);"),
  mutant("shift-last-nmi-rip", keepRip, "__this_cpu_write(last_nmi_rip, regs->ip + 1);"),
  mutant("other-rip-is-b2b", "regs->ip == __this", "regs->ip != __this"),
  mutant("any-earlier-nmi-is-b2b", "regs->ip == __this", "0 != __this"),
  mutant("never-b2b", "b2b = true;", "b2b = false;"),
  mutant("b2b-from-the-start", "bool b2b = false;", "bool b2b = true;", resetCoversIt),
  // Arming.
  mutant("arm-at-one", "handled > 1", "handled > 0"),
  mutant("arm-at-three", "handled > 1", "handled > 2"),
  mutant("arm-at-two-only", "handled > 1", "handled == 2"),
  mutant("never-arm", arming, "(void)0;"),
  mutant("arming-disarms", arming, "__this_cpu_write(swallow_nmi, false);"),
  mutant("claimed-goes-on", `${arming}\n\t\tgoto out;`, arming),
  // The walk of the chain.
  mutant("stop-the-walk", count, `${count} if (handled) break;`),
  mutant("count-the-last-handler", count, "handled = thishandled;"),
  mutant("count-handlers", count, "handled += !!thishandled;"),
  mutant("count-with-or", count, "handled |= thishandled;"),
  mutant("count-from-one", "int handled=0;", "int handled=1;"),
  mutant("count-nothing", "return handled;", "return 0;"),
  mutant("chain-backwards", "list_add_tail_rcu(&action", "list_add_rcu(&action"),
  mutant("wrong-chain", "nmi_handle(NMI_LOCAL, regs)", "nmi_handle(NMI_UNKNOWN, regs)"),
  mutant("walk-again", "nmi_handle(NMI_UNKNOWN, regs)", "nmi_handle(NMI_LOCAL, regs)"),
  // Entry and exit.
  mutant("ignore-nmis", "if (!ignore_nmis)", "if (ignore_nmis)"),
  mutant("stay-executing", "if (this_cpu_dec_return(nmi_state))", "if (false)"),
  mutant("run-twice", entering, "this_cpu_write(nmi_state, NMI_LATCHED);"),
  mutant(
    "keep-the-reason-lock",
    "raw_spin_unlock(&nmi_reason_lock);\n\n\t/*\n\t * Only",
    "/*\n\t * Only",
  ),
];
