import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policies } from "../../spec/policies/all.js";
import { Auditor } from "../../src/analyses/audit/audit.js";
import { Automata } from "../../src/analyses/audit/automata.js";
import { auditDocument, auditSchema } from "../../src/analyses/audit/document.js";
import type { LogEvent } from "../../src/analyses/audit/log-event.js";
import type { AuditMachine } from "../../src/analyses/audit/machine.js";
import { LineReader } from "../../src/analyses/audit/read-lines.js";
import { auditLines } from "../../src/analyses/audit/text.js";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { plainText } from "../../src/base/document/plain-text.js";
import { packageRoot } from "../../src/base/package/root.js";
import "../seed.js";

/** `npm run campaign:audit` breaks more logs. */
const RUNS = Number(process.env.AUDIT_BROKEN_LOGS ?? 150);

const folder = join(packageRoot, "test", "audit", "logs", "6.12");
const logs = readdirSync(folder)
  .filter((name) => name.endsWith(".log"))
  .sort()
  .map((name) => withoutOwn(readFileSync(join(folder, name), "utf8").split("\n")).slice(0, 60));

/** The head of a log, and what comes behind the NMIs with which the module asks whether edges fold. */
function withoutOwn(lines: readonly string[]): readonly string[] {
  const isCall = (line: string): boolean => line.includes("nmi_handler:");
  const last = lines.findLastIndex((line) => line.includes("latch_folds"));
  const trace = lines.findIndex((line, index) => index > last && isCall(line));
  return [...lines.slice(0, lines.findIndex(isCall)), ...lines.slice(trace)];
}

/** What is put into a line, or stands in its place. */
const foreign = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "\u001b[2J\u001b]0;title\u0007",
  "\u202e\u0000",
  "123,456789:",
  "[099999]",
  "[-1]",
  "nmi_handler: x() delta_ns: 1 handled: 99999999999999999999",
  "nmi_handler: __proto__() delta_ns: -1 handled: 1",
  "handled: -1",
  "CPU:0 [LOST 18446744073709551615 EVENTS]",
  "CPU:7 [LOST EVENTS]",
  "##### CPU 1 buffer started ####",
  "# arch : aarch64",
  "# nmicheck-audit: filter handled==1",
  "# entries-in-buffer/entries-written: 5/99999   #P:1",
  '{"MESSAGE":"Uhhuh. NMI received for unknown reason 2d on CPU 0."',
  '{"MESSAGE":[85,null,{}],"_SOURCE_MONOTONIC_TIMESTAMP":"x", "a":"NMI"}',
  "[    9.999999] Uhhuh. NMI received for unknown reason",
  "x 0 [000] 9999999999999.000001: nmi:nmi_handler: constructor() delta_ns: 3 handled: 1",
  " => ",
  "",
];

type Damage =
  | { readonly kind: "cut"; readonly line: number; readonly at: number }
  | { readonly kind: "put"; readonly line: number; readonly at: number; readonly text: string }
  | { readonly kind: "line"; readonly line: number; readonly text: string }
  | { readonly kind: "drop"; readonly line: number; readonly count: number }
  | { readonly kind: "move"; readonly line: number; readonly to: number }
  | { readonly kind: "join"; readonly line: number };

const line = fc.nat(59);
const text = fc.oneof(fc.constantFrom(...foreign), fc.string({ unit: "binary", maxLength: 30 }));
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant("cut" as const), line, at: fc.nat(120) }),
  fc.record({ kind: fc.constant("put" as const), line, at: fc.nat(120), text }),
  fc.record({ kind: fc.constant("line" as const), line, text }),
  fc.record({ kind: fc.constant("drop" as const), line, count: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant("move" as const), line, to: line }),
  fc.record({ kind: fc.constant("join" as const), line }),
);

