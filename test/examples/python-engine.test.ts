import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { testEngine } from "../../src/engines/conformance/test-engine.js";
import { slice, whole } from "../slice.js";
import { needPython } from "./python.js";

const engine = join(packageRoot, "examples", "python-engine", "engine.py");
let source = "";
let folder = "";

beforeAll(async () => {
  await needPython();
  source = await readFile(engine, "utf8");
  folder = await mkdtemp(join(tmpdir(), "nmicheck-python-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

whole("the example engine in Python passes every check", async () => {
  const { about, results, conforms } = await testEngine(["python3", engine]);
  expect(about).toEqual({
    name: "python-example",
    version: "1",
    policies: ["none", "v5", "mainline"],
    platforms: ["ideal", "sticky", "shadow", "sticky+shadow"],
    cpus: 1,
  });
  expect(results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
  expect(conforms).toBe(true);
  expect(results.length).toBeGreaterThan(70);
});

/** Mistakes that authors make, and a check that must notice each of them. */
const mistakes: readonly (readonly [check: string, from: string, to: string])[] = [
  ["hello", '"name": "python-example"', '"title": "python-example"'],
  ["hello/version", 'if of_type(request, "protocol", str) != PROTOCOL', "if False"],
  ["order/no-setup", "if self.machine is None", "if False"],
  ["setup/cpus", 'if number(request, "cpus", 1) != 1', "if False"],
  [
    "operation/unknown",
    'raise Refusal("unsupported", f"there is no op',
    'raise Refusal("range", f"there is no op',
  ],
  ["malformed/no-json", 'malformed("the line is not JSON")', 'Refusal("range", "no")'],
  ["malformed/field", "return isinstance(value, int) and not", "return not"],
  ["events/active-twice", "if self.active[handler][slot] and not self.sticky", "if False"],
  [
    "events/sticky",
    "if self.active[handler][slot] and not self.sticky",
    "if self.active[handler][slot]",
  ],
  ["events/latch", "self.pending = False\n\n", "\n"],
  ["execute/shadow", "if self.pending and not self.shadow", "if self.pending"],
  ["arrivals/poll", "waiting[0][0] <= poll", "waiting[0][0] < poll"],
  ["arrivals/leftover", "        for _, happen in waiting:\n            happen()\n", ""],
  ["arrivals/whole", "machine = copy.copy(self.machine)", "machine = self.machine"],
  ["v5/stops", 'self.policy == "v5" and', "False and"],
  ["mainline/swallows", "back_to_back and self.swallow_nmi", "False"],
  ["none/reports", 'and self.policy != "none"', ""],
  ["state/range", "if [len(bits) for bits in active] != self.chain", "if False"],
  ["reset", "machine.__init__(", "Machine("],
  ["end/bye", "        if engine.said_bye:\n            return\n", ""],
  ["end/bye", "            return\n\n\nif __name__", "            sys.exit(4)\n\n\nif __name__"],
  [
    "lines/long",
    "for line in sys.stdin",
    'for line in iter(lambda: sys.stdin.readline(65536), "")',
  ],
];

describe("a mistake in an engine is told by name", () => {
  test.each(slice(mistakes, 4).map((mistake, index) => [...mistake, index] as const))(
    "%s: %j becomes %j",
    async (check, from, to, index) => {
      expect(source.split(from), "the text to change").toHaveLength(2);
      const file = join(folder, `engine-${index}.py`);
      await writeFile(file, source.replace(from, to));
      const { results, conforms } = await testEngine(["python3", file], {
        limits: { replyWithin: 5_000, endWithin: 2_500 },
        only: (name) => name === "hello" || name === check,
      });
      expect(conforms).toBe(false);
      expect(results.map(({ name, verdict }) => [name, verdict])).toContainEqual([check, "failed"]);
    },
  );
});
