/** A change of the reference engine's source that makes it wrong. */
export interface Mutant {
  readonly name: string;
  readonly file: "nmi.ts" | "hardware.ts" | "machine.ts" | "operations.ts" | "axes.ts" | "port.ts";
  /** Occurs exactly once in the file. */
  readonly from: string;
  readonly to: string;
}

function mutant(name: string, file: Mutant["file"], from: string, to: string): Mutant {
  return { name, file, from, to };
}

const arms = "if (patches.swallow && handled > 1) cpu.swallowNmi = true;";
const swallows = "if (b2b && cpu.swallowNmi) return;";
const stops = "if (patches.loopOnce && !b2b && handled > 0) break;";
const resets = "else cpu.swallowNmi = false;";
const remembers = "cpu.lastNmiRip = regs.ip;";
const happens = "    bits[slot] = true;\n    if (!this.#passesLvtpc(handler)) return;";
const settles = "this.#happen(Number.POSITIVE_INFINITY);";
const moves = "    this.#ip = ip;\n";

/** Wrong turns of a machine that reports NMIs' sources. */
export const sourceMutants: readonly Mutant[] = [
  mutant("bit 0 calls nobody", "nmi.ts", "(1 << NMIS_NO_SOURCE) | (1 << vector)", "1 << vector"),
  mutant(
    "all handlers are called",
    "nmi.ts",
    "if (!isAsked && !matchNmiSource(regs.eventData, vector)) continue;",
    "",
  ),
  mutant(
    "sources of edges that fold are lost",
    "hardware.ts",
    "else this.#sources |= bit;",
    "else this.#sources = bit;",
  ),
  mutant(
    "the latch keeps its sources",
    "hardware.ts",
    "    this.#sources = this.#secondSources;\n",
    "",
  ),
  mutant("LINT1 has no vector", "axes.ts", "lint1: { otherVector: 2,", "lint1: { otherVector: 0,"),
  mutant(
    "an empty bitmap calls nobody",
    "nmi.ts",
    "regs.eventData === 0 || vector === null",
    "vector === null",
  ),
];

/** A wrong turn that only a machine with these values of axes takes. */
export interface AxisMutant extends Mutant {
  readonly axes: readonly string[];
}

function onAxes(axes: string, ...[name, file, from, to]: Parameters<typeof mutant>): AxisMutant {
  return { ...mutant(name, file, from, to), axes: axes.split(" ") };
}

const fixes = 'if (this.board.axes.port === "fixing") this.hardware.port.fix(line);';
const claimsAlways = 'if (isFirst && handlerQuirk === "greedy" && handled === 0) handled = 1;';
const panicsAtUnknown =
  'if (panic === "unknown_nmi_panic" || panic === "panic_on_unrecovered_nmi") nmiPanic();';

