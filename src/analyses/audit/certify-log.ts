import { readAxes } from "../../machine/configuration/named-axes.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import { irOf } from "../../machine/policy/ir-cache.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import { type ComposedModel, composedOf } from "../limits/composed-model.js";
import { type Certificate, type CertifyOptions, runObserver } from "../limits/observer-run.js";
import { observerConfiguration } from "../limits/observer-tla.js";
import { notCertified } from "./diagnostics.js";
import { keptVariables, LOG_INVARIANT, LOG_MODULE, logModule } from "./log-module.js";
import { type AuditMachine, firstPlace, placesOf } from "./machine.js";
import { LogRecords, requireSame } from "./tlc-records.js";
import type { TlcWindow } from "./tlc-window.js";

/** A machine with the policy as it is compiled. */
export interface CertifiedMachine extends AuditMachine {
  readonly policy: LoadedPolicy;
}

/** The model of a machine that is told what each handler claimed: a log holds that. */
export async function loggedModel({ policy, axes }: CertifiedMachine): Promise<ComposedModel> {
  const own = Object.entries(axes?.names ?? {}).map(([name, value]) => `${name}=${value}`);
  return composedOf(await irOf(policy, readAxes([...own, "policy-input=handlers"])));
}

/** The texts of the machine along a window of its log, by the names of their files. */
export async function logFiles(
  machine: CertifiedMachine,
  window: TlcWindow,
): Promise<ReadonlyMap<string, string>> {
  const { platform, axes } = machine;
  const model = await loggedModel(machine);
  const configuration = observerConfiguration(
    LOG_MODULE,
    namedPlatform(platform, window.chain, placesOf(axes?.machine)),
    LOG_INVARIANT,
  );
  return new Map([
    [`${model.module}.tla`, model.text],
    [`${LOG_MODULE}.tla`, logModule(model, window, firstPlace(axes?.machine))],
    [`${configuration.moduleName}.tla`, configuration.module],
    [`${configuration.moduleName}.cfg`, configuration.cfg],
  ]);
}

/**
 * Has TLC follow a window of a log. Of each NMI it must say the same: whether a behaviour explains it,
 * and with nothing claimed, how it can have ended with an unknown edge in it, and how without; and
 * after the last one of each stretch, in which states the machine can be.
 *
 * @returns null when the time was over before TLC had an answer
 * @throws Diagnostic `audit/not-certified` where TLC says otherwise, and the diagnostics of TLC
 */
export async function certifyWindow(
  machine: CertifiedMachine,
  window: TlcWindow,
  options: CertifyOptions,
): Promise<Certificate | null> {
  const files = await logFiles(machine, window);
  const { outcome, facts } = await runObserver(files, LOG_MODULE, options);
  if (outcome.kind === "bounded") return null;
  if (outcome.kind === "violated") throw notCertified("it left the log");
  const records = await LogRecords.read(outcome.printed, window.nmis.length);
  requireSame(records, window, keptVariables(await loggedModel(machine)));
  return { ...facts, distinct: outcome.counts.distinct };
}
