import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../../src/base/diagnostic/diagnostic.js";
import { type EngineOptions, startEngine } from "../../../src/engines/adapter/child-engine.js";
import type { EngineCall } from "../../../src/engines/engine.js";
import { endsWithin } from "../../process/alive.js";
import { slice, whole } from "../../slice.js";

const script = fileURLToPath(new URL("fixtures/broken-engine.js", import.meta.url));
const nmi: EngineCall = { op: "nmi", cpu: 0, arrivals: [] };
const external: EngineCall = { op: "external", cpu: 0 };
/** For engines that must be waited for in vain. */
const quick: EngineOptions = { limits: { replyWithin: 1_500, endWithin: 1_000 } };
/** For all others: the machine may be busy with something else. */
const patient: EngineOptions = { limits: { replyWithin: 20_000, endWithin: 10_000 } };

const shown = `the engine \`${process.execPath} ${script}`;

async function breaks(
  how: string,
  calls: readonly EngineCall[],
  options = patient,
): Promise<Diagnostic> {
  const engine = await startEngine([process.execPath, script, how], options);
  const failed = await engine.ask(calls).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  // A broken engine stays broken, with the same cause.
  await expect(engine.ask(calls)).rejects.toBe(failed);
  await engine.close();
  if (!(failed instanceof Diagnostic)) throw new Error(`not a fault: ${failed}`);
  expect(failed.blame).toBe("tool");
  return failed;
}

