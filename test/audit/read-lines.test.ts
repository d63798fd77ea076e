import { describe, expect, test } from "vitest";
import type { LogEvent } from "../../src/analyses/audit/log-event.js";
import { LineReader, type LinesSeen } from "../../src/analyses/audit/read-lines.js";

function read(text: string): { readonly events: readonly LogEvent[]; readonly seen: LinesSeen } {
  const events: LogEvent[] = [];
  const reader = new LineReader("log", (event) => void events.push(event));
  for (const line of text.split("\n")) reader.line(line);
  return { events, seen: reader.seen };
}

const BODY = "nmi_handler: perf_event_nmi_handler() delta_ns: 12345 handled: 1";
const CALL = {
  kind: "handler",
  cpu: 1,
  time: 123_456_789,
  name: "perf_event_nmi_handler",
  nanoseconds: 12_345,
  handled: 1,
  file: "log",
  line: 1,
};

describe("a call of a handler", () => {
  test.each([
    ["ftrace", `          <idle>-0       [001] d.Z1.   123.456789: ${BODY}`],
    ["ftrace without flags", `          <idle>-0       [001]   123.456789: ${BODY}`],
    ["ftrace with the thread group", `  <idle>-0     (-------) [001] d.Z1.   123.456789: ${BODY}`],
    [
      "trace-cmd",
      `          <idle>-0     [001]   123.456789: ${BODY.replace(": ", ":          ")}`,
    ],
    ["perf", `swapper     0 [001]   123.456789: nmi:${BODY}`],
    ["perf, with a name of a task that has spaces", `a [9] b  7/7 [001] 123.456789: nmi:${BODY}`],
    ["a task that is called like a CPU", ` [002] 1.5: x-7  [001] d.Z1.   123.456789: ${BODY}`],
    ["Windows' line ends", `<idle>-0 [001] d.Z1. 123.456789: ${BODY}\r`],
  ])("of %s", (_, line) => {
    expect(read(line).events).toEqual([CALL]);
  });

  test("of a module, and with nanoseconds of time", () => {
    const { events } = read(
      "x-1 [001] d.Z1. 123.456789012: nmi_handler: handler_0 [nmicheck]() delta_ns: 5 handled: 2",
    );
    expect(events).toMatchObject([
      { name: "handler_0 [nmicheck]", time: 123_456_789.012, handled: 2 },
    ]);
  });

  test("markup in a name is a name", () => {
    const { events } = read(
      "x-1 [000] d.Z1. 1.000001: nmi_handler: <img/onerror=alert(1)>() delta_ns: 5 handled: 0",
    );
    expect(events).toMatchObject([{ name: "<img/onerror=alert(1)>" }]);
  });
});

describe("a line that cannot be understood is a loss", () => {
  const head = "<idle>-0 [001] d.Z1. 123.456789: ";
  test.each([
    ["cut in the name", `${head}nmi_handler: perf_ev`],
    ["cut before the count", `${head}nmi_handler: a() delta_ns: 12 handled: `],
    ["more after the count", `${head}nmi_handler: a() delta_ns: 12 handled: 1 [000`],
    ["a count below none", `${head}nmi_handler: a() delta_ns: 12 handled: -1`],
    ["a time of another locale", `<idle>-0 [001] d.Z1. 123,456789: ${BODY}`],
    ["two lines in one", `${head}nmi_handler: a() delta_ns: 1 han${head}${BODY}`],
  ])("%s", (_, line) => {
    const { events, seen } = read(`# tracer: nop\n${line}`);
    expect(events).toMatchObject([{ kind: "lost", why: "not understood" }]);
    expect(seen.firstNotUnderstood).toEqual({ file: "log", line: 2 });
  });

  test("the last line without its end", () => {
    const events: LogEvent[] = [];
    const reader = new LineReader("log", (event) => void events.push(event));
    reader.line(`${head}${BODY}`, false);
    expect(events).toMatchObject([{ kind: "lost", cpu: 1, why: "not understood" }]);
  });

  test("a line that does not name its CPU", () => {
    const { events } = read(`swapper     0   123.456789: nmi:${BODY}`);
    expect(events).toMatchObject([{ kind: "lost", cpu: null, why: "no CPU" }]);
  });

  test("a clock that goes back", () => {
    const line = (time: string): string => `x-1 [001] d.Z1. ${time}: ${BODY}`;
    const { events } = read(`${line("2.000000")}\n${line("1.000000")}\n${line("1.500000")}`);
    expect(events.map((event) => (event.kind === "lost" ? event.why : event.kind))).toEqual([
      "handler",
      "clock jump",
      "handler",
      "handler",
    ]);
  });
});

