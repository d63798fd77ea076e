import { expect, test } from "vitest";
import { policies } from "../../../spec/policies/all.js";
import { explore } from "../../../src/checkers/explore/breadth-first.js";
import type { Address } from "../../../src/checkers/tlc/distributed/address.js";
import { nmiModel } from "../../../src/machine/model/nmi-model.js";
import { isAlive } from "../../process/alive.js";
import { whole } from "../../slice.js";
import { listeningOn, smallRun } from "./small-run.js";

whole(
  "one of two workers is killed in the middle, and the result is the same",
  async () => {
    const platform = { chain: [2, 2], rips: 2, sticky: false, shadow: false } as const;
    const { distinct } = await explore(nmiModel({ platform, policy: policies.mainline }));
    const pids: number[] = [];
    let joined = 0;
    let listening: readonly string[] = [];
    let server: Address | null = null;
    const run = await smallRun({
      distribution: {
        workers: 2,
        onReady: (address) => {
          server = address;
        },
        onWorker: (pid) => pids.push(pid),
      },
      onEvent: (event) => {
        if (event.kind !== "note" || event.name !== "TLC_DISTRIBUTED_WORKER_REGISTERED") return;
        if (++joined !== 2 || server === null) return;
        void listeningOn(server).then((addresses) => {
          listening = addresses;
          const [victim] = pids;
          if (victim !== undefined) process.kill(victim, "SIGKILL");
        });
      },
    });
    expect(run.outcome).toMatchObject({ kind: "success", counts: { distinct, queue: 0 } });
    expect([run.joined, run.lost]).toEqual([2, 1]);
    expect(run.version).toBe("TLC2 Version 2.18 of 20 March 2023");
    // 127.0.0.1, and nothing else.
    expect(listening).toEqual(["0100007F"]);
    expect(await Promise.all(pids.map(isAlive))).toEqual([false, false]);
  },
  180_000,
);

test("where nobody else can join, the death of the last worker is the end, and no verdict", async () => {
  const pids: number[] = [];
  const { outcome } = await smallRun({
    distribution: { workers: 1, onWorker: (pid) => pids.push(pid) },
    onEvent: (event) => {
      if (event.kind !== "note" || event.name !== "TLC_DISTRIBUTED_WORKER_REGISTERED") return;
      for (const pid of pids) process.kill(pid, "SIGKILL");
    },
  });
  expect(outcome).toMatchObject({ kind: "failed", diagnostic: { code: "tlc/workers-died" } });
}, 120_000);
