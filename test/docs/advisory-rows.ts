import { advisories } from "../../src/checkers/advisory/advisories.js";

/** The rows of the table of the known bugs of TLC. */
export const advisoryTable: readonly string[] = advisories.map(
  ({ bug, about, versions, needs, because }) =>
    `| ${bug} | ${about} | ${versions} | ${needs} | ${because} |`.replaceAll("|->", "\\|->"),
);