function damaged(lines: readonly string[], one: Damage): readonly string[] {
  const at = one.line % Math.max(1, lines.length);
  const own = lines[at] ?? "";
  switch (one.kind) {
    case "cut":
      return lines.with(at, own.slice(0, one.at));
    case "put":
      return lines.with(at, own.slice(0, one.at) + one.text + own.slice(one.at));
    case "line":
      return lines.toSpliced(at, 0, one.text);
    case "drop":
      return lines.toSpliced(at, one.count);
    case "move":
      return lines.toSpliced(at, 1).toSpliced(one.to, 0, own);
    case "join":
      return lines.toSpliced(at, 2, own + (lines[at + 1] ?? ""));
  }
}

const machine: AuditMachine = {
  policy: { name: "mainline", policy: policies.mainline },
  platform: "ideal",
  axes: undefined,
};
const automata = new Automata(machine, "all");

/** What a log came to: an answer, or a diagnostic that names its place; with the events of each line. */
function read(lines: readonly string[]): {
  readonly events: readonly (readonly LogEvent[])[];
  readonly text: string;
} {
  const events: LogEvent[][] = [];
  const reader = new LineReader("log", (event) => {
    events.at(-1)?.push(event);
    auditor.add(event);
  });
  const auditor: Auditor = new Auditor(
    {
      files: ["log"],
      machine,
      unknownTo: "all",
      unknownHandlers: ["observe"],
      most: 100,
      shows: false,
    },
    { hasConsole: true, isWhole: true },
    automata,
  );
  try {
    for (const one of lines) {
      events.push([]);
      reader.line(one);
    }
  } catch (error) {
    if (!(error instanceof Diagnostic) || error.place === undefined) throw error;
    return { events, text: renderDiagnostic(error) };
  }
  const found = auditor.finish([{ file: "log", ...reader.seen }]);
  const document = auditSchema.parse(auditDocument("0", found, null));
  return { events, text: auditLines(document, false).join("\n") };
}

test(`a broken log is never a crash, and never silence: ${RUNS} of them`, {
  timeout: 600_000,
}, () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...logs),
      fc.array(damage, { minLength: 1, maxLength: 8 }),
      (log, damages) => {
        const lines = damages.reduce(damaged, log);
        const { events, text } = read(lines);
        // A line that names a call is a call, or a loss.
        for (const [index, own] of events.entries()) {
          const names = / nmi_handler:|:nmi_handler:/.test(lines[index] ?? "");
          const isLast = index + 1 === events.length && events.length < lines.length;
          if (names && !isLast) expect([lines[index], own.length]).not.toEqual([lines[index], 0]);
        }
        // What is told to a terminal holds nothing that moves its cursor or turns its letters round;
        // but for the tabs of a line that a diagnostic shows.
        const told = text.replaceAll("\t", "");
        expect(told).toBe(plainText(told));
      },
    ),
    { numRuns: RUNS },
  );
});

describe("what is lost is told", () => {
  const whole = logs[0] ?? [];
  const calls = whole.filter((one) => one.includes("nmi_handler:"));

  test("every call of a log of another locale", () => {
    const commas = whole.map((one) => one.replace(/ (\d+)\.(\d{6}): /, " $1,$2: "));
    const { text } = read(commas);
    expect(text).toContain("The log has no NMI");
    expect(text).toContain(`a line names an NMI and is not understood: ${calls.length} times`);
  });

  test("more events than can be counted", () => {
    const { text } = read([...whole, ...Array(3).fill("CPU:0 [LOST 18446744073709551615 EVENTS]")]);
    expect(text).toContain("3 times, 9,007,199,254,740,991 events");
  });

  test("a name that is markup, or moves the cursor of a terminal", () => {
    const { text } = read(
      whole.map((one) => one.replace("nmi_cpu_backtrace_handler", "<b>\u001b[2Jx\u202e</b>")),
    );
    expect(text).toContain("<b>\\x1b[2Jx\\u{202e}</b>");
  });
});