/** One wrong turn at least of each value of an axis. */
export const axisMutants: readonly AxisMutant[] = [
  onAxes("touch=yes", "nothing is forgotten", "nmi.ts", "  cpu.lastNmiRip = 0;\n", ""),
  onAxes(
    "front-handler=rendezvous",
    "a summons is for each NMI",
    "hardware.ts",
    '    if (this.#board.axes.front === "once") this.#summoned = false;\n',
    "",
  ),
  onAxes(
    "front-handler=emergency",
    "a summons is for one NMI",
    "hardware.ts",
    'if (this.#board.axes.front === "once") this.#summoned',
    "this.#summoned",
  ),
  onAxes(
    "nmi-injection=drops",
    "nothing is lost",
    "hardware.ts",
    "    if (forgetful && this.#inNmi && !this.#unblocked) return;\n",
    "",
  ),
  onAxes(
    "latch-depth=2",
    "a second NMI is lost",
    "hardware.ts",
    "      this.#secondNmi = true;\n",
    "",
  ),
  onAxes(
    "lvtpc=early",
    "the LVTPC is written after the last counter",
    "machine.ts",
    '(lvtpc === "early" && slot === 0)',
    '(lvtpc === "early" && slot === slots - 1)',
  ),
  onAxes(
    "lvtpc=late",
    "the LVTPC stays masked",
    "hardware.ts",
    "    this.#lvtpcMasked = false;\n",
    "",
  ),
  onAxes(
    "lvtpc=forgotten",
    "a PMI does not mask its entry",
    "hardware.ts",
    "    this.#lvtpcMasked = true;\n",
    "",
  ),
  onAxes(
    "reason-port=yes",
    "a system error's line stays enabled",
    "nmi.ts",
    "  outb((reason & CLEAR_MASK) | CLEAR_SERR);\n",
    "",
  ),
  onAxes(
    "reason-port=yes",
    "an I/O check's line stays disabled",
    "nmi.ts",
    "  outb(disabled & ~CLEAR_IOCHK);\n",
    "",
  ),
  onAxes("reason-port=known", "nobody fixes a system error", "machine.ts", fixes, ""),
  onAxes(
    "reason-port=greedy",
    "a greedy driver fixes a system error",
    "machine.ts",
    fixes,
    "this.hardware.port.fix(line);",
  ),
  onAxes(
    "unknown-chain=own",
    "a device that was asked stays discontent",
    "hardware.ts",
    "    this.#device = false;\n    return said;",
    "    return said;",
  ),
  onAxes(
    "pmu=vanishing",
    "status bits do not vanish",
    "hardware.ts",
    "    bits.fill(false);\n",
    "",
  ),
  onAxes(
    "pmu=stopped",
    "the driver takes each NMI for its own after a stop",
    "machine.ts",
    '      if (pmuExcuses === "one") this.hardware.excuse = false;\n',
    "",
  ),
  onAxes(
    "pmu=late",
    "an edge that has come is on its way still",
    "hardware.ts",
    "    this.#inFlight = false;\n    this.#edge(vectorsOf(this.#board, 0).sent);",
    "    this.#edge(vectorsOf(this.#board, 0).sent);",
  ),
  onAxes(
    "pmu=window",
    "an event opens no window",
    "machine.ts",
    '    if (isFirst && pmuExcuses === "window" && handled > 0) this.hardware.excuse = true;\n',
    "",
  ),
  ...["greedy", "own-greedy", "greedy-own"].map((value) =>
    onAxes(
      `unknown-chain=${value}`,
      "a greedy driver takes nothing",
      "machine.ts",
      'kind === "greedy" || this.hardware.askDevice()',
      'kind === "own" && this.hardware.askDevice()',
    ),
  ),
  onAxes("handler-quirk=greedy", "a greedy driver claims nothing", "machine.ts", claimsAlways, ""),
  onAxes(
    "handler-quirk=no-ack",
    "every driver keeps what it claims",
    "machine.ts",
    'isFirst && handlerQuirk === "no-ack"',
    'handlerQuirk === "no-ack"',
  ),
  onAxes(
    "handler-quirk=double-count",
    "an event counts once",
    "machine.ts",
    "handled *= 2",
    "handled *= 1",
  ),
  onAxes("nesting=yes", "an NMI that nests is forgotten", "nmi.ts", "    cpu.nmiState = 2;\n", ""),
  onAxes(
    "panic=unknown",
    "unknown_nmi_panic is not looked at",
    "nmi.ts",
    panicsAtUnknown,
    'if (panic === "panic_on_unrecovered_nmi") nmiPanic();',
  ),
  onAxes(
    "panic=unrecovered",
    "panic_on_unrecovered_nmi is not looked at",
    "nmi.ts",
    panicsAtUnknown,
    'if (panic === "unknown_nmi_panic") nmiPanic();',
  ),
  onAxes(
    "panic=unrecovered reason-port=yes",
    "a system error does not panic",
    "nmi.ts",
    '  if (panic === "panic_on_unrecovered_nmi") nmiPanic();\n',
    "",
  ),
  onAxes(
    "panic=io reason-port=yes",
    "an I/O check does not panic",
    "nmi.ts",
    '  if (panic === "panic_on_io_nmi") nmiPanic();\n',
    "",
  ),
];

