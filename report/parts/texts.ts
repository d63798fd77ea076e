import { sizeText } from "../../src/machine/configuration/platform-text.js";
import { enumerated } from "../../src/machine/trace/words.js";
import type { ReportDocument } from "../../src/report/document.js";

/** `chain [2,1], 2 ips`: the configurations of a report, each once. */
export function configurationText({ verdicts }: ReportDocument): string {
  const texts = new Set(
    verdicts.map(({ platform: { chain, rips } }) => `${sizeText({ chain, rips })}`),
  );
  return enumerated([...texts]);
}

/** Who gave the verdicts, and whether that is a proof by TLC. */
export function checkerText({ checker }: ReportDocument): string {
  if (checker.name === "tlc") {
    // TLC says of itself "TLC2 Version 2.18 of …".
    const version = checker.version.replace(/^TLC2 Version /, "");
    return checker.jarVerified === true ? `TLC ${version}` : `TLC ${version}, an unverified jar`;
  }
  const left =
    checker.reductions === undefined ? "" : ` with ${enumerated([...checker.reductions])}`;
  return `embedded explorer ${checker.version}${left}, not certified by TLC`;
}

/** A sentence that was written without its capital letter and its full stop. */
export function sentence(text: string): string {
  // `swallow_nmi` and its like are names, and begin as they do.
  const isWord = /^[a-z]+[ ,:;.]/.test(text);
  return `${isWord ? text.charAt(0).toUpperCase() : text.charAt(0)}${text.slice(1)}.`;
}
