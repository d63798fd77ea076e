import { expect, test } from "vitest";
import { certifyPart, logFiles } from "../../src/analyses/audit/certify-log.js";
import type { WindowPart } from "../../src/analyses/audit/log-window.js";
import { chooseTools } from "../../src/analyses/check/check.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { HEAD, idle, nmi, uhhuh } from "./log-lines.js";
import { auditText } from "./soundness.js";

/** One NMI that may hide an unknown edge, one that surely is one, and one that nothing explains. */
const log = [
  ...HEAD,
  ...nmi(1, "x+0x1/0x9", 1, 0),
  ...nmi(2, idle, 2, 0),
  ...nmi(3, idle, 0, 0),
  ...nmi(4, "y+0x1/0x9", 0, 0),
  uhhuh(4.00001),
  ...nmi(5, idle, 2, 0),
  ...nmi(6, idle, 0, 0),
  uhhuh(6.00001),
  ...nmi(7, "z+0x1/0x9", 0, 1),
];

async function asked() {
  const loaded = await loadPolicy("mainline");
  const tools = await chooseTools({ checker: "tlc" }, {});
  if (loaded.kind === "refused" || tools === null) throw new Error("mainline or TLC is not there");
  const { policy } = loaded;
  const machine = { policy, platform: "ideal", axes: undefined } as const;
  const [part, ...others] = auditText(`${log.join("\n")}\n`, {
    machine,
    unknownHandlers: [],
  }).window;
  if (part === undefined) throw new Error("the log has no NMI");
  expect(others).toEqual([]);
  return { machine, part, tools };
}

test("where TLC says otherwise, there is no answer", async () => {
  const { machine, part, tools } = await asked();
  expect(part.nmis.map(({ isExplained }) => isExplained)).toEqual([
    ...[true, true, true, true, true, false, true],
  ]);
  const wrong: WindowPart = {
    ...part,
    nmis: part.nmis.map((one) =>
      one.number === 3 ? { ...one, verdict: { withEdge: 0, withoutEdge: 0b010 } } : one,
    ),
  };
  await expect(certifyPart(machine, wrong, { tools })).rejects.toMatchObject({
    code: "audit/not-certified",
    blame: "tool",
    message:
      "TLC does not confirm what the observers say of the log: of NMI #3 it says swallowed or swallowed with an unknown edge, and the observers swallowed.",
  });
});

test("the module says what the log tells, NMI by NMI, and constrains nothing else", async () => {
  const { machine, part } = await asked();
  const files = await logFiles(machine, part);
  expect([...files.keys()]).toEqual([
    "NmiMainline_policy_input_handlers.tla",
    "NmiLog.tla",
    "MCNmiLog.tla",
    "MCNmiLog.cfg",
  ]);
  const module = files.get("NmiLog.tla") ?? "";
  expect(module).toContain(
    [
      "  \\* 3: #3, CPU 0 at 3.000000",
      "  [ begins |-> FALSE, same |-> {TRUE},",
      '    claimed |-> <<0, 0>>, ended |-> {"swallowed", "external"} ],',
    ].join("\n"),
  );
  // After an NMI that nothing explains, nothing is known.
  expect(module).toContain("  \\* 7: #7, CPU 0 at 7.000000\n  [ begins |-> TRUE,");
  expect(module.split("\n").filter((line) => line.length > 79)).toEqual([]);
});
