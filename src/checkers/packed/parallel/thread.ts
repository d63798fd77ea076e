import { parentPort, workerData } from "node:worker_threads";
import { type ThreadMessage, ThreadSearch, type ThreadTask } from "./thread-search.js";

// A thread of an exploration: its task comes as `workerData`; it sends each level, then its result.
const task: ThreadTask = workerData;
const send = (message: ThreadMessage): void => parentPort?.postMessage(message);
const search = new ThreadSearch(task, (level) => send({ kind: "level", level }));
send({ kind: "result", result: search.run() });
