import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findDocumentSchema } from "../../src/analyses/find/document.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";
import { type EndedOf, nmicheckEach } from "./nmicheck-each.js";
import { nmicheckServed } from "./nmicheck-served.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-find-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

whole(
  "one JSON document with every class, replayed, and a trace of each that can be shown",
  async () => {
    const args = ["find", "NoMasked", "--policy", "mainline", "--chain", "1,1", "--json"];
    const { exitCode, stdout } = await nmicheck([...args, "--out", folder]);
    expect(exitCode).toBe(0);
    const document = findDocumentSchema.parse(JSON.parse(stdout));
    expect(document).toMatchObject({ policy: "mainline", property: "NoMasked", minimalRuns: 7 });
    expect(document.complete.complete).toBe(true);
    expect(document.classes).toHaveLength(2);
    for (const { example } of document.classes) {
      expect(example.engines).toEqual([{ engine: "reference", verdict: "agrees" }]);
      expect((await nmicheck(["trace", example.file ?? ""])).exitCode).toBe(0);
    }
    expect(await readdir(folder)).toHaveLength(2);
  },
);

test("a table names the causes and says what is complete", async () => {
  const { exitCode, stdout } = await nmicheck(["find", "NoStranded", "--policy", "v5"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(
    "4 minimal runs, 2 up to the order of steps that commute, 1 up to names too, 1 by cause.",
  );
  expect(stdout).toContain("Complete for every length: ");
  expect(stdout).toContain("the walk stopped after the first handler that claimed something");
});

test("`--format traces` shows each example event by event", async () => {
  const args = ["find", "NoMasked", "--chain", "1", "--format", "traces"];
  const { stdout } = await nmicheckServed(args);
  expect(stdout.match(/NoMasked is violated:/g)).toHaveLength(2);
});

whole(
  "`--format json` prints what `--json` prints, and `--format table` what nothing prints",
  async () => {
    const asked = ["find", "NoMasked", "--chain", "1"];
    const { stdout } = await nmicheck([...asked, "--json"]);
    expect((await nmicheck([...asked, "--format", "json"])).stdout).toBe(stdout);
    const table = await nmicheck(asked);
    expect((await nmicheck([...asked, "--format", "table"])).stdout).toBe(table.stdout);
    expect(() => JSON.parse(table.stdout)).toThrow();
  },
);

test.each([
  ["table", "0 minimal runs"],
  ["json", '"classes": []'],
  ["traces", ""],
])("`--format %s` of what does not happen, and of a bound", async (format, shown) => {
  const asked = ["find", "NoFalseSwallow", "--chain", "1", "--max-events", "2", "--format", format];
  const { exitCode, stdout } = await nmicheckServed(asked);
  expect(exitCode).toBe(0);
  if (shown === "") expect(stdout).toBe("");
  else expect(stdout).toContain(shown);
});

whole("the traces are the examples of the classes, and each format plays them", async () => {
  const asked = ["find", "NoFalseSwallow", "--chain", "1,1"];
  const { stdout } = await nmicheck([...asked, "--json"]);
  const { classes } = findDocumentSchema.parse(JSON.parse(stdout));
  const traces = (await nmicheck([...asked, "--format", "traces"])).stdout;
  expect(traces.match(/NoFalseSwallow is violated:/g)).toHaveLength(classes.length);
  const table = (await nmicheck(asked)).stdout;
  for (const { description, example } of classes) {
    expect(table).toContain(description);
    expect(table).toContain(example.events.join(" "));
    expect(traces).toContain(`${example.length} states`);
  }
  expect(table.match(/agrees on reference/g)).toHaveLength(classes.length);
});

test("a bound that was asked for is said", async () => {
  const args = ["find", "NoFalseSwallow", "--chain", "1,1", "--max-events", "2"];
  const { exitCode, stdout } = await nmicheckServed(args);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Bounded: exhausted up to 2 events of the environment");
});

const mistakes: readonly (readonly [args: readonly string[], message: string])[] = [
  [["find", "NoFalseSwalow"], "did you mean `NoFalseSwallow`?"],
  [["find", "NoMasked", "--format", "tabel"], "did you mean `table`?"],
  [["find", "NoMasked", "--max-events", "0"], "`--max-events` takes a whole number above 0"],
  [["find", "NoMasked", "--engine", "nowhere"], "there is no engine `nowhere`"],
  [["find", "NoMasked", "--axis", "tuch=yes"], "did you mean `touch`?"],
  [["find", "NoHidden"], "NoHidden is about machines with axes, and this one has none."],
  [["find"], "missing required argument 'property'"],
];

let ended: EndedOf;
beforeAll(async () => {
  ended = await nmicheckEach(mistakes.map(([args]) => args));
});

test.each(mistakes)("2 for the user's mistake: %s", (args, message) => {
  const { exitCode, stderr } = ended(args);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});
