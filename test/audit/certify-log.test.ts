import { expect, test } from "vitest";
import { certifyWindow, logFiles, loggedModel } from "../../src/analyses/audit/certify-log.js";
import { keptVariables, LOG_MODULE } from "../../src/analyses/audit/log-module.js";
import { LogRecords, requireSame } from "../../src/analyses/audit/tlc-records.js";
import { type TlcWindow, tlcWindows } from "../../src/analyses/audit/tlc-window.js";
import { chooseTools } from "../../src/analyses/check/check.js";
import { runObserver } from "../../src/analyses/limits/observer-run.js";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
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
  const [whole] = tlcWindows(machine, part);
  if (whole === undefined) throw new Error("the part has no window");
  return { machine, part, whole, tools };
}

test("where TLC says otherwise, there is no answer", async () => {
  const { machine, whole, tools } = await asked();
  expect(whole.nmis.map(({ isExplained }) => isExplained)).toEqual([
    ...[true, true, true, true, true, false, true],
  ]);
  const wrong: TlcWindow = {
    ...whole,
    nmis: whole.nmis.map((one) =>
      one.number === 3 ? { ...one, verdict: { withEdge: 0, withoutEdge: 0b010 } } : one,
    ),
  };
  await expect(certifyWindow(machine, wrong, { tools })).rejects.toMatchObject({
    code: "audit/not-certified",
    blame: "tool",
    message:
      "TLC does not confirm what the observers say of the log: of NMI #3 it says swallowed or swallowed with an unknown edge, and the observers swallowed.",
  });
});

test("TLC says of each window what the observers say, from where the one before it ends", async () => {
  const { machine, part, tools } = await asked();
  const windows = tlcWindows(machine, part, 2);
  expect(windows.map(({ nmis }) => nmis.map(({ number }) => number))).toEqual([
    ...[[1, 2], [3, 4], [5, 6], [7]],
  ]);
  // The first NMI of the log, and the one behind that which nothing explains, go on from nothing.
  expect(windows.map(({ stretches }) => stretches.map(({ from }) => from === null))).toEqual([
    ...[[true], [false], [false], [true]],
  ]);
  expect(windows[2]?.stretches.map(({ to }) => to)).toEqual([[]]);
  for (const one of windows) {
    expect((await certifyWindow(machine, one, { tools }))?.distinct).toBeGreaterThan(10);
  }
  // A window that ends in a state less, or begins in one less, is not what TLC finds.
  const [first, second] = windows;
  const [stretch] = first?.stretches ?? [];
  if (first === undefined || second === undefined || stretch === undefined) throw new Error("none");
  const ends = { ...first, stretches: [{ ...stretch, to: stretch.to.slice(1) }] };
  await expect(certifyWindow(machine, ends, { tools })).rejects.toMatchObject({
    code: "audit/not-certified",
    message: expect.stringContaining(
      `after NMI #2 it has ${stretch.to.length} states, and the observers ${stretch.to.length - 1}: 1 more and 0 less`,
    ),
  });
  const armed = stretch.to.filter(({ state }) => !state.latched);
  const begins = { ...second, stretches: second.stretches.map((own) => ({ ...own, from: armed })) };
  await expect(certifyWindow(machine, begins, { tools })).rejects.toMatchObject({
    code: "audit/not-certified",
  });
});

test("a record that TLC prints twice, not at all, or of something else is found", async () => {
  const { machine, whole, tools } = await asked();
  const { outcome } = await runObserver(await logFiles(machine, whole), LOG_MODULE, { tools });
  if (outcome.kind !== "success") throw new Error(outcome.kind);
  const { printed } = outcome;
  const variables = keptVariables(await loggedModel(machine));
  const told = async (records: readonly string[]): Promise<string> => {
    try {
      requireSame(await LogRecords.read(records, whole.nmis.length), whole, variables);
      return "the same";
    } catch (error) {
      if (error instanceof Diagnostic) return error.code;
      throw error;
    }
  };
  expect(await told(printed)).toBe("the same");
  expect(printed.length).toBeGreaterThan(10);
  for (const [index, record] of printed.entries()) {
    // Whether an edge was in an NMI that was claimed the observers do not say.
    if (!record.includes('"claimed"')) {
      expect([record, await told(printed.toSpliced(index, 1))]).toEqual([
        record,
        "audit/not-certified",
      ]);
    }
    expect(await told([...printed, record])).toBe("audit/not-certified");
  }
  for (const foreign of [
    '<<"possible", 99, TRUE, "swallowed">>',
    '<<"possible", 3, TRUE>>',
    '<<"possible", 3, TRUE, "swallowed", 1>>',
    '<<"reached", 1, [rip |-> 1]>>',
    '<<"seen", 1, [rip |-> 1]>>',
    "{1}",
  ]) {
    expect(await told([...printed, foreign])).toBe("audit/not-certified");
  }
});

test("the module says what the log tells, NMI by NMI, and constrains nothing else", async () => {
  const { machine, whole } = await asked();
  const files = await logFiles(machine, whole);
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
