import { parentPort, workerData } from "node:worker_threads";
import { ThreadSearch, type ThreadTask } from "./thread-search.js";

// A thread of an exploration: its task comes as `workerData`, its result goes as its one message.
const task: ThreadTask = workerData;
parentPort?.postMessage(new ThreadSearch(task).run());
