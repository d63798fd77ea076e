import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditJsonSchema, auditSchema } from "../../src/analyses/audit/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { HEAD, idle, nmi, uhhuh } from "../audit/log-lines.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";
import { nmicheckServed } from "./nmicheck-served.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-audit-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function logOf(name: string, lines: readonly string[]): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, lines.map((line) => `${line}\n`).join(""));
  return file;
}

test("a swallowed NMI that may have been real: told, with two behaviours that look the same", async () => {
  const file = await logOf("swallowed.log", [
    ...HEAD,
    ...nmi(1, "x+0x1/0x9", 1, 0),
    ...nmi(2, idle, 2, 0),
    ...nmi(3, idle, 0, 0),
    ...nmi(4, "y+0x1/0x9", 1, 0),
  ]);
  const { stdout, exitCode } = await nmicheck(["audit", file]);
  expect(stdout.replaceAll(folder, "FOLDER").split("\n").slice(0, 12)).toEqual([
    "4 NMIs on CPU 0, from 1.000000 to 4.000002",
    "  3 claimed by a handler",
    "  1 claimed by nobody",
    "    1 swallowed",
    "unknown edge in those that nobody claimed: surely 0, surely not 0, cannot be told 1",
    "an unknown edge may have been swallowed with 1 of them",
    "chain: a, b",
    "  a: claimed 4 events in 3 of 4 calls, at most 2 in one",
    "  b: claimed 0 events in 0 of 4 calls",
    "",
    "NMIs that nobody claimed:",
    "  #3 CPU 0 at 3.000000 (FOLDER/swallowed.log:14): swallowed; unknown edge: cannot be told; armed by #2 at 2.000000, a 2; see [1]",
  ]);
  expect(stdout).toContain(
    [
      "[1] NMIs #2 to #3 on CPU 0 look the same in both:",
      "  with an unknown edge:    the CPU moves on; an event of a happens; #2 is taken; a claims one; an event of a happens; a claims one; the walk is over; an unknown edge comes; #3 is taken; the walk is over",
      "  without an unknown edge: the CPU moves on; an event of a happens; #2 is taken; a claims one; an event of a happens; a claims one; the walk is over; #3 is taken; the walk is over",
    ].join("\n"),
  );
  expect(exitCode).toBe(1);

  const json = await nmicheckServed(["audit", file, "--json"]);
  const document = auditSchema.parse(JSON.parse(json.stdout));
  expect(document).toMatchObject({ answer: "possibly lost", counts: { nmis: 4, mayBeLost: 1 } });
  const published = join(packageRoot, "schemas", "nmicheck.audit-1.schema.json");
  expect(await readFile(published, "utf8")).toBe(auditJsonSchema());
});

test("a report of an NMI that nothing else explains is surely of an unknown edge", async () => {
  const file = await logOf("reported.log", [
    ...HEAD,
    ...nmi(1, idle, 0, 0),
    uhhuh(1.00001),
    ...nmi(2, "y+0x1/0x9", 0, 0),
    uhhuh(2.00001),
    ...nmi(3, "z+0x1/0x9", 1, 0),
  ]);
  const { stdout, exitCode } = await nmicheckServed(["audit", file]);
  expect(stdout).toContain("): reported; unknown edge: surely");
  expect(stdout).toContain("no unknown edge can have been swallowed with them");
  expect(exitCode).toBe(0);
});

test("a report and its NMI from two files", async () => {
  const nmis = await logOf("nmis.log", [
    "# tracer: nop",
    ...nmi(1, idle, 1, 0),
    ...nmi(2, idle, 0, 0),
    ...nmi(3, idle, 1, 0),
  ]);
  const dmesg = await logOf("dmesg.log", [
    "[    2.000050] Uhhuh. NMI received for unknown reason 2d on CPU 0.",
  ]);
  const { stdout } = await nmicheckServed(["audit", dmesg, nmis]);
  expect(stdout).toContain("    1 reported\n");
});

