import { basename, dirname, join, relative } from "node:path";
import { withTemporaryFolder } from "../../../base/process/temporary-folder.js";
import type { TlcTask } from "../command-line.js";
import type { TlcDiagnostic } from "../diagnostics.js";
import type { TlcEvent, TlcState } from "../events.js";
import type { TlcOutcome } from "../outcome.js";
import { RunRecord } from "../record.js";
import { type TlcRequest, type TlcRun, withoutLinks } from "../run.js";
import { runJava } from "../run-java.js";
import { locateWith } from "../tla-place.js";
import { type Address, freeLoopback, LOOPBACK, requireFree } from "./address.js";
import { concludeDistributed } from "./conclude.js";
import { noJavaCompiler, workersDied } from "./diagnostics.js";
import { javaLine } from "./java-line.js";
import { startWorker, type Worker } from "./worker.js";

/** Where a server listens and how many workers this machine gives it. */
export interface Distribution {
  /** Loopback with a free port if not given: then nobody else can join. */
  readonly listen?: Address | undefined;
  /** Worker processes on this machine. */
  readonly workers: number;
  /** Told when the server is ready, and where; and of each worker process that starts. */
  readonly onReady?: ((server: Address) => void) | undefined;
  readonly onWorker?: ((pid: number) => void) | undefined;
}

/** A task for TLC's server and its workers. */
export interface DistributedRequest extends TlcRequest {
  readonly distribution: Distribution;
  /** The invariant that a state breaks: TLC's server does not tell. Null if it breaks none. */
  readonly violatedBy: (state: TlcState) => string | null;
}

/** A run that has ended, and how many workers joined and were lost on the way. */
export interface DistributedRun extends TlcRun {
  readonly joined: number;
  readonly lost: number;
}

/** The purpose in the name of a run's folder. */
const PURPOSE = "tlc-distributed";

/** How long a worker may take to end by itself after the server has, in milliseconds. */
const WORKER_GRACE = 3_000;

/**
 * Runs TLC as a server with workers (`tlc2.tool.distributed`). Workers may join and die while it
 * runs; what a lost one was working on is given to another. Where nobody else can join, and the last
 * worker of this machine has died, the run fails with its cause.
 *
 * @throws Diagnostic `tlc/port-taken`; the reason of `signal`, once every Java has ended; whatever
 * `onEvent` throws
 */
export async function runDistributed(request: DistributedRequest): Promise<DistributedRun> {
  request.signal?.throwIfAborted();
  const { listen } = request.distribution;
  const server = listen === undefined ? await freeLoopback() : await requireFree(listen);
  return await withTemporaryFolder(PURPOSE, (folder) => new Run(request, server, folder).run());
}

class Run {
  readonly #record = new RunRecord();
  readonly #workers: Worker[] = [];
  #joined = 0;
  #lost = 0;
  /** Why the run was given up. */
  #abandoned: TlcDiagnostic | null = null;
  #isOver = false;
  #starting: Promise<void> = Promise.resolve();

  constructor(
    private readonly request: DistributedRequest,
    private readonly server: Address,
    private readonly folder: string,
  ) {}