describe("an engine that breaks after its hello", () => {
  test("exits", async () => {
    const diagnostic = await breaks("exits", [external]);
    expect(diagnostic.code).toBe("engine/exited");
    expect(diagnostic.message).toBe(
      [
        `${shown} exits\` ended (exit code 3) before it answered.`,
        '  request: {"id":2,"op":"external","cpu":0}',
        "  stderr:  first line",
        "  stderr:  Traceback: no such thing",
      ].join("\n"),
    );
    expect(diagnostic.remedy).toBe(
      `\`node dist/cli.js engine-test --engine-command "${process.execPath} ${script} exits"\` checks it against every rule of the protocol.`,
    );
  });

  test("is killed by a signal", async () => {
    const diagnostic = await breaks("killed", [external]);
    expect(diagnostic.code).toBe("engine/exited");
    expect(diagnostic.message).toBe(
      `${shown} killed\` ended (signal SIGSEGV) before it answered.\n  request: {"id":2,"op":"external","cpu":0}`,
    );
  });

  test.each(slice(["hangs", "drips"], 2))("%s", async (how) => {
    const diagnostic = await breaks(how, [external], quick);
    expect(diagnostic.code).toBe("engine/silent");
    expect(diagnostic.message).toBe(
      `${shown} ${how}\` did not answer within 1.5 s.\n  request: {"id":2,"op":"external","cpu":0}`,
    );
    expect(diagnostic.remedy).toBe(
      "an engine flushes its output after every reply, or whenever its input has run dry.",
    );
  });

  test("prints nonsense, which cannot write on the terminal", async () => {
    const diagnostic = await breaks("nonsense", [external]);
    expect(diagnostic.code).toBe("engine/nonsense");
    expect(diagnostic.message).toBe(
      [
        `${shown} nonsense\` printed a line that is not a JSON object.`,
        '  request: {"id":2,"op":"external","cpu":0}',
        "  reply:   Uhhuh. \\u001b[31mNMI received for unknown reason 3d on CPU 0.",
      ].join("\n"),
    );
  });

  test("prints JSON that is no object", async () => {
    expect((await breaks("list", [external])).code).toBe("engine/nonsense");
  });

  test("ends in the middle of a line", async () => {
    const diagnostic = await breaks("cut", [external]);
    expect(diagnostic.code).toBe("engine/nonsense");
    expect(diagnostic.message).toContain('  reply:   {"id":2,"ok":tr');
  });

  test("floods its output", async () => {
    const diagnostic = await breaks("floods", [external]);
    expect(diagnostic.code).toBe("engine/flood");
    const [first, , third] = diagnostic.message.split("\n");
    expect(first).toBe(
      `${shown} floods\` printed a line of more than 1,048,576 characters; it was stopped.`,
    );
    expect(third).toMatch(/^ {2}reply: {3}x{300}… \(\d+ characters\)$/);
  });

  test("floods its standard error", async () => {
    const diagnostic = await breaks("stderr-floods", [external]);
    expect(diagnostic.code).toBe("engine/exited");
    expect(diagnostic.message.length).toBeLessThan(3_000);
  });

  test("speaks without being asked", async () => {
    const engine = await startEngine([process.execPath, script, "unasked"], patient);
    await engine.ask([external]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const diagnostic = await engine.ask([external]).catch((reason: unknown) => reason);
    expect(diagnostic).toMatchObject({
      code: "engine/unasked",
      message: `${shown} unasked\` printed a line that nothing had asked for.\n  reply:   {"note":"by the way"}`,
    });
    await engine.close();
  });

  test("speaks without being asked, after its hello", async () => {
    const start = startEngine([process.execPath, script, "chatty"], patient);
    const diagnostic = await start
      .then(async (engine) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await engine.close();
      })
      .catch((reason: unknown) => reason);
    expect(diagnostic).toMatchObject({ code: "engine/unasked" });
  });

  test("answers out of turn", async () => {
    const diagnostic = await breaks("out-of-turn", [external, nmi]);
    expect(diagnostic.code).toBe("engine/out-of-turn");
    expect(diagnostic.message).toBe(
      [
        `${shown} out-of-turn\` answered request 3 when request 2 was due.`,
        '  request: {"id":2,"op":"external","cpu":0}',
        '  reply:   {"id":3,"ok":true}',
      ].join("\n"),
    );
  });

  test.each([
    ["other-id", "1002"],
    ["old-id", "1"],
    ["no-id", "missing"],
  ])("answers for another id: %s", async (how, id) => {
    const diagnostic = await breaks(how, [external]);
    expect(diagnostic.code).toBe("engine/wrong-id");
    expect(diagnostic.message.split("\n")[0]).toBe(
      `${shown} ${how}\` answered with the id ${id} when request 2 was due.`,
    );
  });

  test("gives a reply of the wrong shape", async () => {
    const diagnostic = await breaks("shape", [nmi]);
    expect(diagnostic.code).toBe("engine/shape");
    expect(diagnostic.message.split("\n")).toEqual([
      `${shown} shape\` gave a reply of the wrong shape: \`outcome\`: Invalid option: expected one of "handled"|"unknown"|"swallowed"|"external"|"claimed-unknown"|"panic".`,
      '  request: {"id":2,"op":"nmi","cpu":0,"arrivals":[]}',
      '  reply:   {"id":2,"ok":true,"claimed":[1],"outcome":"maybe"}',
    ]);
  });

  test("adds a field of its own", async () => {
    const diagnostic = await breaks("extra", [external]);
    expect(diagnostic.message.split("\n")[0]).toBe(
      `${shown} extra\` gave a reply of the wrong shape: Unrecognized key: "comment".`,
    );
  });

  test("refuses in the wrong shape", async () => {
    const diagnostic = await breaks("bad-refusal", [external]);
    expect(diagnostic.message.split("\n")[0]).toBe(
      `${shown} bad-refusal\` gave a reply of the wrong shape: \`error\`: Invalid input: expected object, received string.`,
    );
  });

  test("ends while nobody asks it anything", async () => {
    const engine = await startEngine([process.execPath, script, "dies-later"], patient);
    await engine.ask([external]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(engine.close()).rejects.toMatchObject({
      code: "engine/exited",
      message: `${shown} dies-later\` ended (exit code 5) before it was told to.`,
    });
  });
});

describe("an engine that breaks at its hello", () => {
  test("does not exist", async () => {
    await expect(startEngine(["no-such-engine", "x"])).rejects.toMatchObject({
      code: "engine/not-found",
      blame: "user",
      message:
        "the engine `no-such-engine x` was not started: there is no program `no-such-engine`.",
      remedy: "check the path, or install it.",
    });
  });

  test("is not executable", async () => {
    await expect(startEngine([script])).rejects.toMatchObject({
      code: "engine/not-executable",
      blame: "user",
      message: `the engine \`${script}\` was not started: \`${script}\` is not executable.`,
      remedy: `chmod +x ${script}, or name its interpreter first, as in --engine-command 'python3 ${script}'.`,
    });
  });

  test.each(slice(["mute", "deaf"], 2))("does not answer: %s", async (how) => {
    await expect(startEngine([process.execPath, script, how], quick)).rejects.toMatchObject({
      code: "engine/silent",
    });
  });

  test("speaks another version of the protocol", async () => {
    await expect(startEngine([process.execPath, script, "old"], patient)).rejects.toMatchObject({
      code: "engine/protocol",
      message: expect.stringContaining(
        `${shown} old\` speaks \`nmicheck.engine/0\`, and nmicheck speaks \`nmicheck.engine/1\`.\n  request: {"id":1,"op":"hello","protocol":"nmicheck.engine/1"}`,
      ),
      remedy:
        "use an engine and an nmicheck of the same protocol; docs/engine-protocol.md describes this one.",
    });
  });

  test("refuses the protocol", async () => {
    await expect(
      startEngine([process.execPath, script, "refuses-hello"], patient),
    ).rejects.toMatchObject({
      code: "engine/refused",
      message: expect.stringContaining("refused a request (protocol): I speak something else"),
    });
  });

  test("has no name", async () => {
    await expect(
      startEngine([process.execPath, script, "nameless"], patient),
    ).rejects.toMatchObject({
      code: "engine/shape",
      message: expect.stringContaining("`name`: Too small"),
    });
  });
});

describe("an engine that breaks at its end", () => {
  test.each([
    ["rude", "engine/exit-code", "ended with exit code 7 after `bye`, not with 0."],
    ["lingers", "engine/lingers", "was still running 1 s after `bye`; it was stopped."],
    ["talks-on", "engine/unasked", "printed a line that nothing had asked for."],
    ["refuses-bye", "engine/refused", "refused a request (order): no"],
  ])("%s", async (how, code, what) => {
    const limits = how === "lingers" ? quick : patient;
    const engine = await startEngine([process.execPath, script, how], limits);
    await expect(engine.close()).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`${shown} ${how}\` ${what}`),
    });
    await engine.close();
  });
});

