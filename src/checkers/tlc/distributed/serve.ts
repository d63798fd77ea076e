import { createSocket } from "node:dgram";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withTemporaryFolder } from "../../../base/process/temporary-folder.js";
import type { TlcJar } from "../jar.js";
import type { Java } from "../java.js";
import type { Address } from "./address.js";
import { workerFailed } from "./diagnostics.js";
import { startWorker, type Worker } from "./worker.js";

/** What a machine gives to a server elsewhere. */
export interface ServeRequest {
  readonly java: Java;
  readonly jar: TlcJar;
  readonly server: Address;
  /** The address at which the server can reach this machine; found out if not given. */
  readonly host?: string | undefined;
  readonly workers: number;
  readonly heap?: string | undefined;
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
}

const PURPOSE = "tlc-worker";

/** A server that has just ended may be there again for its next run. */
const PAUSE = 500;

/**
 * Serves run after run of the server with `workers` processes, until `signal` is aborted; they wait
 * for a server that is not there.
 *
 * @throws Diagnostic `tlc/worker-failed`; the reason of `signal`, once every worker has ended
 */
export async function serve(request: ServeRequest): Promise<never> {
  const { java, jar, server, workers, heap, signal, onLine } = request;
  const host = request.host ?? (await ownAddressTowards(server));
  return await withTemporaryFolder(PURPOSE, async (folder) => {
    const running = new Set<Worker>();
    const stop = (): void => {
      for (const worker of running) worker.kill();
    };
    signal.addEventListener("abort", stop);
    try {
      const one = async (number: number): Promise<never> => {
        for (;;) {
          signal.throwIfAborted();
          const line = {
            jar: jar.path,
            heap,
            folder: join(folder, String(number)),
            host,
            server,
          };
          const worker = await startWorker(java, line, onLine);
          running.add(worker);
          if (signal.aborted) worker.kill();
          const { isDone, how, said } = await worker.ended;
          running.delete(worker);
          signal.throwIfAborted();
          if (!isDone) throw workerFailed(how, `It said last: "${said}".`);
          await sleep(PAUSE);
        }
      };
      return await Promise.race(Array.from({ length: workers }, (_, number) => one(number)));
    } finally {
      signal.removeEventListener("abort", stop);
      stop();
      await Promise.all([...running].map(({ ended }) => ended));
    }
  });
}

/** The address of this machine that packets to the server come from; nothing is sent. */
function ownAddressTowards({ host, port }: Address): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.connect(port, host, () => {
      const { address } = socket.address();
      socket.close(() => resolve(address));
    });
  });
}