  async run(): Promise<DistributedRun> {
    const { java, jar, signal, timeoutSeconds } = this.request;
    const module = await withoutLinks(this.request.module);
    const task: TlcTask = {
      ...this.request,
      module,
      config: await withoutLinks(this.request.config),
    };
    const began = performance.now();
    try {
      const ended = await runJava({
        java,
        line: this.#serverLine(task),
        // The server looks for the configuration, and its workers for modules, from here on.
        folder: dirname(module),
        timeoutSeconds,
        signal,
        onProcess: this.request.onProcess,
        onEvent: (event, end) => {
          this.#record.take(event);
          this.#watch(event, end);
          this.request.onEvent?.(event);
        },
      });
      this.#isOver = true;
      await this.#starting;
      const facts = {
        version: versionOf(this.#record),
        seconds: (performance.now() - began) / 1000,
        joined: this.#joined,
        lost: this.#lost,
      };
      if (ended.kind === "broken") return { ...facts, outcome: this.#failed(ended.diagnostic) };
      if (this.#abandoned !== null) return { ...facts, outcome: this.#failed(this.#abandoned) };
      if (ended.stderr.includes("jdk.compiler")) {
        return { ...facts, outcome: this.#failed(noJavaCompiler()) };
      }
      const outcome = concludeDistributed(
        this.#record,
        {
          exit: ended.exit,
          stderr: ended.stderr,
          launch: { jar: jar.path, heap: this.request.heap ?? null },
          locate: locateWith(dirname(module), this.request.mapPlace),
        },
        this.request.violatedBy,
      );
      return { ...facts, outcome };
    } finally {
      this.#isOver = true;
      await this.#starting;
      await this.#endWorkers();
    }
  }

  #serverLine(task: TlcTask): readonly string[] {
    const { jar, heap } = this.request;
    const { host } = this.server;
    const line = { jar: jar.path, heap, folder: this.folder, host, server: this.server };
    return [
      ...javaLine(line, "tlc2.tool.distributed.TLCServer"),
      "-tool",
      "-fp",
      String(task.fingerprintIndex),
      "-checkpoint",
      "0",
      "-metadir",
      join(this.folder, "states"),
      ...(task.checkDeadlock ? [] : ["-deadlock"]),
      "-config",
      relative(dirname(task.module), task.config),
      basename(task.module),
    ];
  }

  #watch(event: TlcEvent, giveUp: () => void): void {
    if (event.kind !== "note") return;
    switch (event.name) {
      case "TLC_DISTRIBUTED_SERVER_RUNNING":
        this.request.distribution.onReady?.(this.server);
        this.#starting = this.#startWorkers(giveUp);
        break;
      case "TLC_DISTRIBUTED_WORKER_REGISTERED":
        this.#joined++;
        break;
      case "TLC_DISTRIBUTED_WORKER_LOST":
        this.#lost++;
        break;
    }
  }

  async #startWorkers(giveUp: () => void): Promise<void> {
    const { java, jar, heap, distribution } = this.request;
    let alive = distribution.workers;
    for (let number = 0; number < distribution.workers && !this.#isOver; number++) {
      const worker = await startWorker(java, {
        jar: jar.path,
        heap,
        folder: join(this.folder, `worker-${number}`),
        host: this.server.host,
        server: this.server,
      });
      this.#workers.push(worker);
      if (worker.pid !== undefined) {
        distribution.onWorker?.(worker.pid);
        this.request.onProcess?.(worker.pid);
      }
      void worker.ended.then(({ isDone, how, said }) => {
        alive--;
        const mayOthersJoin = this.server.host !== LOOPBACK || distribution.listen !== undefined;
        if (isDone || alive > 0 || this.#isOver || mayOthersJoin) return;
        this.#abandoned = workersDied(distribution.workers, `The last one: ${how}, "${said}".`);
        giveUp();
      });
    }
  }

  async #endWorkers(): Promise<void> {
    const timer = setTimeout(
      () => {
        for (const worker of this.#workers) worker.kill();
      },
      this.#record.finished ? WORKER_GRACE : 0,
    );
    await Promise.all(this.#workers.map(({ ended }) => ended));
    clearTimeout(timer);
  }

  #failed(diagnostic: TlcDiagnostic): TlcOutcome {
    return { kind: "failed", diagnostic, reached: this.#record.progress };
  }
}

/** `TLC2 TLC Server Version 2.18 of 20 March 2023` stands outside of the messages. */
function versionOf(record: RunRecord): string | null {
  const [line] = record.output.filter((text) => /^TLC2 TLC Server Version /.test(text));
  return record.version ?? line?.replace("TLC2 TLC Server", "TLC2").trim() ?? null;
}
