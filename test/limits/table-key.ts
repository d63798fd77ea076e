import type { TableState } from "../../src/analyses/limits/table-run.js";
import { canonicalText } from "../../src/checkers/explore/state-keys.js";

/** Equal texts, the same future: how the last NMI has ended does not matter for it. */
export function tableKey({ state, view, memory }: TableState): string {
  return `${canonicalText({ ...state, outcome: null, elsewhere: null })} ${canonicalText(view)} ${memory}`;
}
