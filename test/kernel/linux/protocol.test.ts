import { execa } from "execa";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { refusalSchema } from "../../../src/engines/protocol.js";
import { axes } from "../../../src/machine/configuration/axes.js";
import { processTimes } from "../process-times.js";
import { runLines, runRequests } from "./batch.js";

let command: readonly [string, ...string[]];
beforeAll(async () => {
  const tree = await provisionTree("6.12");
  ({ command } = await buildLinuxEngine(tree, { instrument: "sanitizers" }));
});

const setup = {
  op: "setup",
  policy: "mainline",
  chain: [2, 1],
  rips: 2,
  sticky: false,
  shadow: false,
  cpus: 1,
} as const;
const raise = (handler: number, slot: number) => ({ op: "raise", cpu: 0, handler, slot }) as const;
const external = { op: "external", cpu: 0 } as const;
const nmi = { op: "nmi", cpu: 0, arrivals: [] } as const;
const start = {
  rip: 1,
  lastNmiRip: null,
  swallowNmi: false,
  active: [[false, false], [false]],
  pending: false,
};

async function lastReply(...requests: readonly Readonly<Record<string, unknown>>[]) {
  const { replies, stderr } = await runRequests(command, requests);
  // AddressSanitizer says so of each program that has stacks of its own, and is told of each change.
  const said = stderr.replace(/^==\d+==WARNING: ASan doesn't fully support makecontext.*\n?/, "");
  expect(said).toBe("");
  expect(replies).toHaveLength(requests.length);
  return replies.at(-1);
}

async function refusal(...requests: readonly Readonly<Record<string, unknown>>[]) {
  const { id, error } = refusalSchema.parse(await lastReply(...requests));
  expect(id).toBe(requests.length);
  return `${error.code}: ${error.message}`;
}

test("hello says what the engine can do", async () => {
  expect(await lastReply({ op: "hello", protocol: "nmicheck.engine/1" })).toEqual({
    id: 1,
    ok: true,
    protocol: "nmicheck.engine/1",
    name: "linux",
    version: expect.stringMatching(/^6\.12\.\d+$/),
    policies: ["none", "v5", "mainline"],
    platforms: ["ideal", "sticky", "shadow", "sticky+shadow"],
    // No nmi.c of these kernels reads the bitmap of sources, and no engine is told of a KVM host.
    axes: axes.map(({ name }) => name).filter((name) => !["nmi-source", "kvm-host"].includes(name)),
    cpus: 4,
  });
});

describe("what is refused", () => {
  test.each([
    ["protocol: this engine speaks nmicheck.engine/1 only", [{ op: "hello", protocol: "x/2" }]],
    ["unsupported: no such operation", [setup, { op: "fly" }]],
    ["unsupported: no nmi.c was compiled for this policy", [{ ...setup, policy: "mine" }]],
    ["unsupported: this engine has at most 4 CPUs", [{ ...setup, cpus: 5 }]],
    ["unsupported: one CPU shares nothing", [{ ...setup, shared: "all" }]],
    [
      "unsupported: the machine was set up without the axis nesting",
      [
        { ...setup, cpus: 2 },
        { op: "fault", cpu: 1 },
      ],
    ],
    [
      "unsupported: with one CPU an NMI is taken as a whole: `nmi`",
      [
        { ...setup, axes: { nesting: "yes" } },
        { op: "nest", cpu: 0 },
      ],
    ],
    [
      "order: the CPU is not in NMI context",
      [
        { ...setup, cpus: 2, axes: { nesting: "yes" } },
        { op: "fault", cpu: 1 },
      ],
    ],
    [
      "order: no NMI pends, or NMIs are blocked",
      [
        { ...setup, cpus: 2, axes: { nesting: "yes" } },
        { op: "external", cpu: 1 },
        { op: "deliver", cpu: 1 },
        { op: "external", cpu: 1 },
        { op: "nest", cpu: 1 },
      ],
    ],
    [
      "order: the CPU is in NMI context",
      [
        { ...setup, cpus: 2, axes: { touch: "yes" } },
        { op: "external", cpu: 1 },
        { op: "deliver", cpu: 1 },
        { op: "touch", cpu: 1 },
      ],
    ],
    [
      "order: the kernel has panicked: setup, reset, or set its state",
      [
        { ...setup, cpus: 2, axes: { panic: "unknown" } },
        { op: "state", cpu: 1, set: { panicked: true } },
        { op: "execute", cpu: 0, rip: 1 },
      ],
    ],
    [
      "unsupported: after a panic several CPUs begin anew with `reset`",
      [
        { ...setup, cpus: 2, axes: { panic: "unknown" } },
        { op: "state", cpu: 1, set: { panicked: true } },
        { op: "state", cpu: 1, set: { panicked: false } },
      ],
    ],
    [
      "unsupported: only the handler of a shared source is exclusive",
      [{ ...setup, cpus: 2, exclusive: true }],
    ],
    [
      "malformed: shared is missing, or not as the protocol has it",
      [{ ...setup, cpus: 2, shared: "none" }],
    ],
    [
      "unsupported: with several CPUs an NMI is taken in steps: `deliver`, `poll`, `decide`",
      [{ ...setup, cpus: 2 }, external, nmi],
    ],
    [
      "unsupported: with one CPU an NMI is taken as a whole: `nmi`",
      [setup, external, { op: "deliver", cpu: 0 }],
    ],
    [
      "order: the source that the CPUs share is active already",
      [{ ...setup, cpus: 2, shared: "all" }, raise(1, 0), raise(1, 0)],
    ],
    [
      "order: the CPU has not come to the end of its walk",
      [{ ...setup, cpus: 2 }, external, { op: "deliver", cpu: 0 }, { op: "decide", cpu: 0 }],
    ],
    [
      "order: the CPU is in NMI context",
      [
        { ...setup, cpus: 2 },
        external,
        { op: "deliver", cpu: 0 },
        { op: "execute", cpu: 0, rip: 1 },
      ],
    ],
    [
      "range: no such CPU",
      [
        { ...setup, cpus: 2 },
        { op: "external", cpu: 2 },
      ],
    ],
    ["unsupported: this engine has at most 16 handlers", [{ ...setup, chain: Array(17).fill(1) }]],
    ["unsupported: this engine has at most 64 slots a handler", [{ ...setup, chain: [65] }]],
    ["unsupported: this engine has at most 1048576 rips", [{ ...setup, rips: 1048577 }]],
    ["malformed: chain is missing, or not as the protocol has it", [{ ...setup, chain: [] }]],
    ["malformed: chain is missing, or not as the protocol has it", [{ ...setup, chain: [1, 0] }]],
    ["malformed: rips is missing, or not as the protocol has it", [{ ...setup, rips: 0 }]],
    [
      "unsupported: this policy keeps no swallow_nmi",
      [
        { ...setup, policy: "none" },
        { op: "state", set: { swallowNmi: true } },
      ],
    ],
    ["order: setup comes first", [{ op: "state" }]],
    ["order: no NMI is pending", [setup, nmi]],
    [
      "order: the slot is active already, and the platform is not sticky",
      [setup, raise(0, 0), raise(0, 0)],
    ],
    [
      "order: an NMI is pending, and the platform is not shadow",
      [setup, raise(0, 0), { op: "execute", cpu: 0, rip: 2 }],
    ],
    [
      "order: an arrival raises a slot that is active then, and the platform is not sticky",
      [
        setup,
        raise(0, 1),
        { ...nmi, arrivals: [{ before: 1, event: "raise", handler: 0, slot: 1 }] },
      ],
    ],
    ["range: no such handler or slot", [setup, raise(2, 0)]],
    ["range: no such handler or slot", [setup, raise(1, 1)]],
    ["malformed: handler is missing, or not as the protocol has it", [setup, raise(-1, 0)]],
    ["range: no such CPU", [setup, { op: "external", cpu: 1 }]],
    ["range: no such rip", [setup, { op: "execute", cpu: 0, rip: 3 }]],
    ["range: no such rip", [setup, { op: "state", set: { lastNmiRip: 3 } }]],
    [
      "range: an arrival has no such handler or slot",
      [
        setup,
        raise(0, 0),
        { ...nmi, arrivals: [{ before: 9, event: "raise", handler: 0, slot: 2 }] },
      ],
    ],
    [
      "range: active does not have the handlers and slots of the chain",
      [setup, { op: "state", set: { active: [[true], [true]] } }],
    ],
    [
      "malformed: cpu is missing, or not as the protocol has it",
      [setup, { op: "external", cpu: "0" }],
    ],
    ["malformed: a field of this operation is missing", [setup, { op: "external" }]],
    ["malformed: op is missing, or not as the protocol has it", [{}]],
    ["malformed: set is missing, or not as the protocol has it", [setup, { op: "state", set: [] }]],
    [
      "malformed: set is missing, or not as the protocol has it",
      [setup, { op: "state", set: { lastNmiRip: 0 } }],
    ],
    [
      "malformed: arrivals is missing, or not as the protocol has it",
      [
        setup,
        raise(0, 0),
        {
          ...nmi,
          arrivals: [
            { before: 2, event: "external" },
            { before: 1, event: "external" },
          ],
        },
      ],
    ],
    [
      "malformed: arrivals is missing, or not as the protocol has it",
      [setup, raise(0, 0), { ...nmi, arrivals: [{ before: 2, event: "raise", handler: 0 }] }],
    ],
  ])("%s", async (expected, requests) => {
    expect(await refusal(...requests)).toBe(expected);
  });

  test("leaves the state as it was", async () => {
    const armed = {
      rip: 2,
      lastNmiRip: 1,
      swallowNmi: true,
      active: [[true, false], [true]],
      pending: true,
    };
    const badArrival = { ...nmi, arrivals: [{ before: 0, event: "raise", handler: 1, slot: 0 }] };
    const badSet = { op: "state", set: { rip: 1, pending: false, active: [[true]] } };
    expect(
      await lastReply(setup, { op: "state", set: armed }, badArrival, badSet, { op: "state" }),
    ).toEqual({
      id: 5,
      ok: true,
      state: armed,
    });
  });
});

test("state sets what it names and tells all", async () => {
  const set = { lastNmiRip: 2, pending: true };
  expect(await lastReply(setup, { op: "state", set })).toEqual({
    id: 2,
    ok: true,
    state: { ...start, ...set },
  });
});

test("reset goes back to the start of setup", async () => {
  const set = {
    rip: 2,
    lastNmiRip: 2,
    swallowNmi: true,
    active: [[true, true], [true]],
    pending: true,
  };
  const requests = [setup, { op: "state", set }, nmi, { op: "reset" }, { op: "state" }];
  expect(await lastReply(...requests)).toEqual({ id: 5, ok: true, state: start });
});

test("what happens after the last poll waits for the next NMI", async () => {
  const arrivals = [{ before: 3, event: "raise", handler: 0, slot: 0 }];
  expect(await lastReply(setup, raise(1, 0), { ...nmi, arrivals })).toEqual({
    id: 3,
    ok: true,
    claimed: [0, 1],
    outcome: "handled",
    state: { ...start, lastNmiRip: 1, active: [[true, false], [false]], pending: true },
  });
});

test("a report is seen however many there have been", async () => {
  const many = Array.from({ length: 30 }, () => [{ op: "external", cpu: 0 }, nmi]).flat();
  const { replies } = await runRequests(command, [setup, ...many]);
  const outcomes = replies.flatMap((reply) => ("outcome" in reply ? [reply.outcome] : []));
  expect(outcomes).toEqual(Array(30).fill("unknown"));
});

describe("lines", () => {
  test("what is no JSON object is malformed, without an id", async () => {
    const lines = ["nonsense", "[]", '{"id":1', '{"id":1,}', '{"id":01,"op":"bye"}', "null"];
    const { replies, exitCode } = await runLines(command, lines);
    expect(exitCode).toBe(0);
    expect(replies).toEqual(
      lines.map(() => ({
        id: null,
        ok: false,
        error: { code: "malformed", message: "the line is not a JSON object" },
      })),
    );
  });

  test("white space, unknown fields, escapes and any order of fields do not matter", async () => {
    const lines = [
      "",
      ' { "later" : [ {"a":[1.5e3,-0,true,null,"\\u00e9\\"\\\\"]} ] , "op" : "hell\\u006f", "id":7,\t"protocol":"nmicheck.engine\\/1" } \r',
    ];
    const { replies } = await runLines(command, lines);
    expect(replies).toMatchObject([{ id: 7, ok: true, name: "linux" }]);
  });

  test("bye ends the engine with code 0, and nothing after it is served", async () => {
    const { replies, exitCode } = await runRequests(command, [{ op: "bye" }, { op: "bye" }]);
    expect(replies).toEqual([{ id: 1, ok: true }]);
    expect(exitCode).toBe(0);
  });

  test("whatever comes is answered line by line, and the engine goes on", async () => {
    const good = fc.constantFrom<object>(setup, raise(0, 0), nmi, { op: "reset" }, { op: "state" });
    const line = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      good.map((request) => JSON.stringify({ id: 5, ...request })),
      // A good request with a piece cut out or put in.
      fc
        .tuple(good, fc.nat(80), fc.nat(6), fc.string({ maxLength: 4 }))
        .map(([request, at, length, put]) => {
          const text = JSON.stringify({ id: 5, ...request });
          return text.slice(0, at) + put + text.slice(at + length);
        }),
    );
    const lines = fc.array(
      line.map((text) => text.replaceAll("\n", " ")).filter((text) => text.trim() !== ""),
      { minLength: 200, maxLength: 400, size: "max" },
    );
    await fc.assert(
      fc.asyncProperty(lines, async (some) => {
        const { replies, exitCode, stderr } = await runLines(command, [
          ...some,
          '{"id":99,"op":"reset"}',
        ]);
        expect(stderr).toBe("");
        expect(exitCode).toBe(0);
        expect(replies).toHaveLength(some.length + 1);
      }),
      { numRuns: 25 },
    );
  });
});

