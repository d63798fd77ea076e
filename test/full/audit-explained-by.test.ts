import { describe, expect, test } from "vitest";
import { policies } from "../../spec/policies/all.js";
import type { UnknownTo } from "../../src/analyses/audit/automata.js";
import type { AuditMachine } from "../../src/analyses/audit/machine.js";
import { endingBit, endings, type ObservedNmi } from "../../src/analyses/audit/observed-nmi.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { readPlatformName } from "../../src/machine/configuration/read.js";
import { HEAD, nmi, uhhuh } from "../audit/log-lines.js";
import { auditText } from "../audit/soundness.js";
import { toldApart } from "../audit/told-apart.js";

const bare: AuditMachine = {
  policy: { name: "mainline", policy: policies.mainline },
  platform: "ideal",
  axes: undefined,
};

/** The machine with this option of `audit` in place of the bare one. */
function machineWith(option: string): AuditMachine {
  const [name = "", value = ""] = option.split(" ");
  if (name === "--platform") return { ...bare, platform: readPlatformName(value) };
  return { ...bare, axes: readAxes([value]) };
}

const port = "NMI: PCI system error (SERR) for reason b1 on CPU 0.";

/** The lines of a log that tells this on a CPU, and one NMI more, so that silence after the last counts. */
function linesOf(log: readonly ObservedNmi[], cpu: number): string {
  let place = 0;
  const lines = log.flatMap(({ same, claimed, mask }, index) => {
    if (same !== true) place++;
    const time = 1 + index;
    const ending = endings.find((one) => claimed[0] === 0 && mask === endingBit(one));
    const said = uhhuh(time + 0.00001);
    return [
      ...nmi(time, `x+0x${place}/0x9`, claimed[0] ?? 0, 0),
      ...(ending === "reported" ? [said] : []),
      ...(ending === "external" ? [said.replace(/Uhhuh.*/, port)] : []),
    ];
  });
  return [...HEAD, ...lines, ...nmi(log.length + 1, "z+0x1/0x9", 1, 0)]
    .map((line) => `${line.replace("[000]", `[00${cpu}]`).replace("CPU 0.", `CPU ${cpu}.`)}\n`)
    .join("");
}

/** What the audit says of the first NMI that cannot be, in a log on a CPU. */
function explained(log: readonly ObservedNmi[], unknownTo: UnknownTo) {
  const cpu = unknownTo === "all" ? 0 : 1;
  const text = linesOf(log, cpu);
  const { unexplained } = auditText(text, { machine: bare, unknownHandlers: [], unknownTo });
  return unexplained[0];
}

const NMIS = 4;

/** Which machines a log can show to be another one, where unknown edges come to the CPU, and where not. */
const shown = [
  ["all", ["--axis touch=yes", "--axis kvm-host=touch"]],
  ["boot", ["--platform sticky", "--platform shadow", "--axis nesting=yes"]],
  ["all", ["--axis reason-port=yes", "--axis reason-port=known", "--axis reason-port=greedy"]],
  ["boot", ["--axis unknown-chain=own", "--axis unknown-chain=own-greedy"]],
  ["boot", ["--axis unknown-chain=greedy-own"]],
  ["boot", ["--axis pmu=vanishing", "--axis pmu=stopped", "--axis pmu=late"]],
] as const;

describe.each(shown)("a log on a CPU, unknown edges to %s", (unknownTo, options) => {
  test.each(options)("is explained with %s, and not without", (option) => {
    const log = toldApart(machineWith(option), bare, unknownTo === "all", NMIS);
    expect(log).not.toBeNull();
    const found = explained(log ?? [], unknownTo);
    expect(found?.number).toBe(log?.length);
    expect(found?.explainedBy).toContain(option);
  });
});

test("an edge that no source of this CPU explains is one of an unknown source, or of another CPU", () => {
  const reported = { same: null, claimed: [0], mask: endingBit("reported") };
  const found = explained([reported], "boot");
  expect(found?.expected).toBe("it is swallowed, and the log says reported");
  expect(found?.explainedBy).toContain("--unknown-to all");
});

/** What these do shows in a log as what the bare machine can do as well. */
const neverShown = [
  "latch-depth=2",
  ...["lvtpc=early", "lvtpc=late", "lvtpc=forgotten"],
  ...["handler-quirk=greedy", "handler-quirk=no-ack", "handler-quirk=double-count"],
  ...["panic=unknown", "panic=unrecovered", "panic=io", "kvm-host=yes", "unknown-chain=greedy"],
  "pmu=window",
];

test.each(neverShown)("no log of four NMIs tells that a machine has %s", (axis) => {
  for (const hasUnknown of [true, false]) {
    expect(toldApart(machineWith(`--axis ${axis}`), bare, hasUnknown, NMIS)).toBeNull();
  }
});
