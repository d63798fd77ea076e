import { execa } from "execa";
import { builtProgram } from "../../../base/process/built-program.js";

/** A program that reads SMT-LIB from its standard input. */
export interface Solver {
  /** For people: "z3 5.2.0 (npm)", "cvc5 1.0.3". */
  readonly name: string;
  readonly command: string;
  /** Its arguments, where no answer may take longer than so many milliseconds. */
  readonly line: (milliseconds: number) => readonly string[];
  /** What a script begins with, under the same bound. */
  readonly preamble: (milliseconds: number) => string;
}

/** The version of the Z3 from npm, which `package.json` fixes; a test compares. */
export const NPM_Z3 = "5.2.0";

/** The Z3 that comes with nmicheck. */
export const npmZ3: Solver = {
  name: `z3 ${NPM_Z3} (npm)`,
  command: process.execPath,
  line: () => [builtProgram("src/compiler/smt/solver/z3-program.ts")],
  preamble: (milliseconds) => `(set-option :timeout ${milliseconds})\n`,
};

/** What `PATH` may have, in the order in which a second opinion is chosen: another solver first. */
const onPath = [
  {
    command: "cvc5",
    version: /cvc5 version (\S+)/,
    line: (milliseconds: number) => [
      "--lang=smt2",
      "--incremental",
      // Without it cvc5 finds no state where something is quantified.
      "--mbqi",
      `--tlimit-per=${milliseconds}`,
      "-",
    ],
    preamble: () => "",
  },
  {
    command: "z3",
    version: /Z3 version (\S+)/,
    line: () => ["-in", "-smt2"],
    preamble: npmZ3.preamble,
  },
];

/** How long a solver may take to tell its version, in milliseconds. */
const VERSION_WITHIN = 10_000;

/** The solvers that ask for a second opinion here: `cvc5` and `z3`, as far as they are on `PATH`. */
export async function solversOnPath(): Promise<readonly Solver[]> {
  const found = await Promise.all(
    onPath.map(async ({ command, version, line, preamble }): Promise<readonly Solver[]> => {
      const asked = await execa(command, ["--version"], { reject: false, timeout: VERSION_WITHIN });
      const [, number] = version.exec(String(asked.stdout ?? "")) ?? [];
      return number === undefined
        ? []
        : [{ name: `${command} ${number}`, command, line, preamble }];
    }),
  );
  return found.flat();
}
