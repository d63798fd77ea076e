import { availableParallelism } from "node:os";
import { isMainThread } from "node:worker_threads";
import { pause } from "../process/without-pause.js";
import type { Answering, Job, Workplace } from "./job.js";
import { Thread } from "./thread.js";

/** What may be said of a job while it is done. */
export interface AskOptions<Answer, Told = never, Question = never> {
  readonly signal?: AbortSignal | undefined;
  /** Told of each answer as it comes, of the number of its question, and how many there are. */
  readonly onAnswer?:
    | ((done: number, all: number, answer: Answer, number: number) => void)
    | undefined;
  readonly onTold?: ((told: Told) => void) | undefined;
  /** Makes what answers in this thread, where something is begun already; the job's own by default. */
  readonly here?:
    | ((
        place: Workplace<Told>,
      ) => Answering<Question, Answer> | Promise<Answering<Question, Answer>>)
    | undefined;
  /** The most threads; as many as there are cores by default. */
  readonly threads?: number | undefined;
}

/** Past some of them memory is the bound, not time. */
const MOST_THREADS = 8;

/** What a thread is reckoned to take: with less memory than that for each there are fewer. */
const BYTES_OF_A_THREAD = 512 * 2 ** 20;

/** So many threads are worth it for so many questions. */
function threadsFor(questions: number): number {
  // A thread shares its work with nobody: its cores are in use by those beside it.
  if (!isMainThread) return 1;
  const inMemory = Math.floor(process.availableMemory() / BYTES_OF_A_THREAD);
  return Math.max(1, Math.min(availableParallelism(), questions, MOST_THREADS, inMemory));
}

/**
 * Asks every question of a job, on as many cores as there are; where there is one core or one
 * question, in this thread. The answers are in the order of the questions, and the same whatever the
 * number of threads; where several questions throw, what the first of them throws is thrown.
 *
 * @throws the reason of the signal, and no thread is left; what answering throws, a diagnostic as a
 * diagnostic; Diagnostic `threads/…` where a thread ends before it has answered
 */
export async function askAll<Given, Question, Answer, Told = never>(
  job: Job<Given, Question, Answer, Told>,
  given: Given,
  questions: readonly Question[],
  options: AskOptions<Answer, Told, Question> = {},
): Promise<readonly Answer[]> {
  options.signal?.throwIfAborted();
  const threads = Math.min(options.threads ?? threadsFor(questions.length), questions.length);
  return threads > 1
    ? askThreads(job, given, questions, options, threads)
    : askHere(job, given, questions, options);
}

async function askHere<Given, Question, Answer, Told>(
  job: Job<Given, Question, Answer, Told>,
  given: Given,
  questions: readonly Question[],
  { signal, onAnswer, onTold, here }: AskOptions<Answer, Told, Question>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  if (questions.length === 0) return answers;
  const place: Workplace<Told> = {
    ...(signal !== undefined && { signal }),
    tell: (told) => onTold?.(told),
  };
  const answering = await (here === undefined ? job.begin(given, place) : here(place));
  for (const [number, question] of questions.entries()) {
    await pause();
    signal?.throwIfAborted();
    const answer = await answering(question);
    answers.push(answer);
    onAnswer?.(answers.length, questions.length, answer, number);
  }
  return answers;
}

async function askThreads<Given, Question, Answer, Told>(
  { file }: Job<Given, Question, Answer, Told>,
  given: Given,
  questions: readonly Question[],
  { signal, onAnswer, onTold }: AskOptions<Answer, Told, Question>,
  count: number,
): Promise<readonly Answer[]> {
  const answers = questions.map((): { readonly answer: Answer } | null => null);
  let done = 0;
  /** All threads take from it. */
  const open = questions.entries();
  /** The first question that throws: those before it are still waited for. */
  const first: { number: number; error: unknown } = { number: questions.length, error: null };
  const threads = Array.from(
    { length: count },
    () => new Thread<Question, Answer, Told>({ file, given }, (told) => onTold?.(told)),
  );
  const endFrom = (number: number): Promise<unknown> =>
    Promise.all(threads.map((thread) => ((thread.at ?? number) >= number ? thread.end() : null)));
  const onAbort = (): void => void endFrom(0);
  signal?.addEventListener("abort", onAbort, { once: true });
  const work = async (thread: Thread<Question, Answer, Told>): Promise<void> => {
    for (const [number, question] of open) {
      try {
        const answer = await thread.ask(number, question);
        answers[number] = { answer };
        onAnswer?.(++done, questions.length, answer, number);
      } catch (error) {
        if (number < first.number) Object.assign(first, { number, error });
        await endFrom(first.number);
      }
      if (first.number < questions.length) return;
    }
  };
  try {
    await Promise.all(threads.map(work));
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await endFrom(0);
  }
  signal?.throwIfAborted();
  if (first.number < questions.length) throw first.error;
  return answers.map((one, number) => {
    if (one === null) throw new Error(`question ${number} has no answer`);
    return one.answer;
  });
}