describe("an engine that behaves", () => {
  test("is told apart by its refusals", async () => {
    const engine = await startEngine([process.execPath, script, "refuses"], patient);
    expect(await engine.ask([nmi])).toEqual([
      { kind: "refused", code: "unsupported", message: "not today" },
    ]);
    await engine.close();
    await engine.close();
  });

  test("may write its lines byte by byte, in the middle of a character too", async () => {
    const engine = await startEngine([process.execPath, script, "split"], patient);
    expect(await engine.ask([nmi])).toEqual([{ kind: "refused", code: "order", message: "né€😀" }]);
    await engine.close();
  });
});

describe("nothing is left of an engine", () => {
  const pids = (name: string) => name.split(" ").map(Number);

  async function expectGone(name: string) {
    for (const pid of pids(name)) expect(await endsWithin(pid, 2_000)).toBe(true);
  }

  test("that hangs and is cancelled", async () => {
    const controller = new AbortController();
    const engine = await startEngine([process.execPath, script, "hangs"], {
      signal: controller.signal,
    });
    const asked = engine.ask([external]);
    controller.abort(new Error("stop"));
    await expect(asked).rejects.toThrow("stop");
    await expect(engine.ask([external])).rejects.toThrow("stop");
    await engine.close();
    await expectGone(engine.about.name);
  });

  test("that was cancelled before it started", async () => {
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(startEngine([process.execPath, script, "hangs"], { signal })).rejects.toThrow(
      "stop",
    );
  });

  test("that ignores SIGTERM", async () => {
    const engine = await startEngine([process.execPath, script, "stubborn"], quick);
    await expect(engine.close()).resolves.toBeUndefined();
    await expectGone(engine.about.name);
  });

  whole("that hangs", async () => {
    const engine = await startEngine([process.execPath, script, "hangs"], quick);
    await expect(engine.ask([external])).rejects.toMatchObject({ code: "engine/silent" });
    await engine.close();
    await expectGone(engine.about.name);
  });

  whole("that started a process which ignores SIGTERM", async () => {
    const engine = await startEngine([process.execPath, script, "family"], {
      limits: { endWithin: 1_000 },
    });
    expect(pids(engine.about.name)).toHaveLength(2);
    await engine.ask([external]);
    await engine.close();
    await expectGone(engine.about.name);
  });
});
