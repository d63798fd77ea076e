import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { removeFoldersOf } from "./folders-of-process.js";
import { markedProcesses } from "./marked-processes.js";
import { endGroup } from "./process-group.js";

// Runs in a session of its own and outlives nmicheck by a moment. Standard input is a pipe that
// nmicheck holds: "?MARK" says that a child is about to be started with that mark in its environment,
// "!MARK" that its process id has been told, "+PID" and "-PID" which process groups are running,
// "/JSON" in which folder nmicheck makes its own; and the end says that nmicheck is gone, in whatever
// way. What is running then ends, and the folders go.

const GRACE = 300;
/** When to look for children whose ids were not told: the last may just be on its way to its program. */
const LOOKS = [0, 200, 800];
const running = new Set<number>();
const expected = new Set<string>();
const parents = new Set<string>();
const [pid, start = "0"] = process.argv.slice(2);
for await (const line of createInterface({ input: process.stdin })) {
  const text = line.slice(1);
  if (line.startsWith("?")) expected.add(text);
  else if (line.startsWith("!")) expected.delete(text);
  else if (line.startsWith("/")) parents.add(String(JSON.parse(text)));
  else if (line.startsWith("+")) running.add(Number(text));
  else running.delete(Number(text));
}
const ends = [...running].map((group) => endGroup(group, GRACE));
for (const wait of expected.size === 0 ? [] : LOOKS) {
  await sleep(wait);
  const found = [...expected].flatMap(markedProcesses);
  ends.push(...found.map((group) => endGroup(group, GRACE)));
}
await Promise.all(ends);
const owner = { pid: Number(pid), start };
await Promise.all([...parents].map((parent) => removeFoldersOf(owner, parent)));
