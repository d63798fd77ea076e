import { create } from "xmlbuilder2";
import { plainText } from "../../base/document/plain-text.js";
import { type Case, casesOf, ownerOf } from "./findings.js";
import type { Reporter } from "./reporter.js";
import { placeText, subjectText } from "./wording.js";

/** JUnit's XML, as CI systems read it: a suite for each gate, a case for each verdict. */
export const junitReport: Reporter = (run, { folder }) => {
  const cases = casesOf(run);
  const failing = cases.filter(({ reasons }) => reasons.length > 0);
  const document = create({ version: "1.0", encoding: "UTF-8" });
  const root = document.ele("testsuites", {
    name: "nmicheck",
    tests: cases.length,
    failures: failing.length,
    time: run.seconds.toFixed(3),
  });
  for (const [owner, own] of grouped(cases)) {
    const gate = own[0]?.gate ?? null;
    const suite = root.ele("testsuite", {
      name: plainText(owner),
      tests: own.length,
      failures: own.filter(({ reasons }) => reasons.length > 0).length,
      time: (gate?.seconds ?? 0).toFixed(3),
    });
    for (const one of own) {
      const element = suite.ele("testcase", {
        classname: plainText(gate === null ? owner : `${owner}: ${subjectText(gate)}`),
        name: plainText(one.name),
        time: "0",
      });
      for (const { code, message, details, place } of one.reasons) {
        const at = place === null ? [] : [`at ${placeText(place, folder)}`];
        element
          .ele("failure", { type: code, message: plainText(message) })
          .txt(plainText([message, ...at, ...details].join("\n")));
      }
    }
  }
  return `${document.end({ prettyPrint: true })}\n`;
};

function grouped(cases: readonly Case[]): ReadonlyMap<string, readonly Case[]> {
  const groups = new Map<string, Case[]>();
  for (const one of cases) {
    const own = groups.get(ownerOf(one)) ?? [];
    own.push(one);
    groups.set(ownerOf(one), own);
  }
  return groups;
}
