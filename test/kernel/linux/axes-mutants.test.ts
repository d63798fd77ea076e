import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configurations } from "../../../src/engines/conform/matrix.js";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { readAxes } from "../../../src/machine/configuration/named-axes.js";
import { slice } from "../../slice.js";
import { conformLinux } from "./conform-linux.js";
import { enginesFolder } from "./engines-folder.js";

let folder = "";
beforeAll(async () => {
  folder = await enginesFolder();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const clearSerr = "reason = (reason & NMI_REASON_CLEAR_MASK) | NMI_REASON_CLEAR_SERR;";
const enableIochk = "reason &= ~NMI_REASON_CLEAR_IOCHK;";
const nests = "if (this_cpu_read(nmi_state) != NMI_NOT_RUNNING) {";

// The second of the two is in the entry for FRED.
const restoreCr2 = "write_cr2(this_cpu_read(nmi_cr2));\n\tif (IS_ENABLED(CONFIG_NMI_CHECK_CPU)) {";

/** Changes of parts of nmi.c that only a machine with the axis reaches. */
const mutants = [
  [
    "touch=yes",
    "local_touch_nmi forgets nothing",
    "__this_cpu_write(last_nmi_rip, 0);",
    "(void)0;",
  ],
  [
    "unknown-chain=greedy",
    "the NMI_UNKNOWN chain is not asked",
    "handled = nmi_handle(NMI_UNKNOWN, regs);",
    "handled = 0;",
  ],
  [
    "reason-port=yes",
    "a system error's line stays enabled",
    clearSerr,
    "reason &= NMI_REASON_CLEAR_MASK;",
  ],
  ["reason-port=yes", "an I/O check's line stays disabled", enableIochk, "(void)0;"],
  [
    "reason-port=known",
    "the chain NMI_SERR is not asked",
    "if (nmi_handle(NMI_SERR, regs))",
    "if (false)",
  ],
  [
    "reason-port=greedy",
    "the chain NMI_IO_CHECK is not asked",
    "if (nmi_handle(NMI_IO_CHECK, regs))",
    "if (false)",
  ],
  [
    "panic=unknown",
    "unknown_nmi_panic is not looked at",
    "if (unknown_nmi_panic || panic_on_unrecovered_nmi)",
    "if (panic_on_unrecovered_nmi)",
  ],
  [
    "panic=unrecovered",
    "panic_on_unrecovered_nmi is not looked at",
    "if (unknown_nmi_panic || panic_on_unrecovered_nmi)",
    "if (unknown_nmi_panic)",
  ],
  [
    "panic=io",
    "an unknown NMI panics by panic_on_io_nmi",
    "if (unknown_nmi_panic || panic_on_unrecovered_nmi)",
    "if (unknown_nmi_panic || panic_on_io_nmi)",
  ],
  [
    "reason-port=yes",
    "an I/O check is served first",
    "if (reason & NMI_REASON_SERR)",
    "if (!(reason & NMI_REASON_IOCHK))",
  ],
  [
    "nesting=yes",
    "an NMI that nests is forgotten",
    "this_cpu_write(nmi_state, NMI_LATCHED);",
    "(void)0;",
  ],
  ["nesting=yes", "an NMI that nests runs at once", nests, "if (false) {"],
  [
    "nesting=yes",
    "CR2 is not put back",
    restoreCr2,
    "(void)0;\n\tif (IS_ENABLED(CONFIG_NMI_CHECK_CPU)) {",
  ],
] as const;

test.each(slice(mutants, 6))("%s tells a kernel in which %s", async (axis, what, find, put) => {
  const tree = await provisionTree("6.12");
  const edits = [{ what, find, put }];
  const axes = readAxes([axis]);
  const wanted = configurations([[1]], [1, 2])
    .filter(({ policy, platform }) => policy === "mainline" && platform.name === "ideal")
    .map((configuration) => ({ ...configuration, axes }));
  const { command } = await buildLinuxEngine(tree, { policies: ["mainline"], edits, folder });
  const result = await conformLinux(command, { configurations: wanted, mostDivergences: 1 });
  expect(result.conforms).toBe(false);
  expect(result.divergences.length + (result.failure === null ? 0 : 1)).toBe(1);
});