/** Wrong turns of the kernel, of the hardware, and of what stands between them and the protocol. */
export const mutants: readonly Mutant[] = [
  mutant("every NMI passes for back-to-back", "nmi.ts", "let b2b = false;", "let b2b = true;"),
  mutant("no NMI passes for back-to-back", "nmi.ts", "b2b = true;", "b2b = false;"),
  mutant("swallow_nmi is not reset", "nmi.ts", resets, ""),
  mutant("swallow_nmi is reset by every NMI", "nmi.ts", resets, "cpu.swallowNmi = false;"),
  mutant("last_nmi_rip is forgotten", "nmi.ts", remembers, ""),
  mutant(
    "last_nmi_rip is that of the first NMI",
    "nmi.ts",
    remembers,
    `if (cpu.lastNmiRip === 0) ${remembers}`,
  ),
  mutant("one event arms", "nmi.ts", arms, arms.replace("> 1", "> 0")),
  mutant("two events do not arm", "nmi.ts", arms, arms.replace("> 1", "> 2")),
  mutant("only a back-to-back NMI arms", "nmi.ts", arms, arms.replace("handled", "b2b && handled")),
  mutant(
    "a kernel without the patch arms",
    "nmi.ts",
    arms,
    arms.replace("patches.swallow && ", ""),
  ),
  mutant(
    "an NMI with one event disarms",
    "nmi.ts",
    arms,
    "cpu.swallowNmi = patches.swallow && handled > 1;",
  ),
  mutant("every back-to-back NMI is swallowed", "nmi.ts", swallows, "if (b2b) return;"),
  mutant("nothing is swallowed", "nmi.ts", swallows, ""),
  mutant(
    "swallowing disarms",
    "nmi.ts",
    swallows,
    "if (b2b && cpu.swallowNmi) { cpu.swallowNmi = false; return; }",
  ),
  mutant("an NMI that was handled is reported, too", "nmi.ts", `${arms}\n    return;`, arms),
  mutant("v5 stops in back-to-back NMIs, too", "nmi.ts", stops, stops.replace("!b2b && ", "")),
  mutant("v5 stops in back-to-back NMIs only", "nmi.ts", stops, stops.replace("!b2b", "b2b")),
  mutant("v5 stops whatever was claimed", "nmi.ts", stops, stops.replace(" && handled > 0", "")),
  mutant("every kernel stops", "nmi.ts", stops, stops.replace("patches.loopOnce && ", "")),
  mutant("v5 does not stop", "operations.ts", "loopOnce: true", "loopOnce: false"),
  mutant("the latch is not emptied", "hardware.ts", "    this.#nmiPin = this.#secondNmi;\n", ""),
  mutant(
    "an edge during an NMI is lost",
    "hardware.ts",
    settles,
    `${settles}\n    this.#nmiPin = false;`,
  ),
  mutant(
    "a claimed event stays active",
    "hardware.ts",
    "    if (clears) bits[slot] = false;\n",
    "",
  ),
  mutant("an event sends no edge", "hardware.ts", happens, "    bits[slot] = true;\n    return;"),
  mutant(
    "an event of an active slot sends no edge",
    "hardware.ts",
    happens,
    "    const isNew = bits[slot] !== true;\n    bits[slot] = true;\n    if (!isNew || !this.#passesLvtpc(handler)) return;",
  ),
  mutant("what arrives is seen a poll too late", "hardware.ts", "before > poll", "before >= poll"),
  mutant("what is left over does not happen", "hardware.ts", settles, ""),
  mutant(
    "the CPU stays while an NMI is pending",
    "hardware.ts",
    moves,
    `    if (!this.#nmiPin) ${moves.trim()}\n`,
  ),
  mutant(
    "a handler claims one event at a time",
    "machine.ts",
    "handled++;",
    "return (this.#run.claimed[handler] = 1);",
  ),
  mutant("a handler counts one event at most", "machine.ts", "handled++;", "handled = 1;"),
  mutant(
    "a handler looks at its last slot first",
    "machine.ts",
    "readAndClear(handler, slot, clears)",
    "readAndClear(handler, slots - 1 - slot, clears)",
  ),
];