test("a log that no behaviour explains: the first NMI, what was expected, and which axis explains it", async () => {
  const file = await logOf("touched.log", [
    ...HEAD,
    ...nmi(1, "x+0x1/0x9", 1, 0),
    ...nmi(2, idle, 2, 0),
    ...nmi(3, idle, 0, 0),
    uhhuh(3.00001),
    ...nmi(4, "y+0x1/0x9", 1, 0),
  ]);
  const { stdout, exitCode } = await nmicheckServed(["audit", file]);
  expect(stdout.replaceAll(folder, "FOLDER")).toContain(
    [
      "No behaviour of mainline on ideal explains 1 NMI:",
      "  #3 CPU 0 at 3.000000 (FOLDER/touched.log:14): expected that it is swallowed, and the log says reported",
    ].join("\n"),
  );
  expect(stdout).toMatch(/The first of them is explained with .*`--axis touch=yes`/);
  expect(exitCode).toBe(1);
  const touched = await nmicheckServed(["audit", file, "--axis", "touch=yes"]);
  expect(touched.stdout).toContain("    1 reported\n");
  expect(touched.exitCode).toBe(0);
});

test("an NMI that nobody claimed on a CPU that unknown edges do not come to", async () => {
  const other = (line: string): string => line.replace("[000]", "[001]");
  const swallowed = [...nmi(2, idle, 2, 0), ...nmi(3, idle, 0, 0), ...nmi(4, "y+0x1/0x9", 1, 0)];
  const file = await logOf("boot.log", [
    ...HEAD,
    ...nmi(1, idle, 1, 0).map(other),
    ...swallowed.map(other),
  ]);
  const { stdout, exitCode } = await nmicheckServed(["audit", file, "--unknown-to", "boot"]);
  expect(stdout).toContain("swallowed; unknown edge: surely not");
  expect(exitCode).toBe(0);
});

whole(
  "a report on a CPU that unknown edges do not come to is explained with edges from elsewhere",
  async () => {
    const log = [...HEAD, ...nmi(1, idle, 0, 0), uhhuh(1.00001), ...nmi(2, "y+0x1/0x9", 1, 0)];
    const file = await logOf(
      "elsewhere.log",
      log.map((line) => line.replace("[000]", "[001]").replace("CPU 0.", "CPU 1.")),
    );
    const { stdout, exitCode } = await nmicheckServed(["audit", file, "--unknown-to", "boot"]);
    expect(stdout).toContain("expected that it is swallowed, and the log says reported");
    expect(stdout).toMatch(/The first of them is explained with `--unknown-to all`/);
    expect(exitCode).toBe(1);
  },
);

test.each([
  ["nothing but other lines", ["[    1.000000] Linux version 6.12", "# tracer: nop"]],
  ["every call lost", ["# tracer: nop", "CPU:0 [LOST 40 EVENTS]"]],
  ["a report alone", ["[    1.000000] Uhhuh. NMI received for unknown reason 2d on CPU 0."]],
])("a log with %s is never a pass", async (name, lines) => {
  const file = await logOf(`${name}.log`, lines);
  const { stdout, exitCode } = await nmicheckServed(["audit", file]);
  expect(stdout).toMatch(/^The log has no NMI: it says nothing, and nothing follows from it\./);
  expect(exitCode).toBe(1);
});

test("a filter that keeps single calls out is seen, and is no pass", async () => {
  const claiming = (lines: readonly string[]): readonly string[] =>
    lines.filter((line) => !line.endsWith("handled: 0"));
  const file = await logOf("claiming.log", [
    ...HEAD,
    ...nmi(1, idle, 1, 0),
    ...claiming([...nmi(2, idle, 1, 0), ...nmi(3, idle, 1, 1), ...nmi(4, idle, 1, 0)]),
  ]);
  const { stdout, exitCode } = await nmicheckServed(["audit", file, "--json"]);
  const { answer, losses } = auditSchema.parse(JSON.parse(stdout));
  expect(losses).toEqual([{ why: "incomplete", places: 1, events: 1 }]);
  expect(answer).toBe("incomplete");
  expect(exitCode).toBe(1);
});

