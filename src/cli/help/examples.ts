import type { Example } from "./arrange.js";

const examples: Readonly<Record<string, readonly Example[]>> = {
  check: [
    ["check", "the scorecard: each policy on each platform against each property"],
    ["check --policy mainline --platform ideal", "four verdicts, each with its counterexample"],
    ["check --policy once.ts --watch", "a policy of your own, again whenever you save it"],
    ["check --axis nesting=yes --property NoSpurious", "one verdict, on a machine where NMIs nest"],
  ],
  explain: [["explain --reductions --chain 2,2", "what may be left out on this machine, and why"]],
  prove: [["prove --policy mainline", "which of its verdicts hold for every chain"]],
  init: [["init --policy once.ts", "nmicheck.config.ts, and once.ts's counterexamples beside it"]],
  gate: [
    ["gate", "0 if every verdict is the expected one, 1 and the difference if not"],
    ["gate --update", "a change that was meant becomes what is expected"],
    ["gate --reporter github --reporter junit=gate.xml", "annotations, and a file for the CI"],
  ],
  "verify-certificate": [
    ["verify-certificate certificates/small.json", "whether the file is what the gate proved"],
  ],
  generate: [
    ["generate --check", "whether generated/ is what the model compiles to"],
    ["generate --policy once.ts --out once-tla", "the TLA+ of your policy, to read or to run"],
  ],
  trace: [["trace traces/mainline.trace.json", "each event, latch, slots and memory beside it"]],
  replay: [
    ["replay traces", "every trace of the folder on the reference engine"],
    ["replay traces --engine linux:6.12", "the same on nmi.c of Linux 6.12, compiled"],
    ["replay traces --engine qemu:6.12", "the same on Debian's kernel, booted under QEMU"],
    ["replay --log nmicheck.log", "whether a machine did what a module of `module` asked"],
  ],
  module: [
    ["module --out nmi-module", "the counterexamples of mainline, to be run by sh run.sh there"],
    ["module traces --out nmi-module", "traces that you have"],
  ],
  conform: [
    ["conform --engine linux:6.12", "nmi.c against the model, on every edge"],
    ["conform --policy once.ts --engine linux:../linux", "your patch against your policy"],
  ],
  learn: [["learn --engine linux:6.12 --out learned.ts", "the policy of this nmi.c, to be read"]],
  review: [
    ["review fix.patch", "which verdicts of Linux 6.12 the patch changes, and from what cause"],
    ["review fix.patch --tree ../linux --format github", "of your tree, as annotations"],
    ["review --before linux:6.1 --after linux:6.12", "what two trees do differently"],
  ],
  audit: [
    ["audit nmi.log kernel.log", "each NMI that nobody claimed: can it have been real?"],
    ["audit --follow trace_pipe", "the same while the machine runs"],
    ["audit --how", "how to record such a log"],
  ],
  find: [["find NoFalseSwallow", "every way in which mainline swallows a real NMI, by cause"]],
  report: [
    ["report --open", "nmicheck-report.html, in your browser"],
    ["report --policy once.ts --no-limits --no-atlas", "your policy alone, sooner"],
  ],
  play: [
    ["play --open", "the model in your browser: you say what happens next"],
    ["play --terminal", "the same here, line by line; `help` tells what to type"],
    ["play --open --trace traces/mainline.trace.json", "a counterexample, to go on from"],
  ],
  axes: [["axes", "the names and values that --axis takes"]],
  atlas: [["atlas --out atlas", "atlas.md and atlas.json"]],
  mutate: [["mutate --file once.ts", "which changes of once.ts your gates let pass"]],
  limits: [
    ["limits", "what no policy can tell apart, from the return address and the handlers' sum"],
    ["limits --observe rip,bitmap", "the same for a CPU that has FRED's bitmap of sources"],
  ],
  "engine-test": [
    ['engine-test --engine-command "python3 engine.py"', "which rules your engine breaks"],
  ],
  worker: [["worker --join 192.0.2.7:10997", "two hands more for the check that listens there"]],
  doctor: [["doctor", "0 if all is there, 3 and what to type if not"]],
  setup: [
    ["setup", "TLC in your cache"],
    ["setup --engine qemu", "what booted kernels need (as root, on Debian)"],
  ],
};

/** Examples of a command; empty for one that is unknown. */
export function examplesOf(command: string): readonly Example[] {
  return examples[command] ?? [];
}
