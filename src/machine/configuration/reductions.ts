import { unknownReduction } from "../../checkers/packed/diagnostics.js";
import { type ReductionName, reductionNames } from "../../checkers/packed/reductions.js";
import { readCommaList } from "./list.js";

/**
 * Reads `--reductions`: `all`, `none`, or names with commas between them.
 *
 * @throws Diagnostic `packed/unknown-reduction`, `configuration/empty-item`, `configuration/listed-twice`
 */
export function readReductions(text: string): readonly ReductionName[] {
  if (text === "all") return reductionNames;
  if (text === "none") return [];
  return readCommaList("--reductions", text, (part) => {
    const name = reductionNames.find((known) => known === part);
    if (name === undefined) throw unknownReduction(part, reductionNames);
    return name;
  });
}
