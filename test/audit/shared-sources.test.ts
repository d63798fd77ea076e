import { expect, test } from "vitest";
import { policies } from "../../spec/policies/all.js";
import { auditDocument } from "../../src/analyses/audit/document.js";
import { unclaimedText } from "../../src/analyses/audit/text.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { HEAD, idle, nmi, uhhuh } from "./log-lines.js";
import { auditText } from "./soundness.js";

const other = (lines: readonly string[]) => lines.map((line) => line.replace("[000]", "[001]"));

/**
 * `sharedEvent deliverOn(0) deliverOn(1) pollOn(0) pollOn(1) decideOn(1)` of docs/model/smp.md: CPU 1
 * claims the record of b for both, and CPU 0 tells of an unknown NMI.
 */
const tooLate = [
  ...HEAD,
  ...nmi(1, "x+0x1/0x9", 1, 0),
  ...other(nmi(1.5, "x+0x1/0x9", 1, 0)),
  ...other(nmi(2, idle, 0, 1)),
  ...nmi(2.00001, "y+0x1/0x9", 0, 0),
  uhhuh(2.00002),
  ...nmi(3, "z+0x1/0x9", 1, 0),
];

function answers(text: string, axis?: string, sharedHandlers: readonly string[] = []) {
  const machine = {
    policy: { name: "mainline", policy: policies.mainline },
    platform: "ideal",
    axes: axis === undefined ? undefined : readAxes([axis]),
  } as const;
  const found = auditText(text, { machine, unknownHandlers: [], sharedHandlers });
  expect(found.unexplained).toEqual([]);
  const { unclaimed } = auditDocument("0", found, null);
  return unclaimed.map((one) => [one.unknownEdge, one.otherCpu, unclaimedText(one)] as const);
}

const log = tooLate.map((line) => `${line}\n`).join("");
const SURELY = ["surely", false, expect.stringMatching(/unknown edge: surely$/)];
const OTHER = [
  "cannot be told",
  true,
  expect.stringMatching(/cannot be told \(or another CPU has taken its event\)$/),
];

test("an NMI that came too late for the event of a shared source has no unknown edge for sure", () => {
  expect(answers(log)).toEqual([SURELY]);
  expect(answers(log, undefined, ["b"])).toEqual([OTHER]);
  expect(answers(log, undefined, ["c"])).toEqual([SURELY]);
  // The firmware's error records are known to be shared.
  expect(answers(log.replaceAll("nmi_handler: b()", "nmi_handler: ghes_notify_nmi()"))).toEqual([
    OTHER,
  ]);
});

test("the reason port is one for all CPUs", () => {
  expect(answers(log, "reason-port=yes")).toEqual([OTHER]);
  expect(answers(log, "touch=yes")).toEqual([SURELY]);
});