// Processor time and not the clock's, for the tests share the computer with others.
test("at least 100,000 NMIs go through the pipe in a second of the engine's time", async () => {
  const { command: fast } = await buildLinuxEngine(await provisionTree("6.12"));
  const arrivals = [
    { before: 0, event: "raise", handler: 0, slot: 0 },
    { before: 2, event: "external" },
  ];
  const round = [raise(0, 1), { ...nmi, arrivals }, nmi];
  const requests = [setup, ...Array.from({ length: 200_000 }, () => round).flat()];
  const lines = requests.map((request, index) => JSON.stringify({ id: index + 1, ...request }));
  const engine = execa(fast[0], { buffer: false });
  const chunks: string[] = [];
  let end = "";
  let cpuSeconds: number | undefined;
  engine.stdin.write(`${lines.join("\n")}\n`);
  for await (const chunk of engine.iterable({ binary: true, preserveNewlines: true })) {
    const text = Buffer.from(chunk).toString("latin1");
    chunks.push(text);
    end = (end + text).slice(-512);
    if (!end.endsWith("\n") || !end.includes(`{"id":${lines.length},`)) continue;
    cpuSeconds = (await processTimes(engine.pid ?? 0))?.cpuSeconds;
    engine.stdin.end();
  }
  expect(chunks.join("").match(/"outcome"/g)).toHaveLength(400_000);
  expect(400_000 / (cpuSeconds ?? Number.POSITIVE_INFINITY)).toBeGreaterThan(100_000);
});
