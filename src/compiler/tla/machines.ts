import type { Model } from "../ir/model.js";
import type { BundleModule } from "./bundle-module.js";
import { boxedComment, comment } from "./comments.js";
import { type ConstantValue, tlaValue } from "./configuration.js";
import { append, type Block, hang, line, WIDTH } from "./lines.js";
import { printInnerModule, RULE, type TlaModule, toModule } from "./module.js";
import { NONE } from "./names.js";
import { wrapItems } from "./sets.js";

/** What a run prints of a property when it first meets a violation; TLC shows how it comes to that. */
export const VIOLATION = "first violation";

/** What a run prints of a machine at its end: what was counted, and what became of its properties. */
export const EXPLORED = "explored";

/** A machine of a run: a model with values for its constants. */
export interface SharedMachine {
  readonly model: Model;
  /** What the model was printed as. */
  readonly module: TlaModule;
  /** The bundle that the module leaves open, if it does. */
  readonly bundle?: BundleModule;
  readonly constants: Readonly<Record<string, ConstantValue>>;
  /** How records name the machine. */
  readonly text: string;
  /** The invariants that are asked of it, by their names in the model. */
  readonly invariants: readonly string[];
}

/** A module for one run of TLC over several machines, and its `.cfg`. */
export interface MachinesModule {
  readonly module: TlaModule;
  readonly cfg: string;
  /** The modules of machines that it needs beside it. */
  readonly beside: readonly TlaModule[];
}

/** The invariant that a state breaks in which something is violated for the first time. */
export const FIRST = "NoFirstViolation";

/** The variable that says whose state it is: a machine's number among those of the run, from 1. */
export const MACHINE = "MCMachine";

/** The name of a machine's instance of its module. */
const instance = (index: number): string => `M${index + 1}`;

/** The variables that a machine has, by their names in TLA+. */
export function variablesOf({
  model,
  module,
}: Pick<SharedMachine, "model" | "module">): readonly string[] {
  return model.variables.map(({ name }) => module.names.variable(name));
}

/**
 * The module with which one run of TLC looks at every state of several machines: with `-continue`, for
 * it goes on from each state in which a property is violated for the first time. It prints which one
 * that is, before TLC shows how it comes to that, and at its end what it has counted of each machine.
 * A module that one machine alone has stands within it, where TLC computes faster with it; one that
 * several have is instantiated as it is. A variable that a machine does not have is `None` in its states.
 *
 * @throws Error when a constant of a model has no value, or there is no machine: mistakes of the
 * caller's
 */
