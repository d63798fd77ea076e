import { CommanderError } from "commander";
import { nmicheckVersion } from "../base/package/version.js";
import { EXIT, type ExitCode, exitCodeFrom } from "./exit-code.js";
import { endBy, Interrupted } from "./interrupt.js";
import * as takes from "./options.js";
import { GroupedCommand, readFormerNames } from "./options.js";
import { processOutput } from "./output.js";
import { collect, refuseRepeated } from "./repeated-options.js";

const output = processOutput();
let exitCode: ExitCode = EXIT.expected;

/** Runs a command that is loaded only now: most of nmicheck's libraries belong to one command. */
function run<Args extends readonly unknown[]>(
  load: () => Promise<(...args: Args) => Promise<ExitCode>>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    exitCode = await exitCodeFrom(async () => (await load())(...args), output);
  };
}

const program = new GroupedCommand("nmicheck")
  .description(
    "Model-checks x86 NMI dispatch: a typed model in TypeScript, compiled to TLA+, checked by TLC, its counterexamples replayed on real engines.",
  )
  .version(nmicheckVersion())
  .showHelpAfterError("(nmicheck --help shows what there is)")
  .exitOverride();

program
  .command("check")
  .description(
    "a verdict on each property, with its counterexample; without options, the whole scorecard",
  )
  .takes(
    takes.policies(";\nmuseum: these and those of other kernels, in one scorecard"),
    takes.machines(),
    takes.axes(),
    takes.properties(),
    takes.checker(),
  )
  .option(
    "--reductions <names>",
    "what is left out: none (the default), all, or some of symmetry,dead,chains",
  )
  .option(
    "--checkpoint <folder>",
    "the explorer, or TLC, saves a long run there, and goes on from it",
  )
  .option("--save-explorer <file>", "write the explorer that the model was compiled to")
  .option("--distributed", "TLC as a server with --workers worker processes (with --checker tlc)")
  .option("--listen <host:port>", "the address where workers of other machines may join the server")
  .option("--out <folder>", "where to write counterexamples")
  .option("--watch", "answer again whenever a policy file is saved, until Ctrl-C")
  .takes(takes.json("check/1"))
  .action(run(async () => (await import("./commands/check.js")).checkCommand(output)));

program
  .command("explain")
  .description("how the explorer packs states; which reductions apply, and why they are sound")
  .takes(takes.policy(), takes.machine())
  .option("--packing", "only the packing")
  .option("--reductions", "only the reductions")
  .takes(takes.json("explain/2"))
  .action(run(async () => (await import("./commands/explain.js")).explainCommand(output)));

program
  .command("prove")
  .description("whether what holds does so for every chain and any number of ips")
  .takes(takes.policies(), takes.machinesOfAnySize())
  .option("--property <name>", "NoFalseSwallow, NoSpurious, NoMasked or NoStranded", collect)
  .option("--timeout <seconds>", "the most that a solver may take for one answer: 10 by default")
  .option("--out <folder>", "where to write the proof obligations, as SMT-LIB 2")
  .takes(takes.json("prove/1"))
  .action(run(async () => (await import("./commands/prove.js")).proveCommand(output)));

program
  .command("init")
  .description("a first nmicheck.config.ts that passes, with its counterexamples beside it")
  .takes(takes.machinesOfAnySize())
  .option("--policy <name|file>", "the policy that it is about: mainline by default")
  .action(run(async () => (await import("./commands/init.js")).initCommand(output)));

program
  .command("gate")
  .description("whether all verdicts are those that nmicheck.config.ts expects, by TLC: for CI")
  .takes(takes.tlcJar())
  .option("--config <file>", "the config; by default nmicheck.config.ts here or in a folder above")
  .option("--gate <name>", "only this gate", collect)
  .option("--checker <name>", "tlc (the default) or explorer, which certifies nothing")
  .option("--workers <number>", "threads of a run of TLC")
  .option("--heap <size>", "memory of a run of TLC, for example 2g")
  .option("--memory <size>", "memory of all that runs at once; most of the machine's by default")
  .option("--timeout <seconds>", "end each run after this time; its gate then fails")
  .option("--update", "write what was found as what is expected; never in CI")
  .option("--no-cache", "prove everything again")
  .option("--certificates <folder>", "write the certificate of each gate there")
  .option(
    "--reporter <name[=file]>",
    "terminal, json, junit, sarif or github; several at once",
    collect,
  )
  .takes(takes.json("gate/1"))
  .action(run(async () => (await import("./commands/gate.js")).gateCommand(output)));

