import { join } from "node:path";
import { type PolicyName, policyNames } from "../../../spec/policies/all.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { applyEdits, type Edit } from "./edit.js";
import { type KernelTree, treeFiles } from "./tree.js";

/** One policy on the kernel's own code. */
export interface Variant {
  /** What changes in `nmi.c`; nothing for the policy that the file has. */
  readonly edits: readonly Edit[];
  /** Whether this kernel ever reads `swallow_nmi`. */
  readonly keepsSwallowNmi: boolean;
}

const toldOfNobody = (type: string): Edit => ({
  what: `v5: nmi_handle(${type}) is never back-to-back`,
  find: `nmi_handle(${type}, regs)`,
  put: `nmi_handle(${type}, regs, false)`,
});

/**
 * The built-in policies as changes of `arch/x86/kernel/nmi.c` of Linux 5.10 and later.
 *
 * `v5` puts back the walk of "[V5][PATCH 4/6] x86, nmi: add in logic to handle multiple events and
 * unknown NMIs" (Don Zickus, September 2011): `nmi_handle` is told whether the NMI is back-to-back,
 * and otherwise stops after the first handler that claimed something. `none` neither arms nor
 * swallows.
 */
export const variants: Readonly<Record<PolicyName, Variant>> = {
  none: {
    keepsSwallowNmi: false,
    edits: [
      {
        what: "none: more than one event arms nothing",
        find: "__this_cpu_write(swallow_nmi, true);",
        put: "(void)0;",
      },
      {
        what: "none: an NMI that nobody claims is never swallowed",
        find: "if (b2b && __this_cpu_read(swallow_nmi))",
        put: "if (false)",
      },
    ],
  },
  v5: {
    keepsSwallowNmi: true,
    edits: [
      {
        what: "v5: nmi_handle is told whether the NMI is back-to-back",
        find: "static int nmi_handle(unsigned int type, struct pt_regs *regs)",
        put: "static int nmi_handle(unsigned int type, struct pt_regs *regs, bool b2b)",
      },
      {
        what: "v5: the walk stops after the first handler that claimed something",
        find: "nmi_check_duration(a, delta);",
        put: "nmi_check_duration(a, delta);\n\n\t\tif (!b2b && handled)\n\t\t\tbreak;",
      },
      {
        what: "v5: nmi_handle(NMI_LOCAL) is told so",
        find: "nmi_handle(NMI_LOCAL, regs)",
        put: "nmi_handle(NMI_LOCAL, regs, b2b)",
      },
      ...["NMI_UNKNOWN", "NMI_SERR", "NMI_IO_CHECK"].map(toldOfNobody),
    ],
  },
  mainline: { keepsSwallowNmi: true, edits: [] },
};

/**
 * The text of a tree's nmi.c under a policy.
 *
 * @throws Diagnostic `linux/edit` when a change of the policy, or one of `more`, does not apply.
 */
export function variantSource(
  tree: KernelTree,
  policy: PolicyName,
  more: readonly Edit[] = [],
): string {
  const edits = [...variants[policy].edits, ...more];
  return applyEdits(join(tree.folder, treeFiles.nmiC), tree.nmiC, edits);
}

/** Which policies a tree can be compiled with, and why not with the others. */
export interface ApplicablePolicies {
  /** `mainline` is always one of them: it is the file as it stands. */
  readonly policies: readonly [PolicyName, ...PolicyName[]];
  /** The diagnostic of each policy that changes what this tree does not have. */
  readonly leftOut: readonly Diagnostic[];
}

/** Tries the changes of each policy on a tree: on one that was patched some may not apply. */
export function applicablePolicies(tree: KernelTree): ApplicablePolicies {
  const leftOut: Diagnostic[] = [];
  const applicable = policyNames.filter((policy) => {
    try {
      variantSource(tree, policy);
      return true;
    } catch (error) {
      if (!(error instanceof Diagnostic)) throw error;
      leftOut.push(error);
      return false;
    }
  });
  const [first = "mainline", ...rest] = applicable;
  return { policies: [first, ...rest], leftOut };
}