test.each([
  ["CPU:1 [LOST 123 EVENTS]", 1, 123],
  ["CPU:1 [LOST EVENTS]", 1, null],
  ["CPU:3 [7 EVENTS DROPPED]", 3, 7],
  ["swapper     0 [002]   123.456789: PERF_RECORD_LOST lost 12", 2, 12],
  ["PERF_RECORD_LOST lost 12", null, 12],
  // More than any machine can lose: that many, or more.
  ["CPU:0 [LOST 18446744073709551615 EVENTS]", 0, Number.MAX_SAFE_INTEGER],
  ["PERF_RECORD_LOST lost 99999999999999999999", null, Number.MAX_SAFE_INTEGER],
])("%s", (line, cpu, count) => {
  expect(read(line).events).toEqual([
    { kind: "lost", cpu, count, why: "overrun", file: "log", line: 1 },
  ]);
});

test("a buffer that starts later, and events that were overwritten", () => {
  const { events, seen } = read(
    "# tracer: nop\n# entries-in-buffer/entries-written: 12/40   #P:2\n##### CPU 1 buffer started ####",
  );
  expect(events).toMatchObject([{ kind: "lost", cpu: 1, why: "buffer started" }]);
  expect(seen).toMatchObject({ overwritten: 28, startsWhole: false });
});

test.each([
  ["more than can be counted", "12/99999999999999999999", Number.MAX_SAFE_INTEGER - 12],
  ["more in the buffer than were written", "40/12", 0],
  ["two counts that are too great to tell apart", "9007199254740993/9007199254740995", 0],
])("a head of `trace` with %s does not say that nothing is missing", (_, counts, overwritten) => {
  const { seen } = read(`# tracer: nop\n# entries-in-buffer/entries-written: ${counts}   #P:2`);
  expect(seen).toMatchObject({ overwritten, startsWhole: false });
});

describe("the interrupted address", () => {
  const call = `x-1 [001] d.Z1. 1.000001: ${BODY}`;
  const stack = "x-1 [001] d.Z1. 1.000002: <stack trace>";
  test.each([
    [
      "ftrace with offsets and addresses",
      [
        stack,
        " => exc_nmi+0x7f/0x110 <ffffffff8102c0e3>",
        " => end_repeat_nmi+0x16/0x67 <ffffffff81c0134d>",
        " => default_idle+0x9/0x10 <ffffffff81b8e0fe>",
      ],
      { at: "ffffffff81b8e0fe", exact: true },
    ],
    [
      "ftrace with offsets",
      [stack, " => asm_exc_nmi+0x16/0x67", " => default_idle+0x9/0x10", " => do_idle+0x1/0x10"],
      { at: "default_idle+0x9/0x10", exact: true },
    ],
    [
      "ftrace with names alone",
      [stack, " => end_repeat_nmi", " => default_idle"],
      { at: "default_idle", exact: false },
    ],
    [
      "trace-cmd",
      [
        "x-1 [001] 1.000002: kernel_stack:         <stack trace >",
        "=> end_repeat_nmi (ffffffff81c0134d)",
        "=> default_idle (ffffffff81b8e0fe)",
      ],
      { at: "ffffffff81b8e0fe", exact: true },
    ],
    [
      "perf",
      [
        "\tffffffff81c0134d end_repeat_nmi+0x16 ([kernel.kallsyms])",
        "\tffffffff81b8e0fe default_idle+0x9 ([kernel.kallsyms])",
      ],
      { at: "ffffffff81b8e0fe", exact: true },
    ],
    [
      "perf, in a program",
      [
        "\tffffffff81c0134d asm_exc_nmi+0x16 ([kernel.kallsyms])",
        "\t    55d0c0de main+0x9 (/bin/x)",
      ],
      { at: "55d0c0de", exact: true },
    ],
  ])("of %s", (_, lines, interrupted) => {
    const { events } = read([call, ...lines].join("\n"));
    expect(events.slice(1)).toEqual([{ kind: "interrupted", cpu: 1, ...interrupted }]);
  });

  test("a stack trace that ends with the entry tells none", () => {
    expect(read(`${call}\n${stack}\n => exc_nmi\n => end_repeat_nmi`).events).toHaveLength(1);
  });
});

