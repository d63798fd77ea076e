// The program of a thread that judges a share of the mutants.
import { parentPort, workerData } from "node:worker_threads";
import { judgeShare } from "./campaign.js";
import type { ShareData, ShareMessage } from "./on-cores.js";

const { request, share }: ShareData = workerData;
await judgeShare(request, share, (judgement, all) => {
  const message: ShareMessage = { judgement, all };
  parentPort?.postMessage(message);
});