program
  .command("verify-certificate <file>")
  .description("whether a gate's certificate is true: its hashes and, with --rerun, its proof")
  .takes(takes.policyFile(), takes.tlcJar())
  .option("--rerun", "prove everything again")
  .takes(takes.json("verify-certificate/1"))
  .action(
    run(async () =>
      (await import("./commands/verify-certificate.js")).verifyCertificateCommand(output),
    ),
  );

program
  .command("generate")
  .description("the TLA+ of the built-in policies, in generated/, or that of one machine")
  .takes(takes.machines())
  .option("--check", "only say whether the folder is up to date")
  .option("--out <folder>", "another folder")
  .option("--policy <name|file>", "the TLA+ of this policy alone, to --out")
  .action(run(async () => (await import("./commands/generate.js")).generateCommand(output)));

program
  .command("trace <file>")
  .description("a behaviour event by event, once the typed model has confirmed it")
  .takes(takes.policyFile())
  .option("--json", "print the trace itself")
  .action(run(async () => (await import("./commands/trace.js")).traceCommand(output)));

program
  .command("replay [files...]")
  .description("whether an engine does what traces say; if not, the first divergence")
  .takes(takes.engine(), takes.policyFile())
  .option("--log <file>", "in place of traces and engine: the log of a run of `module`")
  .takes(takes.json("replay/1"))
  .action(run(async () => (await import("./commands/replay.js")).replayCommand(output)));

program
  .command("module [files...]")
  .description("traces as a kernel module for a machine of your own, with its runner and warnings")
  .takes(takes.policies(), takes.machines(), takes.properties())
  .requiredOption("--out <folder>", "where to write it: then, on the machine, sh run.sh")
  .action(run(async () => (await import("./commands/module.js")).moduleCommand(output)));

program
  .command("conform")
  .description("whether an engine does what the model does, on every edge of its state graphs")
  .takes(takes.engine(), takes.policies(), takes.machinesOfSizes())
  .option("--out <folder>", "where to write the trace of each divergence")
  .takes(takes.json("conform/1"))
  .action(run(async () => (await import("./commands/conform.js")).conformCommand(output)));

program
  .command("learn")
  .description("the policy of an engine, learned from its code: as a policy file and a diagram")
  .takes(takes.size())
  .option("--engine <name>", "linux:6.1, linux:6.12, linux:FOLDER, reference …")
  .option("--engine-command <command>", "any program that speaks nmicheck.engine/1")
  .option("--policy <name>", "which of the policies that the engine announces")
  .option("--shim <file>", "a header of stubs, for what a kernel's tree calls")
  .option("--platform <name>", "every edge is run on this platform: ideal by default")
  .option("--extra-states <number>", "the code may have so many states more: 2 by default")
  .option("--most-states <number>", "a policy of more states is not learned: 64 by default")
  .option(
    "--out <file>",
    "where to write it: the policy (.ts), or the state diagram (.svg; .mmd: Mermaid)",
  )
  .takes(takes.json("learn/1"))
  .action(run(async () => (await import("./commands/learn.js")).learnCommand(output)));

program
  .command("review [patch]")
  .description("what a patch of nmi.c does: which behaviour, and which verdicts, it changes")
  .option("--tree <name>", "the tree that the patch is for: a folder, or a version (6.12)")
  .option("--before <engine>", "the same as an engine: linux:6.12 by default")
  .option("--after <engine>", "in place of a patch, the engine after the change: linux:FOLDER")
  .option("--shim <file>", "a header of stubs, for what the patch calls")
  .takes(takes.size(), takes.ofMachine())
  .option("--format <name>", "text, json, or github: annotations on the patch's lines")
  .takes(takes.json("review/1"))
  .action(run(async () => (await import("./commands/review.js")).reviewCommand(output)));

