import { auditSchema } from "../../src/analyses/audit/document.js";

/** What a small log says, with `text` for every name that is the log's. */
export function smallLog(text: string) {
  const where = { cpu: 0, file: text, line: 7 };
  const steps = [{ nmi: 1, during: false, text }];
  return auditSchema.parse({
    schema: "nmicheck.audit/1",
    nmicheck: text,
    machine: { policy: text, platform: "ideal", axes: { touch: "yes" }, unknownTo: "all" },
    files: [
      { file: text, lines: 9, known: 9, overwritten: 0, firstNotUnderstood: null, console: true },
    ],
    answer: "not explained",
    cpus: [0, 1],
    span: { from: 1, to: 3 },
    chains: [[text, text]],
    handlers: [{ name: text, calls: 3, claiming: 1, claimed: 2, most: 2 }],
    counts: {
      nmis: 4,
      claimed: 1,
      unclaimed: 2,
      reported: 1,
      swallowed: 1,
      external: 0,
      unknownWhich: 0,
      surely: 1,
      surelyNot: 0,
      cannotTell: 1,
      mayBeLost: 1,
      unexplained: 1,
      withoutPlace: 0,
      strayReports: 0,
    },
    kernelCounts: [{ cpu: 0, swallowed: 1, inLog: 1, says: "same" }],
    losses: [{ why: "overrun", places: 1, events: 12 }],
    unclaimed: [
      {
        ...where,
        number: 2,
        time: 1.5,
        endings: ["swallowed"],
        unknownEdge: "cannot be told",
        otherCpu: false,
        mayBeLost: true,
        sameAddress: true,
        armedBy: { number: 1, time: 1, handlers: [{ name: text, claimed: 2 }] },
        behaviours: 0,
      },
      {
        ...where,
        cpu: 1,
        number: 3,
        time: 2.5,
        endings: ["reported"],
        unknownEdge: "surely",
        otherCpu: false,
        mayBeLost: false,
        sameAddress: false,
        armedBy: null,
        behaviours: null,
      },
    ],
    unexplained: [
      { ...where, number: 4, time: 3, expected: text, explainedBy: ["--axis nesting=yes"] },
    ],
    behaviours: [{ cpu: 0, firstNmi: 1, lastNmi: 2, with: steps, without: null }],
    tlc: null,
  });
}
