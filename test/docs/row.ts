import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";

/** What happens, and a diagnostic as it is shown then. */
export interface Row {
  readonly happens: string;
  readonly diagnostic: Diagnostic;
}

export function row(happens: string, diagnostic: Diagnostic): Row {
  return { happens, diagnostic };
}

/** The diagnostic that `run` throws. */
export function thrown(run: () => unknown): Diagnostic {
  try {
    run();
  } catch (error) {
    if (error instanceof Diagnostic) return error;
  }
  throw new Error("no diagnostic");
}

/** A row of the table: what happens, what is shown first (the evidence follows it), the exit code. */
export function tableRow({ happens, diagnostic }: Row): string {
  const [first = ""] = diagnostic.message.split("\n");
  const exitCode = diagnostic.blame === "user" ? 2 : 3;
  return `| ${happens} | \`\` error[${diagnostic.code}]: ${first} \`\` | ${exitCode} |`;
}
