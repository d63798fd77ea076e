import { tmpdir } from "node:os";
import { unwritableCause } from "../../base/cache/make-folder.js";
import {
  makeOwnedFolder,
  removeOwnedFolder,
  sweepOrphans,
} from "../../base/process/owned-folder.js";
import type { Answer, Engine, EngineCall } from "../engine.js";
import { answerTraces } from "./answer-traces.js";
import { cacheDiagnostic } from "./diagnostics.js";
import { guestAxisNames } from "./guest-axes.js";
import { Guests } from "./guests.js";
import type { GuestKernel } from "./kernel.js";
import type { GuestTimes } from "./limits.js";
import type { BuildOptions } from "./module.js";
import { type TracePlan, tooLarge } from "./plan.js";
import { provisionQemu } from "./provision.js";
import { outcomeOfTrace, type TraceOutcome } from "./seen.js";
import { TraceCutter } from "./trace-cutter.js";

/** What may be chosen when a kernel is booted. */
export interface QemuOptions extends BuildOptions {
  readonly times?: Partial<GuestTimes>;
}

/** A booted kernel as an engine. */
export interface QemuEngine extends Engine {
  /** What became of each trace so far, in the order in which they were asked. */
  readonly outcomes: readonly TraceOutcome[];
  /** How long the kernel took from the start of QEMU until the module was ready, in seconds. */
  readonly bootSeconds: number;
}

const PURPOSE = "qemu";

async function temporaryFolder(): Promise<string> {
  await sweepOrphans(tmpdir(), PURPOSE);
  try {
    return await makeOwnedFolder(tmpdir(), PURPOSE);
  } catch (error) {
    const cause = unwritableCause(error);
    throw cause === undefined ? error : cacheDiagnostic(tmpdir(), cause);
  }
}

async function outcomeOf(guests: Guests, plan: TracePlan): Promise<TraceOutcome> {
  const reason = tooLarge(plan);
  if (reason !== null) return { kind: "notArranged", reason };
  const { report, folds } = await guests.replay(plan);
  return outcomeOfTrace(plan, report, folds);
}

/**
 * Boots a kernel under QEMU with nmicheck's module in it. The first time for a kernel the module is
 * built. Needs the programs that `provisionQemu` looks for; no root, no KVM.
 *
 * The engine takes whole traces: each from `setup` or `reset` to the next one or to the end of one
 * `ask`. Many traces in one `ask` are one after the other in the same boot. A trace that cannot be
 * brought about has its NMIs refused as `unsupported`, with the reason. A trace with the axis `panic`
 * is played on a kernel of its own that has the setting, booted when it is needed, and again after
 * a panic.
 *
 * @throws Diagnostic with a `qemu/…` code.
 */
export async function startQemuEngine(
  kernel: GuestKernel,
  options: QemuOptions = {},
): Promise<QemuEngine> {
  await provisionQemu(false, options);
  const folder = await temporaryFolder();
  const remove = () => removeOwnedFolder(folder);
  const guests = new Guests(kernel, folder, options);
  const guest = await guests.start().catch(async (reason) => {
    await remove();
    throw reason;
  });
  const cutter = new TraceCutter(kernel.policies);
  const outcomes: TraceOutcome[] = [];

  const ask = async (calls: readonly EngineCall[]): Promise<readonly Answer[]> => {
    const answered = await answerTraces(cutter, calls, "in the guest", (plan) =>
      outcomeOf(guests, plan),
    );
    outcomes.push(...answered.outcomes);
    return answered.answers;
  };

  return {
    about: {
      name: `Linux ${guest.about.release}`,
      version: guest.about.release,
      policies: kernel.policies,
      platforms: ["ideal", "sticky", "shadow", "sticky+shadow"],
      cpus: 1,
      axes: guestAxisNames,
    },
    title: `Linux ${guest.about.release} under QEMU`,
    playsUsers: "as it stands",
    outcomes,
    bootSeconds: guest.bootSeconds,
    ask,
    close: async () => {
      await guests.close();
      await remove();
    },
  };
}