whole("what is lost is counted", async () => {
  const file = await logOf("lossy.log", [
    ...HEAD,
    ...nmi(1, idle, 1, 0),
    "CPU:0 [LOST 40 EVENTS]",
    ...nmi(2, idle, 1, 0),
    "<idle>-0 [000] d.Z1. 3.000000: nmi_handler: a() delta_",
    ...nmi(4, idle, 1, 0),
  ]);
  const { stdout } = await nmicheckServed(["audit", file]);
  expect(stdout).toContain(
    "lost: the buffer was overrun, or events were dropped: 1 time, 40 events\nlost: a line names an NMI and is not understood: 1 time\n",
  );
  expect(stdout).toContain(`  the first line that is not understood: ${file}:15\n`);
});

describe("what cannot be audited", () => {
  test.each([
    ["no log", [], "error[audit/nothing]: there is nothing to audit: no log was named."],
    [
      "a file that is not there",
      ["none.log"],
      "error[audit/unreadable]: the log `none.log` cannot be read: no such file or directory.",
    ],
    [
      "an axis",
      ["none.log", "--axis", "nmi-source=lint1"],
      "error[audit/axis]: a log is not followed on a machine with the axis nmi-source: handlers whose bit is not set are not called, and the log does not tell the bits.",
    ],
    [
      "an axis of the policy",
      ["none.log", "--axis", "policy-input=handlers"],
      "error[audit/axis]: a log is not followed on a machine with the axis policy-input: ",
    ],
    ["TLC's jar alone", ["a.log", "--tlc-jar", "x"], "`--tlc-jar` means nothing without"],
    [
      "TLC on a log that is not over",
      ["a.log", "--follow", "--checker", "tlc"],
      "a trace specification is of a log that is over",
    ],
    [
      "two logs to follow",
      ["a.log", "b.log", "--follow"],
      "error[audit/follow-one]: `--follow` follows one log, and 2 are named: what one of them has not said yet may belong before what the other says now.\n  → record printk:console with the NMIs, and follow `trace_pipe` alone.",
    ],
    ["--how with a file", ["none.log", "--how"], "error[configuration/options-exclude]: "],
  ])("%s", async (_, args, message) => {
    const { stderr, stdout, exitCode } = await nmicheckServed(["audit", ...args]);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(exitCode).toBe(2);
  });

  test.each([
    [
      "another architecture",
      "# arch : aarch64",
      "error[audit/architecture]: the log is of a machine of the architecture aarch64; the heuristic is that of x86.\nFILE:1:10",
    ],
    [
      "a filter",
      "# nmicheck-audit: filter handled==0",
      "error[audit/filtered]: the log was recorded with the filter `handled==0`",
    ],
    [
      "no format that is known",
      "hello",
      "error[audit/no-log]: none of the 1 lines of `FILE` is one of ftrace,",
    ],
    [
      "a recording that is not text",
      "PERFILE2\0",
      "error[audit/binary]: `FILE` is what `perf record` wrote, not a text.\n  → print it first: perf script -i FILE.",
    ],
  ])("%s", async (name, line, message) => {
    const file = await logOf(`${name}.log`, [line]);
    const { stderr, exitCode } = await nmicheckServed(["audit", file]);
    expect(stderr.replaceAll(file, "FILE")).toContain(message);
    expect(exitCode).toBe(2);
  });
});

whole(
  "--how names the commands, and --how script prints a script that a shell can read",
  async () => {
    const how = await nmicheckServed(["audit", "--how"]);
    expect(how.stdout).toContain("echo stacktrace > events/nmi/nmi_handler/trigger");
    expect(how.exitCode).toBe(0);
    const { stdout } = await nmicheckServed(["audit", "--how", "script"]);
    const script = await logOf("record.sh", [stdout]);
    const { execa } = await import("execa");
    expect((await execa("sh", ["-n", script])).exitCode).toBe(0);
    const probe = await nmicheckServed(["audit", "--how", "probe"]);
    await execa("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], {
      input: probe.stdout,
    });
    expect(probe.stdout).toContain('stats = per_cpu(prog["nmi_stats"], cpu)');
    const unknown = await nmicheckServed(["audit", "--how", "prob"]);
    expect(unknown.stderr).toContain("did you mean `probe`?");
    expect(unknown.exitCode).toBe(2);
  },
);
