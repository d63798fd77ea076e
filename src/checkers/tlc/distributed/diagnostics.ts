import { Diagnostic } from "../../../base/diagnostic/diagnostic.js";
import { reasonOf } from "../../../base/diagnostic/system-error.js";
import type { Address } from "./address.js";

/** What goes wrong only where TLC runs as a server with workers. */
export type DistributedDiagnosticCode =
  | "tlc/bad-address"
  | "tlc/port-taken"
  | "tlc/no-java-compiler"
  | "tlc/workers-died"
  | "tlc/worker-failed"
  | "tlc/not-distributed";

export function badAddress(option: string, text: string): Diagnostic<DistributedDiagnosticCode> {
  return new Diagnostic({
    code: "tlc/bad-address",
    blame: "user",
    message: `\`${option}\` takes HOST or HOST:PORT, an address that others can reach, not \`${text}\`.`,
  });
}

export function portTaken(
  { host, port }: Address,
  cause: unknown,
): Diagnostic<DistributedDiagnosticCode> {
  return new Diagnostic({
    code: "tlc/port-taken",
    blame: "user",
    message: `no server can listen on ${host}:${port}: ${reasonOf(cause)}.`,
    remedy: "name an address of this machine, and a port that is free.",
    cause,
  });
}

/** Java's compiler is what binds TLC to one address. */
export function noJavaCompiler(): Diagnostic<DistributedDiagnosticCode> {
  return new Diagnostic({
    code: "tlc/no-java-compiler",
    blame: "tool",
    message:
      "this Java has no compiler (the module jdk.compiler), which is needed to keep TLC's server to one address.",
    remedy: "install a JDK (Debian, Ubuntu: `apt-get install openjdk-17-jdk-headless`).",
  });
}

/** All workers of this machine have died, and nobody else can join. */
export function workersDied(workers: number, said: string): Diagnostic<DistributedDiagnosticCode> {
  const all = workers === 1 ? "the one worker" : `all ${workers} workers`;
  return new Diagnostic({
    code: "tlc/workers-died",
    blame: "tool",
    message: `${all} of TLC died before it had finished. ${said}`,
    remedy: "run it again, with more memory for each (`--heap`) if it was short.",
  });
}

/** A worker that was to serve a server elsewhere has failed. */
export function workerFailed(how: string, said: string): Diagnostic<DistributedDiagnosticCode> {
  return new Diagnostic({
    code: "tlc/worker-failed",
    blame: "tool",
    message: `the worker ended by itself: ${how}. ${said}`,
    remedy: "see that it can reach the server, and that the server can reach it (`--listen`).",
  });
}

/** TLC checks temporal properties on one machine only. */
export function notDistributed(
  properties: readonly string[],
): Diagnostic<DistributedDiagnosticCode> {
  return new Diagnostic({
    code: "tlc/not-distributed",
    blame: "user",
    message: `TLC cannot check ${properties.join(", ")} on more than one machine.`,
    remedy: "leave `--distributed` out, or these properties.",
  });
}
