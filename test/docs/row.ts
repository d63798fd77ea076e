import { Fault } from "../../src/base/fault/fault.js";

/** What happens, and a fault as it is shown then. */
export interface Row {
  readonly happens: string;
  readonly fault: Fault;
}

export function row(happens: string, fault: Fault): Row {
  return { happens, fault };
}

/** The fault that `run` throws. */
export function thrown(run: () => unknown): Fault {
  try {
    run();
  } catch (error) {
    if (error instanceof Fault) return error;
  }
  throw new Error("no fault");
}

/** A row of the table: what happens, what is shown first (the evidence follows it), the exit code. */
export function tableRow({ happens, fault }: Row): string {
  const [first = ""] = fault.message.split("\n");
  const exitCode = fault.blame === "user" ? 2 : 3;
  return `| ${happens} | \`\` error[${fault.code}]: ${first} \`\` | ${exitCode} |`;
}
