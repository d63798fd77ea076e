import { resolve } from "node:path";
import { readAddress } from "../../checkers/tlc/distributed/address.js";
import { serve } from "../../checkers/tlc/distributed/serve.js";
import { locateJar } from "../../checkers/tlc/jar.js";
import { findJava } from "../../checkers/tlc/java.js";
import { readHeap, readPositive } from "../../machine/configuration/read.js";
import type { ExitCode } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import type { Output } from "../output.js";

/** The options of `nmicheck worker`. */
export interface WorkerOptions {
  readonly join: string;
  readonly listen?: string;
  readonly workers?: string;
  readonly heap?: string;
  readonly tlcJar?: string;
}

/** `nmicheck worker`: gives this machine to a server of TLC's elsewhere, until it is interrupted. */
export function workerCommand(output: Output): (options: WorkerOptions) => Promise<ExitCode> {
  return async (options) => {
    const server = readAddress("--join", options.join);
    const host =
      options.listen === undefined ? undefined : readAddress("--listen", options.listen).host;
    const workers = readPositive("--workers", options.workers ?? "1");
    const heap = options.heap === undefined ? undefined : readHeap(options.heap);
    const jar = await locateJar({
      option: options.tlcJar === undefined ? undefined : resolve(options.tlcJar),
    });
    const java = await findJava();
    return interruptible(output, async (signal) => {
      output.remark(`serving ${server.host}:${server.port}; Ctrl-C ends it\n`);
      return await serve({
        java,
        jar,
        server,
        host,
        workers,
        heap,
        signal,
        onLine: (line) => {
          if (/TLC worker with|work completed|unreachable|not ready/.test(line)) {
            output.remark(`${line}\n`);
          }
        },
      });
    });
  };
}