describe("the kernel's messages", () => {
  const UHHUH = "Uhhuh. NMI received for unknown reason 2d on CPU 3.";
  test.each([
    ["dmesg", `[  123.456789] ${UHHUH}`, 123_456_789],
    ["dmesg with levels", `<0>[  123.456789] ${UHHUH}`, 123_456_789],
    ["dmesg with callers", `[  123.456789][    C3] ${UHHUH}`, 123_456_789],
    ["dmesg of a wall clock", `[Sun Nov 29 15:00:00 2026] ${UHHUH}`, null],
    ["the journal", `Nov 29 15:00:00 host kernel: ${UHHUH}`, null],
    [
      "the journal as JSON",
      JSON.stringify({ _SOURCE_MONOTONIC_TIMESTAMP: "123456789", MESSAGE: UHHUH }),
      123_456_789,
    ],
    [
      "the journal as JSON, of bytes",
      `{"__CURSOR":"NMI","_SOURCE_MONOTONIC_TIMESTAMP":"123456789","MESSAGE":${JSON.stringify([...Buffer.from(UHHUH)])}}`,
      123_456_789,
    ],
    ["dmesg --json", `         "time":  123.456789,\n         "msg": "${UHHUH}"`, 123_456_789],
  ])("of %s", (_, text, time) => {
    expect(read(text).events).toMatchObject([
      { kind: "said", what: "reported", cpu: 3, time, inOrder: false },
    ]);
  });

  test("in the stream of their CPU", () => {
    expect(read(`x-1 [003] d.Z2. 1.000001: console: ${UHHUH}`).events).toMatchObject([
      { kind: "said", what: "reported", cpu: 3, time: 1_000_001, inOrder: true },
    ]);
  });

  test.each([
    ["[ 1.000000] NMI: PCI system error (SERR) for reason b1 on CPU 0.", "external"],
    ["[ 1.000000] NMI: IOCK error (debug interrupt?) for reason 71 on CPU 0.", "external"],
  ])("%s", (line, what) => {
    expect(read(line).events).toMatchObject([{ kind: "said", what, cpu: 0 }]);
  });

  test("that some were not printed", () => {
    expect(read("[ 9.000000] unknown_nmi_error: 12 callbacks suppressed").events).toEqual([
      { kind: "suppressed", time: 9_000_000, count: 12 },
    ]);
  });

  test("one that is cut is a loss", () => {
    expect(read("[ 9.000000] Uhhuh. NMI received for unk").events).toMatchObject([
      { kind: "lost", why: "not understood" },
    ]);
  });

  test("what has nothing to do with unknown NMIs is left alone", () => {
    const { events, seen } = read(
      "[ 1.000000] NMI watchdog: Enabled.\n[ 1.000000] smp: Bringing up secondary CPUs ...",
    );
    expect(events).toEqual([]);
    expect(seen.known).toBe(2);
  });
});