export function printMachinesModule(
  name: string,
  machines: readonly SharedMachine[],
  title: string,
): MachinesModule {
  const [first] = machines;
  if (first === undefined) throw new Error("a run needs a machine");
  const variables = [...new Set(machines.flatMap(variablesOf))];
  const lacking = machines.map((machine) => {
    const own = new Set(variablesOf(machine));
    return variables.filter((variable) => !own.has(variable));
  });
  const within = machines.map((machine, index) =>
    standsWithin(machine, lacking[index] ?? [], machines) ? inner(machine) : null,
  );
  const beside = new Map(
    machines.flatMap(({ module }, index) =>
      (within[index] ?? null) === null ? [[module.name, module] as const] : [],
    ),
  );
  const isUniform = lacking.every((names) => names.length === 0);
  const count = machines.length;
  const bundles = new Set(machines.flatMap(({ bundle }) => bundle?.module.name ?? []));
  const before = machines.map((_, index) =>
    machines.slice(0, index).reduce((sum, { invariants }) => sum + invariants.length, 0),
  );
  const questions = machines.reduce((sum, { invariants }) => sum + invariants.length, 0);
  const cases = (
    of: (machine: SharedMachine, index: number) => Block,
    other: Block = [],
  ): Block => [
    ...machines.flatMap((machine, index) =>
      hang(
        index === 0 ? "CASE " : "  [] ",
        hang(`MCMachine = ${index + 1} -> `, of(machine, index)),
      ),
    ),
    ...hang("  [] ", other),
  ];
  const module = toModule(name, first.module.names, [
    ...boxedComment(HEAD),
    line(`EXTENDS ${["Integers", "Sequences", "TLC", ...bundles].join(", ")}`),
    line(""),
    line("CONSTANT"),
    ...hang("  ", comment("A model value that stands for `null`: there is no such thing (yet).")),
    line(`  ${NONE}`),
    line(""),
    line("VARIABLES"),
    ...hang(
      "  ",
      comment(
        `Those of each machine${isUniform ? "" : "; one that a machine does not have is None"}.`,
      ),
    ),
    ...wrapItems("  ", variables, ",", WIDTH),
    ...hang(
      "  ",
      comment("Whose state this is; no machine's below 1, where it is waited for all to end."),
    ),
    line("  MCMachine"),
    line(""),
    ...within.flatMap((block) => block ?? []),
    ...wrapItems("vars == <<", variables, ">>", WIDTH),
    line(""),
    ...machines.flatMap((machine, index) =>
      (within[index] ?? null) === null
        ? printInstance(machine, index)
        : [line(`${instance(index)} == INSTANCE ${machine.module.name}`), line("")],
    ),
    ...wrapItems(
      "Machines == << ",
      machines.map(({ text }) => JSON.stringify(text)),
      " >>",
      WIDTH,
    ),
    line(""),
    line(RULE),
    line(""),
    ...comment(
      "TLC's registers: of each machine three numbers, of each question whether it is violated. And whose states are taken now, the states that were found before, and the steps since; and whether this state violates something for the first time.",
    ),
    line("Distinct(machine) == machine"),
    line(`Generated(machine) == ${count} + machine`),
    line(`Depth(machine) == ${2 * count} + machine`),
    line(`Violated(question) == ${3 * count} + question`),
    line(`Current == ${3 * count + questions + 1}`),
    line(`Found == ${3 * count + questions + 2}`),
    line(`Steps == ${3 * count + questions + 3}`),
    line(`New == ${3 * count + questions + 4}`),
    line(""),
    line("ASSUME"),
    line(`  /\\ \\A machine \\in 1 .. ${count} :`),
    line("       /\\ TLCSet(Distinct(machine), 1)"),
    line("       /\\ TLCSet(Generated(machine), 1)"),
    line("       /\\ TLCSet(Depth(machine), 0)"),
    line(`  /\\ \\A question \\in 1 .. ${questions} : TLCSet(Violated(question), FALSE)`),
    line("  /\\ TLCSet(Current, 0) /\\ TLCSet(Found, 0) /\\ TLCSet(Steps, 0)"),
    line("  /\\ TLCSet(New, FALSE)"),
    line(""),
    ...comment("True of a property that is violated; the first time it is noted and printed."),
    line("Noted(question, property) =="),
    line("  \\/ TLCGet(Violated(question))"),
    line("  \\/ /\\ TLCSet(Violated(question), TRUE)"),
    line("     /\\ TLCSet(New, TRUE)"),
    line(`     /\\ PrintT(<<${JSON.stringify(VIOLATION)}, Machines[MCMachine], property>>)`),
    line(""),
    ...comment(
      "Looked at once for each state. False where a property is violated for the first time: TLC shows how it comes to that, and goes on.",
    ),
    line(`${FIRST} ==`),
    ...hang(
      "  /\\ ",
      cases(
        ({ module: of, invariants }, index) =>
          invariants.flatMap((invariant, question) => {
            const number = (before[index] ?? 0) + question + 1;
            return hang("/\\ ", [
              line(`\\/ ${instance(index)}!${of.names.operator(invariant)}`),
              line(`\\/ Noted(${number}, ${JSON.stringify(invariant)})`),
            ]);
          }),
        [line("OTHER -> TRUE")],
      ),
    ),
    line("  /\\ TLCGet(New) => ~TLCSet(New, FALSE)"),
    line(""),
    line("CountStep == TLCSet(Steps, TLCGet(Steps) + 1)"),
    line(""),
    ...comment(
      "TLC takes the states of a machine on one level one after the other, and all that it finds meanwhile is that machine's. So this counts where those of another machine, or of none, begin.",
    ),
    line("Turn =="),
    line("  IF TLCGet(Current) = MCMachine THEN TRUE"),
    line("  ELSE LET machine == TLCGet(Current)"),
    line('           found == TLCGet("distinct")'),
    line("       IN  /\\ IF machine <= 0 THEN TRUE"),
    line("              ELSE /\\ TLCSet(Distinct(machine),"),
    line("                             TLCGet(Distinct(machine)) + found - TLCGet(Found))"),
    line("                   /\\ TLCSet(Generated(machine),"),
    line("                             TLCGet(Generated(machine)) + TLCGet(Steps))"),
    line("                   /\\ TLCSet(Depth(machine), TLCGet(Depth(machine)) + 1)"),
    line("           /\\ TLCSet(Found, found)"),
    line("           /\\ TLCSet(Steps, 0)"),
    line("           /\\ TLCSet(Current, MCMachine)"),
    line(""),
    ...comment("Where it is false the run ends."),
    line("TypeOK =="),
    ...hang(
      "  \\/ ",
      cases((_, index) => [line(`${instance(index)}!TypeOK`)], [line("OTHER -> TRUE")]),
    ),
    line('  \\/ Assert(FALSE, "TypeOK is violated")'),
    line(""),
    line(RULE),
    line(""),
    line("Init =="),
    ...machines.flatMap((_, index) =>
      hang("  \\/ ", printInitial(index + 1, instance(index), lacking[index] ?? [])),
    ),
    ...hang("  \\/ ", printInitial(0, instance(0), lacking[0] ?? [])),
    line(""),
    line("Step =="),
    ...hang(
      "  ",
      cases((_, index) => printNext(instance(index), lacking[index] ?? [])),
    ),
    line(""),
    ...comment("What a machine came to, from the registers."),
    line('Answer(question) == IF TLCGet(Violated(question)) THEN "violated" ELSE "holds"'),
    line(""),
    line("Report =="),
    ...machines.flatMap(({ invariants }, index) =>
      printReport(invariants, index, before[index] ?? 0),
    ),
    line(""),
    ...comment(
      "One worker takes the states as they come. So if no other is left when a state that is no machine's is taken, all states of all machines have been looked at.",
    ),
    line("Next =="),
    line("  /\\ Turn"),
    line("  /\\ \\/ /\\ MCMachine > 0"),
    ...comment("Computed once for all steps of a state.").map(({ text }) =>
      line(`        ${text}`),
    ),
    line("        /\\ MCMachine' = MCMachine"),
    line("        /\\ Step"),
    line("     \\/ /\\ MCMachine <= 0"),
    line('        /\\ IF TLCGet("queue") > 0'),
    line("           THEN MCMachine' = MCMachine - 1"),
    line("           ELSE Report /\\ MCMachine' = MCMachine"),
    line("        /\\ UNCHANGED vars"),
    line(""),
    line("Spec == Init /\\ [][Next]_<<vars, MCMachine>>"),
    line(""),
    line("=".repeat(79)),
  ]);
  return { module, cfg: cfg(title), beside: [...beside.values()] };
}

