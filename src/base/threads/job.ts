/** Where a job is done: in a thread of its own, or in that which asks. */
export interface Workplace<Told> {
  /** Aborted when nobody waits any more; there is none in a thread, which is ended. */
  readonly signal?: AbortSignal;
  /** Tells who asks how far it is. */
  readonly tell: (told: Told) => void;
}

/**
 * Work that cores share: many questions, each of which is answered by itself. What is given, questions,
 * answers and what is told are plain data, for they go from thread to thread.
 */
export interface Job<Given, Question, Answer, Told = never> {
  /** The built file (`builtProgram`) that exports this very job as `job`. */
  readonly file: string;
  /** Makes ready, once in each thread, what answers one question after the other. */
  readonly begin: (
    given: Given,
    place: Workplace<Told>,
  ) => Answering<Question, Answer> | Promise<Answering<Question, Answer>>;
}

/** What answers a question. */
export type Answering<Question, Answer> = (question: Question) => Answer | Promise<Answer>;

/** What a thread begins with. */
export interface ThreadData {
  readonly file: string;
  readonly given: unknown;
}

/** What a thread is asked: a question by its number. */
export interface Asked {
  readonly number: number;
  readonly question: unknown;
}

/** What a thread says. */
export type Said =
  | { readonly kind: "told"; readonly told: unknown }
  /** `digest` is that of the question that was answered. */
  | {
      readonly kind: "answer";
      readonly number: number;
      readonly digest: string;
      readonly answer: unknown;
    }
  | { readonly kind: "thrown"; readonly number: number; readonly thrown: unknown };
