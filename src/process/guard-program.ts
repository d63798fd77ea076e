import { createInterface } from "node:readline";
import { endGroup } from "./process-group.js";

// Runs in a session of its own and outlives nmicheck by a moment. Standard input is a pipe that
// nmicheck holds: "+PID" and "-PID" say which process groups are running, and its end says that
// nmicheck is gone, in whatever way. What is running then ends.

const GRACE = 1_000;
const running = new Set<number>();
for await (const line of createInterface({ input: process.stdin })) {
  const group = Number(line.slice(1));
  if (line.startsWith("+")) running.add(group);
  else running.delete(group);
}
await Promise.all([...running].map((group) => endGroup(group, GRACE)));