const HEAD = [
  "One run of TLC over every state of several machines, with one worker and -continue. Where a property is violated for the first time it prints which, and TLC shows the behaviour that leads there: a shortest one, since TLC searches breadth first. After the last state it prints, of each machine, its distinct and generated states, its depth, and what became of its properties.",
  "Generated by nmicheck. Do not edit: change the typed model.",
].join("\n\n");

function cfg(title: string): string {
  return [
    `\\* ${title}`,
    "SPECIFICATION Spec",
    "",
    "CONSTANT",
    `  ${NONE} = ${NONE}`,
    "",
    "INVARIANTS",
    "  TypeOK",
    `  ${FIRST}`,
    "",
    "ACTION_CONSTRAINT",
    "  CountStep",
    "",
  ].join("\n");
}

/**
 * Whether the module of a machine can stand within: no other machine has it, no bundle is open in it,
 * and it has a name of its own for nothing that is a variable of another machine. TLA+ allows no name
 * to hide another.
 */
function standsWithin(
  { module, bundle }: SharedMachine,
  lacking: readonly string[],
  machines: readonly SharedMachine[],
): boolean {
  if (bundle !== undefined) return false;
  if (machines.filter((other) => other.module.name === module.name).length > 1) return false;
  const code = module.text.replace(/\(\*[\s\S]*?\*\)|\\\*.*/g, "");
  const words = new Set(code.match(/\w+/g));
  return lacking.every((variable) => !words.has(variable));
}

function inner({ model, constants }: SharedMachine): Block {
  return [...printInnerModule(model, (name) => constantText(name, constants)), line("")];
}

function constantText(name: string, constants: SharedMachine["constants"]): string {
  const value = constants[name];
  if (value === undefined) throw new Error(`the constant ${name} has no value`);
  return tlaValue(value);
}

function printInstance(machine: SharedMachine, index: number): Block {
  const { model, module, constants, bundle } = machine;
  const ofModel = model.constants.map(
    ({ name }) => `${module.names.constant(name)} <- ${constantText(name, constants)}`,
  );
  const ofBundle = (bundle?.bindings ?? []).map(({ constant, text }) => `${constant} <- ${text}`);
  const values = [...ofModel, ...ofBundle];
  const head = `${instance(index)} == INSTANCE ${module.name}`;
  if (values.length === 0) return [line(head), line("")];
  return [line(head), ...wrapItems("  WITH ", values, "", WIDTH), line("")];
}

/** The states that a machine begins with; `machine` is its number, or 0 for that of none. */
function printInitial(machine: number, name: string, lacking: readonly string[]): Block {
  if (lacking.length === 0) return [line(`MCMachine = ${machine} /\\ ${name}!Init`)];
  return [
    line(`/\\ MCMachine = ${machine} /\\ ${name}!Init`),
    ...lacking.map((variable) => line(`/\\ ${variable} = ${NONE}`)),
  ];
}

/** The steps of a machine. What it does not have stays as it is, which is told once for all of them. */
function printNext(name: string, lacking: readonly string[]): Block {
  if (lacking.length === 0) return [line(`${name}!Next`)];
  return [
    ...hang("/\\ ", wrapItems("UNCHANGED <<", lacking, ">>", WIDTH - 26)),
    line(`/\\ ${name}!Next`),
  ];
}

function printReport(invariants: readonly string[], index: number, before: number): Block {
  const machine = index + 1;
  const answers = invariants.map(
    (invariant, question) => `${invariant} |-> Answer(${before + question + 1})`,
  );
  return hang("  /\\ ", [
    line(`PrintT(<<${JSON.stringify(EXPLORED)}, Machines[${machine}],`),
    line(`         TLCGet(Distinct(${machine})), TLCGet(Generated(${machine})),`),
    line(`         TLCGet(Depth(${machine})),`),
    ...append(wrapItems("         [ ", answers, " ]", WIDTH - 7), ">>)"),
  ]);
}
