import type { Job } from "../../src/base/threads/job.js";

/** What the odd job is asked, and what it then does in place of an answer. */
export interface Question {
  readonly text: string;
  readonly does?: string;
  /** Milliseconds. */
  readonly after?: number;
  readonly tells?: string;
}

export interface Given {
  readonly greeting: string;
  readonly fails?: boolean;
}

export const job: Job<Given, Question, string, string>;
