import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { builtProgram } from "../../../src/base/process/built-program.js";
import type { CheckResult } from "../../../src/engines/conformance/check.js";
import { cpuChecks } from "../../../src/engines/conformance/cpu-checks.js";
import { testEngine } from "../../../src/engines/conformance/test-engine.js";
import { whole } from "../../slice.js";

const reference = builtProgram("src/engines/reference/main.ts");
const broken = fileURLToPath(new URL("../adapter/fixtures/broken-engine.js", import.meta.url));
/** For an engine that must be waited for in vain. */
const quick = { limits: { replyWithin: 500, endWithin: 500 } };
const patient = { limits: { replyWithin: 20_000, endWithin: 10_000 } };

whole("the reference engine passes every check", async () => {
  const told: CheckResult[] = [];
  const { results, conforms } = await testEngine([process.execPath, reference], {
    onResult: (result) => told.push(result),
  });
  const others = results.filter(({ verdict }) => verdict !== "passed");
  expect(others.map(({ name }) => name)).toEqual(cpuChecks.map(({ name }) => name));
  expect(others).toMatchObject(
    cpuChecks.map(() => ({ verdict: "not-applicable", reason: "it does not announce 2 CPUs" })),
  );
  expect(conforms).toBe(true);
  expect(told).toEqual(results);
  const names = results.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("an engine that does not say hello has failed that check, and no other is tried", async () => {
  const { about, results, conforms } = await testEngine([process.execPath, broken, "mute"], quick);
  expect(about).toBeUndefined();
  expect(conforms).toBe(false);
  expect(results).toEqual([
    {
      name: "hello",
      rule: "The engine says hello, and can set up what it has announced.",
      verdict: "failed",
      failure: {
        sent: '{"id":1,"op":"hello","protocol":"nmicheck.engine/1"}',
        received: "nothing for 0.5 s",
        expected: '{"id":1,"ok":true}',
        stderr: [],
      },
    },
  ]);
});

test("a failure shows what was sent, what came back and what was expected", async () => {
  // This engine says yes to everything, whatever it is.
  const { results, conforms } = await testEngine([process.execPath, broken, "yes"], {
    ...patient,
    only: (name) => ["events/raise", "events/sticky", "state/get", "end/bye"].includes(name),
  });
  expect(conforms).toBe(false);
  expect(results.slice(1)).toEqual([
    expect.objectContaining({ name: "end/bye", verdict: "passed" }),
    {
      name: "events/raise",
      rule: "`raise` sets the slot's status bit and sends an edge.",
      verdict: "failed",
      failure: {
        sent: '{"id":4,"op":"nmi","cpu":0,"arrivals":[]}',
        received: '{"id":4,"ok":true}',
        expected:
          '{"id":4,"ok":true,"claimed":[1,0],"outcome":"handled","state":{"rip":1,"lastNmiRip":1,"swallowNmi":false,"active":[[false,false],[false]],"pending":false}} (`claimed`: Invalid input: expected array, received undefined)',
        stderr: [],
      },
    },
    {
      name: "events/sticky",
      rule: "On a sticky platform an active slot may happen again, with an edge of its own.",
      verdict: "not-applicable",
      reason: "it does not announce the platform sticky",
    },
    {
      name: "state/get",
      rule: "`state` tells what an `nmi` reply tells.",
      verdict: "not-applicable",
      reason: "it cannot tell its kernel's state",
    },
  ]);
});

test.each([
  ["exits", "it ended (exit code 3)", "Traceback: no such thing"],
  ["nonsense", "Uhhuh. \\u001b[31mNMI received for unknown reason 3d on CPU 0.", undefined],
  ["floods", expect.stringMatching(/^x{300}… \(\d+ characters\)$/), undefined],
])("an engine that %s fails its checks, and the test goes on", async (how, received, stderr) => {
  const { results } = await testEngine([process.execPath, broken, how], {
    ...patient,
    only: (name) => name === "end/bye",
  });
  // It breaks at its first setup, which is part of the introduction.
  const [hello] = results;
  if (hello?.verdict !== "failed") throw new Error("hello should have failed");
  expect(hello.failure.received).toEqual(received);
  expect(hello.failure.stderr.at(-1)).toBe(stderr);
});

test("a program that cannot be started is a fault, not a failed check", async () => {
  await expect(testEngine(["no-such-engine"])).rejects.toMatchObject({ code: "engine/not-found" });
});

test("a test can be cancelled between two checks", async () => {
  const signal = AbortSignal.abort(new Error("stop"));
  await expect(testEngine([process.execPath, reference], { signal })).rejects.toThrow("stop");
});

test("a test can be cancelled while an answer is awaited", async () => {
  const controller = new AbortController();
  const tested = testEngine([process.execPath, broken, "mute"], {
    limits: { replyWithin: 60_000 },
    signal: controller.signal,
  });
  setTimeout(() => controller.abort(new Error("stop")), 200);
  await expect(tested).rejects.toThrow(/^stop$/);
});
