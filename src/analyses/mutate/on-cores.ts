import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { builtProgram } from "../../base/process/built-program.js";
import {
  type Campaign,
  type CampaignRequest,
  campaignOf,
  type Judgement,
  type Share,
} from "./campaign.js";

/** A share of a campaign, as a thread is given it: plain data. */
export interface ShareData {
  readonly request: Pick<CampaignRequest, "subjects" | "properties" | "layers" | "files">;
  readonly share: Share;
}

/** What a thread tells: a judgement, and of how many mutations. */
export interface ShareMessage {
  readonly judgement: Judgement;
  readonly all: number;
}

/** Each thread has the models to itself; past some of them memory is the bound, not time. */
const MOST_THREADS = 8;

/**
 * Makes every mutant of the models, and asks the gates about each, on all cores: a thread for each
 * takes its share. The answer is that of `runCampaign`.
 *
 * @throws what a thread throws
 */
export async function runCampaignOnCores(request: CampaignRequest): Promise<Campaign> {
  const { signal, onProgress, ...plain } = request;
  const of = Math.min(availableParallelism(), MOST_THREADS);
  const judgements: Judgement[] = [];
  const threads = Array.from({ length: of }, (_, index) => {
    const data: ShareData = { request: plain, share: { index, of } };
    return new Worker(builtProgram("src/analyses/mutate/share-program.ts"), { workerData: data });
  });
  const end = (): void => {
    for (const thread of threads) void thread.terminate();
  };
  signal?.addEventListener("abort", end, { once: true });
  try {
    await Promise.all(
      threads.map((thread) => {
        thread.on("message", ({ judgement, all }: ShareMessage) => {
          judgements.push(judgement);
          onProgress?.(judgements.length, all);
        });
        return new Promise<void>((resolve, reject) => {
          thread.once("error", reject);
          thread.once("exit", () => resolve());
        });
      }),
    );
  } finally {
    signal?.removeEventListener("abort", end);
    end();
  }
  return campaignOf(request, judgements);
}
