import { getHeapStatistics } from "node:v8";
import { Worker } from "node:worker_threads";
import { builtProgram } from "../process/built-program.js";
import { threadEnded, threadOutOfMemory } from "./diagnostics.js";
import type { Asked, Said, ThreadData } from "./job.js";
import { questionDigest } from "./question-digest.js";
import { type Thrown, thrownAgain } from "./thrown.js";

/** Who waits for an answer, and to which question. */
interface Waiting<Answer> {
  readonly number: number;
  readonly digest: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** What a thread of this job says. */
type SaidOf<Answer, Told> =
  | (Extract<Said, { kind: "told" }> & { readonly told: Told })
  | (Extract<Said, { kind: "answer" }> & { readonly answer: Answer })
  | (Extract<Said, { kind: "thrown" }> & { readonly thrown: Thrown });

/** Each thread has a heap as large as that of who asks. */
function mostMebibytes(): number {
  return Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20);
}

/**
 * A thread that answers the questions of a job, one after the other. Whatever becomes of it, a
 * question has its own answer or an error.
 */
export class Thread<Question, Answer, Told> {
  readonly #worker: Worker;
  readonly #onTold: (told: Told) => void;
  #waiting: Waiting<Answer> | null = null;
  #gone: unknown = null;

  constructor(data: ThreadData, onTold: (told: Told) => void) {
    this.#onTold = onTold;
    this.#worker = new Worker(builtProgram("src/base/threads/thread-program.ts"), {
      workerData: data,
      // Options of Node's that are for a program alone, as `--input-type` is, are not for a thread.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: mostMebibytes() },
    });
    this.#worker.on("message", (said: SaidOf<Answer, Told>) => this.#hear(said));
    this.#worker.on("messageerror", (error) => this.#leave(error));
    this.#worker.on("error", (error) =>
      this.#leave(isOutOfMemory(error) ? threadOutOfMemory(error) : error),
    );
    this.#worker.on("exit", (exitCode) => this.#leave(threadEnded(exitCode)));
  }

  /** The number of the question that it is at; null where it is at none. */
  get at(): number | null {
    return this.#waiting?.number ?? null;
  }

  /**
   * The answer to a question; it must have answered the one before.
   *
   * @throws what answering it throws; Diagnostic `threads/…` where the thread ends before
   */
  ask(number: number, question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#gone !== null) return reject(this.#gone);
      this.#waiting = { number, digest: questionDigest(question), resolve, reject };
      const asked: Asked = { number, question };
      this.#worker.postMessage(asked);
    });
  }

  /** Ends it where it stands. */
  async end(): Promise<void> {
    this.#leave(threadEnded(1));
    await this.#worker.terminate();
  }

  #hear(said: SaidOf<Answer, Told>): void {
    if (this.#gone !== null) return;
    if (said.kind === "told") {
      this.#onTold(said.told);
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = null;
    try {
      const answer = answerIn(said, waiting);
      waiting?.resolve(answer);
    } catch (error) {
      waiting?.reject(error);
    }
  }

  #leave(error: unknown): void {
    this.#gone ??= error;
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

/**
 * What is said, as the answer to the question that was asked.
 *
 * @throws what answering it threw; Error where it is the answer to another question
 */
function answerIn<Answer, Told>(
  said: Exclude<SaidOf<Answer, Told>, { kind: "told" }>,
  asked: Pick<Waiting<Answer>, "number" | "digest"> | null,
): Answer {
  if (said.number !== asked?.number) {
    throw new Error(`a thread answers question ${said.number}, and was asked ${asked?.number}`);
  }
  if (said.kind === "thrown") throw thrownAgain(said.thrown);
  if (said.digest === asked.digest) return said.answer;
  throw new Error(
    `a thread answers another question than question ${said.number}, which it was asked`,
  );
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
