import { casesOf, ownerOf } from "./findings.js";
import { plainText } from "./plain-text.js";
import type { Reporter } from "./reporter.js";
import { placeText } from "./wording.js";

/** The Test Anything Protocol, version 14: a point for each case, with what failed as YAML. */
export const tapReport: Reporter = (run, { folder }) => {
  const cases = casesOf(run);
  const points = cases.flatMap((one, index) => {
    const { reasons } = one;
    const state = reasons.length === 0 ? "ok" : "not ok";
    const point = `${state} ${index + 1} - ${description(`${ownerOf(one)}: ${one.name}`)}`;
    if (reasons.length === 0) return [point];
    // JSON is YAML, and escapes whatever would not be.
    const details = reasons.flatMap(({ code, message, details: more, place }) => [
      `    - code: ${JSON.stringify(code)}`,
      `      message: ${JSON.stringify(message)}`,
      ...(place === null ? [] : [`      at: ${JSON.stringify(placeText(place, folder))}`]),
      `      details: ${JSON.stringify(more)}`,
    ]);
    return [point, "  ---", "  reasons:", ...details, "  ..."];
  });
  return `${["TAP version 14", `1..${cases.length}`, ...points].join("\n")}\n`;
};

/** `#` would begin a directive, such as one that skips the point. */
function description(text: string): string {
  return plainText(text)
    .replaceAll("\n", " ")
    .replace(/[\\#]/g, (mark) => `\\${mark}`);
}
