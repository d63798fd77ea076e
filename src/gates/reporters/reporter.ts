import type { GateRun } from "../gate/outcome.js";

/** Makes a text of what came of the gates. */
export type Reporter = (run: GateRun, style: ReportStyle) => string;

/** What a report may look like. */
export interface ReportStyle {
  /** For a terminal of somebody who wants colour. */
  readonly colour: boolean;
  /** The folder that paths are shown from. */
  readonly folder: string;
}
