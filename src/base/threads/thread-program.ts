// The program of a thread: it answers one question of a job after the other.
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import type { Answering, Asked, Job, Said, ThreadData } from "./job.js";
import { questionDigest } from "./question-digest.js";
import { thrownData } from "./thrown.js";

const { file, given }: ThreadData = workerData;

function say(said: Said): void {
  parentPort?.postMessage(said);
}

async function begun(): Promise<Answering<unknown, unknown>> {
  const { job }: { readonly job: Job<unknown, unknown, unknown, unknown> } = await import(
    pathToFileURL(file).href
  );
  return job.begin(given, { tell: (told) => say({ kind: "told", told }) });
}

let answering: Promise<Answering<unknown, unknown>> | undefined;

parentPort?.on("message", async ({ number, question }: Asked) => {
  try {
    answering ??= begun();
    const answer = await (await answering)(question);
    say({ kind: "answer", number, digest: questionDigest(question), answer });
  } catch (error) {
    say({ kind: "thrown", number, thrown: thrownData(error) });
  }
});
