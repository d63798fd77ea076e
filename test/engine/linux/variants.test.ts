import { expect, test } from "vitest";
import { applicablePolicies, variantSource } from "../../../src/engines/linux/variants.js";

/** As much of an nmi.c as the policies change. */
const nmiC = `static int nmi_handle(unsigned int type, struct pt_regs *regs)
		nmi_check_duration(a, delta);
	if (nmi_handle(NMI_SERR, regs))
	if (nmi_handle(NMI_IO_CHECK, regs))
	handled = nmi_handle(NMI_UNKNOWN, regs);
	handled = nmi_handle(NMI_LOCAL, regs);
			__this_cpu_write(swallow_nmi, true);
	if (b2b && __this_cpu_read(swallow_nmi))
`;
const tree = { folder: "/src/linux", version: "6.99", nmiC, nmiH: "" };

test("mainline is the file as it stands, and the others are changes of it", () => {
  expect(applicablePolicies(tree)).toEqual({ policies: ["none", "v5", "mainline"], leftOut: [] });
  expect(variantSource(tree, "mainline")).toBe(nmiC);
  expect(variantSource(tree, "none")).toContain("if (false)");
  expect(variantSource(tree, "v5")).toContain("if (!b2b && handled)\n\t\t\tbreak;");
  expect(variantSource(tree, "v5")).toContain("nmi_handle(NMI_UNKNOWN, regs, false)");
});

test("on a patched tree the policies that do not apply are left out, with the reason", () => {
  const patched = { ...tree, nmiC: nmiC.replace("b2b && __this", "__this") };
  const { policies, leftOut } = applicablePolicies(patched);
  expect(policies).toEqual(["v5", "mainline"]);
  expect(leftOut.map(({ message }) => message)).toEqual([
    "/src/linux/arch/x86/kernel/nmi.c cannot be changed as planned (none: an NMI that nobody claims is never swallowed): the text to replace is not there.",
  ]);
});
