// What a benchmark measures: programs run in turns, each round in another order, and of each the
// medians over the rounds. Debian package: time.
import { cpus, totalmem } from "node:os";
import { execa } from "execa";

export function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs a program to its end: its output, the wall seconds, the CPU seconds (user and system) of it
 * and of all children that it waited for, and the peak memory of the largest of these processes.
 */
export async function measured(command, args, options = {}) {
  const began = performance.now();
  const run = await execa("/usr/bin/time", ["-f", "%U %S %M", command, ...args], options).catch(
    (error) => {
      if (error.code !== "ENOENT") throw error;
      throw new Error("there is no /usr/bin/time: install it (Debian package `time`)");
    },
  );
  const wall = Number(((performance.now() - began) / 1000).toFixed(3));
  const last = run.stderr.trim().split("\n").at(-1);
  const [user, system, kilobytes] = last.split(" ").map(Number);
  return { stdout: run.stdout, wall, cpu: user + system, megabytes: kilobytes / 1024 };
}

/**
 * Runs all contenders `rounds` times, one after the other: each round begins with the next of them,
 * so that none always runs right after the same other one. What each run returned, by name.
 */
export async function inTurns(contenders, rounds) {
  const results = new Map(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const first = round % contenders.length;
    const order = [...contenders.slice(first), ...contenders.slice(0, first)];
    for (const { name, run } of order) {
      const result = await run();
      results.get(name).push(result);
      const { wall, cpu } = result;
      process.stderr.write(
        `${round + 1}/${rounds} ${name}: ${wall} s, ${cpu.toFixed(2)} s of CPU\n`,
      );
    }
  }
  return results;
}

/** The medians of what runs took, and the least and the most wall seconds. */
export function summary(runs) {
  const walls = runs.map(({ wall }) => wall);
  return {
    wall: Number(median(walls).toFixed(3)),
    least: Math.min(...walls),
    most: Math.max(...walls),
    cpu: Number(median(runs.map(({ cpu }) => cpu)).toFixed(3)),
    megabytes: Math.round(median(runs.map(({ megabytes }) => megabytes))),
  };
}

/** The machine that was measured on. */
export function machine() {
  const [first] = cpus();
  return {
    cores: cpus().length,
    cpu: first.model,
    gigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}