program
  .command("audit [files...]")
  .description("what a machine's logs say of its NMIs: can a swallowed one have been real?")
  .takes(takes.policy(), takes.platform(), takes.axis())
  .option("--unknown-to <target>", "CPUs that unknown edges come to: all (the default) or boot")
  .option("--unknown-handler <name>", "it is on the NMI_UNKNOWN chain all the time", collect)
  .option(
    "--shared-handler <name>",
    "its source is one for all CPUs: any of them may claim",
    collect,
  )
  .option("--most <number>", "so many NMIs are told one by one: 1000 by default")
  .option("--follow", "tell of NMIs as they come (trace_pipe, a log that grows, -); Ctrl-C sums up")
  .option("--checker <name>", "tlc: TLC too, window by window; explorer is the default")
  .option("--tlc-nmis <number>", "so many of the first NMIs TLC is asked about: 3000 by default")
  .option("--timeout <seconds>", "end TLC after this time, in each window")
  .takes(takes.tlcJar())
  .option("--out <folder>", "where to write the trace specification of the first 300 NMIs")
  .option("--how [script]", "how to record a log on a live machine; script or probe: what does so")
  .option("--json", "print one JSON document (nmicheck.audit/1)")
  .action(run(async () => (await import("./commands/audit.js")).auditCommand(output)));

program
  .command("find <property>")
  .description("every minimal scenario that violates a property, sorted by cause")
  .takes(takes.policy(), takes.machine(), takes.engines())
  .option("--max-events <number>", "the most events of the environment in a run; else no bound")
  .option("--heap <size>", "memory of the search: 2g by default; it is `bounded` past it")
  .option(
    "--timeout <seconds>",
    "end the search after this time; 600 by default; it is then `bounded`",
  )
  .option("--format <name>", "table (the default), json or traces")
  .option("--json", "the same as --format json (nmicheck.find/1)")
  .option("--out <folder>", "where to write the trace of each class")
  .option("--no-cache", "search again, though the answer is known")
  .action(run(async () => (await import("./commands/find.js")).findCommand(output)));

program
  .command("report")
  .description("one HTML file: verdicts, a timeline of every scenario, state graphs, their origins")
  .takes(
    takes.policies(),
    takes.machines(),
    takes.axes(),
    takes.properties(),
    takes.checker(),
    takes.engines(),
  )
  .option("--no-find", "only the shortest counterexamples, not every scenario")
  .option("--no-limits", "nothing of what any other heuristic could know")
  .option("--atlas <file>", "an atlas.json of your own in place of the one that comes along")
  .option("--no-atlas", "no survey of the machines with axes")
  .option("--max-events <number>", "the most events of the environment in a scenario")
  .option("--trace <file>", "a trace of your own to show as well", collect)
  .option("--log <file>", "a machine's log to show as well, as `audit` reads it", collect)
  .option("--out <file>", "where to write it; nmicheck-report.html by default")
  .option("--force", "replace a file that is not a report")
  .option("--open", "show it in the browser")
  .option("--json", "print what it is made of (nmicheck.report/1); no file without --out")
  .option("--no-cache", "work out everything again, though nothing has changed")
  .action(run(async () => (await import("./commands/report.js")).reportCommand(output)));

program
  .command("play")
  .description("the model to step through: can you make the kernel swallow a real NMI?")
  .takes(takes.policy(), takes.machine())
  .option("--property <name>", "the goal: the property to break; NoFalseSwallow by default")
  .option("--trace <file>", "a trace to step through, and to go on from")
  .option("--terminal", "here, line by line, in place of the page")
  .option("--out <file>", "where to write the page; nmicheck-play.html by default")
  .option("--force", "replace a file that is not a page of nmicheck")
  .option("--open", "show it in the browser")
  .action(run(async () => (await import("./commands/play.js")).playCommand(output)));

program
  .command("axes")
  .description("every axis of the machine: its values, source, and cost in states")
  .takes(takes.json("axes/1"))
  .action(run(async () => (await import("./commands/axes.js")).axesCommand(output)));

program
  .command("atlas")
  .description("which axes, alone and in pairs, break or fix which property of which policy")
  .takes(takes.size())
  .option("--out <folder>", "write atlas.md and atlas.json to this folder")
  .option("--json", "print one JSON document (nmicheck.atlas/1) instead of a page of Markdown")
  .option("--no-cache", "explore every machine again, though nothing has changed")
  .action(run(async () => (await import("./commands/atlas.js")).atlasCommand(output)));

