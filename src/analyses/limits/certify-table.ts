import type { Machine } from "../../machine/subject.js";
import { composedModel } from "./composed-model.js";
import type { DecisionTable } from "./decision-table.js";
import { notCertified } from "./diagnostics.js";
import { type Certificate, type CertifyOptions, runObserver } from "./observer-run.js";
import { observerConfiguration } from "./observer-tla.js";
import { TABLE_INVARIANT, TABLE_MODULE, tableModule } from "./table-module.js";
import type { WalkName } from "./walk.js";

/** A table that is said to be a perfect policy. */
export interface TableClaim extends Machine {
  readonly walk: WalkName;
  readonly table: DecisionTable;
}

/** The texts of the model with the table, by the names of their files. */
export async function tableFiles({
  platform,
  axes,
  walk,
  table,
}: TableClaim): Promise<ReadonlyMap<string, string>> {
  const model = await composedModel(walk, axes);
  const configuration = observerConfiguration(TABLE_MODULE, platform, TABLE_INVARIANT);
  return new Map([
    [`${model.module}.tla`, model.text],
    [`${TABLE_MODULE}.tla`, tableModule(model, platform, table)],
    [`${configuration.moduleName}.tla`, configuration.module],
    [`${configuration.moduleName}.cfg`, configuration.cfg],
  ]);
}

/**
 * Has TLC exhaust the model with the table in place of a policy: that there is a perfect policy is
 * certified by one that is. No composition of two runs is needed for it, which would show less and
 * take longer.
 *
 * @returns null when the time was over before TLC had an answer
 * @throws Diagnostic `limits/not-certified` where TLC says otherwise, and the diagnostics of TLC
 */
export async function certifyTable(
  claim: TableClaim,
  options: CertifyOptions,
): Promise<Certificate | null> {
  const { outcome, facts } = await runObserver(await tableFiles(claim), TABLE_MODULE, options);
  switch (outcome.kind) {
    case "success":
      return { ...facts, distinct: outcome.counts.distinct };
    case "violated":
      throw notCertified(
        `the table that is said to be a perfect policy goes wrong after ${outcome.states.length - 1} steps`,
      );
    case "bounded":
      return null;
  }
}
