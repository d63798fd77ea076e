import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeTlcFiles } from "../../../src/analyses/check/tlc-files.js";
import type { Address } from "../../../src/checkers/tlc/distributed/address.js";
import {
  type DistributedRequest,
  type DistributedRun,
  runDistributed,
} from "../../../src/checkers/tlc/distributed/run.js";
import { namedPlatform } from "../../../src/machine/configuration/platform.js";
import { loadPolicy } from "../../../src/machine/policy/load.js";
import { provisioned } from "../provisioned.js";

type Options = Partial<DistributedRequest> & Pick<DistributedRequest, "distribution">;

/** Runs TLC's server on `mainline`, chain [2,2], for nothing but `TypeOK`. */
export async function smallRun(options: Options): Promise<DistributedRun> {
  const { java, jar } = await provisioned();
  const loaded = await loadPolicy("mainline");
  if (loaded.kind === "refused") throw new Error("there is no mainline");
  const subject = { policy: loaded.policy, platform: namedPlatform("ideal", [2, 2], 2) };
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-distributed-test-"));
  try {
    const compiled = await loaded.policy.compile();
    const files = await writeTlcFiles(folder, "run", subject, compiled, []);
    return await runDistributed({
      java,
      jar,
      ...files,
      workers: 1,
      fingerprintIndex: 0,
      checkDeadlock: true,
      tuning: "short",
      heap: "400m",
      violatedBy: () => null,
      ...options,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The addresses of this machine at which somebody listens on a port, as Linux writes them. */
export async function listeningOn({ port }: Address): Promise<readonly string[]> {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  return tables
    .flatMap((table) => table.split("\n").slice(1))
    .flatMap((line) => {
      const [, local = "", , state] = line.trim().split(/\s+/);
      const [address = "", at] = local.split(":");
      return state === "0A" && at === wanted ? [address] : [];
    });
}