program
  .command("mutate")
  .description("which changes of policy and machine, one place at a time, the gates let pass")
  .takes(takes.policies(), takes.machines(), takes.axes(), takes.properties())
  .option("--config <file>", "the config; by default nmicheck.config.ts here or in a folder above")
  .option("--gate <name>", "only this gate of the config", collect)
  .option("--file <part>", "change only files whose path has this in it", collect)
  .option("--by <layer>", "look only at verdict, counterexample, states, counts or census", collect)
  .option("--no-cache", "judge every mutant again, though nothing has changed")
  .takes(takes.json("mutate/1"))
  .action(run(async () => (await import("./commands/mutate.js")).mutateCommand(output)));

program
  .command("limits")
  .description("what any heuristic can and cannot know of an NMI, and the best policies there are")
  .takes(takes.machine(), takes.tlcJar(), takes.engines())
  .option("--walk <name>", "chain (the default: every handler) or seed (stops after a claimer)")
  .option(
    "--observe <list>",
    "what is seen of each NMI: rip, sum, handlers, slots, bitmap, bitmap-without-unknown,\nbitmap-shared (default: rip,handlers)",
  )
  .option("--checker <name>", "auto (TLC certifies where it is there), tlc or explorer")
  .option("--heap <size>", "memory of the search, and of a run of TLC: 2g by default")
  .option(
    "--timeout <seconds>",
    "the time that the search (600 by default), and TLC, may take each",
  )
  .option("--out <folder>", "where to write policy files, traces and TLA+")
  .option("--no-cache", "work out everything again, though nothing has changed")
  .takes(takes.json("limits/1"))
  .action(run(async () => (await import("./commands/limits.js")).limitsCommand(output)));

program
  .command("engine-test")
  .description("which rules of nmicheck.engine/1 an engine of your own breaks")
  .requiredOption("--engine-command <command>", "how to start it")
  .takes(takes.json("engine-test/1"))
  .action(run(async () => (await import("./commands/engine-test.js")).engineTestCommand(output)));

program
  .command("worker")
  .description("workers for a `check --distributed --listen …` elsewhere, until Ctrl-C")
  .requiredOption("--join <host:port>", "where the server listens")
  .option("--listen <host>", "the address at which the server can reach this machine")
  .option("--workers <number>", "worker processes (1)")
  .option("--heap <size>", "memory of each, for example 2g")
  .option("--tlc-jar <file>", "the jar of TLC to use: the same as the server's")
  .action(run(async () => (await import("./commands/worker.js")).workerCommand(output)));

program
  .command("doctor")
  .description("what is there, what is missing, and what fixes it")
  .takes(takes.tlcJar())
  .option("--all-canaries", "ask whether TLC has those bugs too that take long to show")
  .takes(takes.json("doctor/1"))
  .action(run(async () => (await import("./commands/doctor.js")).doctorCommand(output)));

program
  .command("setup")
  .description("TLC in the user's cache, fetched and verified (needs Maven)")
  .option("--engine <name>", "install what this engine needs instead: qemu (as root, on Debian)")
  .action(run(async () => (await import("./commands/setup.js")).setupCommand(output)));

refuseRepeated(program);
program.hook("preAction", async (_, command) => {
  readFormerNames(command);
  (await import("./excluded-options.js")).refuseExcluded(command);
});
const typed = process.argv.slice(2);
// A command that is run does not load what only a help text has; neither asks for what is misspelt.
if (typed.length === 0 || typed.some((word) => /^(-h|--h|help$)/.test(word))) {
  await (await import("./help/program.js")).arrangeHelp(program, typed);
}
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof Interrupted) {
    endBy(error, output);
  } else if (error instanceof CommanderError) {
    // Commander has told the user what is wrong; --help and --version end here too, with 0.
    exitCode = error.exitCode === 0 ? EXIT.expected : EXIT.user;
  } else {
    exitCode = await exitCodeFrom(() => Promise.reject(error), output);
  }
}
process.exitCode = exitCode;
