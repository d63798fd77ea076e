import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Guest } from "../../../src/engines/qemu/guest.js";
import { noGuestAxes } from "../../../src/engines/qemu/guest-axes.js";
import type { TracePlan } from "../../../src/engines/qemu/plan.js";
import {
  awaitInput,
  COM1,
  COM2,
  flood,
  HANG,
  print,
  RESET,
  tinyImage,
} from "./fixtures/tiny-image.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-guest-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const PLAN: TracePlan = {
  chain: [1],
  nmis: [],
  axes: noGuestAxes,
  trailing: false,
  imitations: [],
};

interface Choice {
  readonly bootWithin?: number;
  readonly answerWithin?: number;
  readonly signal?: AbortSignal;
}

async function boot(code: readonly number[], choice: Choice = {}): Promise<Guest> {
  const { bootWithin = 30_000, answerWithin = 30_000, signal } = choice;
  const files = {
    image: join(folder, "image"),
    initramfs: join(folder, "initramfs"),
    console: join(folder, "console"),
    settings: [],
  };
  await writeFile(files.image, tinyImage(code));
  await writeFile(files.initramfs, "nothing");
  return Guest.start({
    title: "0.0.1-tiny",
    files,
    times: { bootWithin, answerWithin, endWithin: 2_000 },
    signal,
  });
}

function frame(number: number, json: string): string {
  const crc = crc32(json).toString(16).padStart(8, "0");
  return `\n@nmicheck ${number} ${json.length} ${crc} ${json}\n`;
}
const READY = frame(0, '{"ready":true,"release":"0.0.1-tiny","folds":true}');
const ready = (then: readonly number[]) => print(COM2, READY, then);

describe("a kernel that does not boot", () => {
  test("because it hangs", async () => {
    await expect(
      boot(print(COM1, "Tiny 0.0.1\n", HANG), { bootWithin: 4_000 }),
    ).rejects.toMatchObject({
      code: "qemu/boot",
      blame: "tool",
      message: `0.0.1-tiny does not boot under QEMU: nothing was heard of it within 4 s. The end of its console:
  Tiny 0.0.1`,
    });
  });

  test("because it resets the machine", async () => {
    await expect(boot(RESET)).rejects.toMatchObject({
      code: "qemu/boot",
      message:
        "0.0.1-tiny does not boot under QEMU: QEMU ended (exit code 0) before the module was ready. Its console is empty.",
      remedy:
        "it needs a serial console, an initramfs, modules and the local APIC (CONFIG_SERIAL_8250_CONSOLE, CONFIG_BLK_DEV_INITRD, CONFIG_MODULES, CONFIG_X86_LOCAL_APIC)",
    });
  });

  test("because it panics: the panic and what follows is shown", async () => {
    const log = `${"chatter\n".repeat(20)}Kernel panic - not syncing: No init found.\r\nCPU: 0 PID: 1\n`;
    await expect(boot(print(COM1, log, RESET))).rejects.toMatchObject({
      code: "qemu/panic",
      message: `0.0.1-tiny panicked while it booted. The end of its console:
  Kernel panic - not syncing: No init found.
  CPU: 0 PID: 1`,
    });
  });

  test("because QEMU does not start", async () => {
    const files = {
      image: join(folder, "none"),
      initramfs: join(folder, "none"),
      console: join(folder, "console"),
      settings: [],
    };
    const times = { bootWithin: 30_000, answerWithin: 30_000, endWithin: 2_000 };
    const start = Guest.start({ title: "none", files, times, signal: undefined });
    await expect(start).rejects.toMatchObject({
      code: "qemu/start",
      message: `QEMU did not start: qemu: could not open kernel file '${folder}/none': No such file or directory`,
      remedy: "QEMU 7.2 (Debian 12) is the version that this engine is tested with",
    });
  });
});

describe("a guest that breaks later", () => {
  test("hangs in a trace", async () => {
    const guest = await boot(ready(HANG), { answerWithin: 300 });
    await expect(guest.replay(PLAN)).rejects.toMatchObject({
      code: "qemu/hang",
      message: "0.0.1-tiny hangs in trace 1: no answer within 0.3 s. Its console is empty.",
    });
    await expect(guest.replay(PLAN)).rejects.toMatchObject({ code: "qemu/hang" });
    await guest.close();
  });

  test("panics in a trace", async () => {
    const log = "Kernel panic - not syncing: NMI: Not continuing\n";
    const guest = await boot(ready(awaitInput(print(COM1, log, RESET))));
    await expect(guest.replay(PLAN)).rejects.toMatchObject({
      code: "qemu/panic",
      message: `0.0.1-tiny panicked in trace 1. The end of its console:
  Kernel panic - not syncing: NMI: Not continuing`,
    });
    await guest.close();
  });

  test("goes away in a trace: all that wait are told", async () => {
    const guest = await boot(ready(awaitInput(RESET)));
    const both = await Promise.allSettled([guest.replay(PLAN), guest.replay(PLAN)]);
    for (const one of both) {
      expect(one).toMatchObject({
        reason: {
          code: "qemu/ended",
          message: "QEMU ended (exit code 0) in trace 1 on 0.0.1-tiny. Its console is empty.",
        },
      });
    }
    await guest.close();
  });

  test.each([
    [frame(0, '{"ready":1}'), 'a frame holds `{"ready":1}`.'],
    [frame(0, "{"), "a frame holds `{`."],
    [frame(1, '{"done":0}'), "frame 1 came where 0 was due."],
    [READY.replace("tiny", "tony"), "frame 0 is damaged."],
    [
      frame(0, '{"error":"the guest stopped","code":-74}'),
      "the module says: the guest stopped (-74).",
    ],
    [frame(0, '{"trace":3,"nmis":[],"uhhuh":0}'), "trace 3 was reported where none was due."],
  ])("says what it should not: %j", async (said, detail) => {
    await expect(boot(print(COM2, said, HANG), { bootWithin: 10_000 })).rejects.toMatchObject({
      code: "qemu/line",
      message: `0.0.1-tiny and nmicheck do not understand each other: ${detail} Its console is empty.`,
    });
  });
});

test("a line without end is cut off", async () => {
  await expect(boot(flood(COM2, "x"))).rejects.toMatchObject({
    code: "qemu/line",
    message:
      "0.0.1-tiny and nmicheck do not understand each other: a line without end came. Its console is empty.",
  });
});

test("messages of others between the frames do no harm", async () => {
  const report = frame(1, '{"trace":1,"nmis":[],"uhhuh":0}');
  const noise = "[  1.5] Uhhuh. NMI received";
  const guest = await boot(
    print(COM2, `${noise}${READY}${noise}`, awaitInput(print(COM2, `${noise}${report}`, HANG))),
  );
  expect(guest.about.release).toBe("0.0.1-tiny");
  expect(await guest.replay(PLAN)).toEqual({ trace: 1, nmis: [], uhhuh: 0 });
  await guest.close();
});

describe("an interrupt", () => {
  test("while it boots", async () => {
    const stop = new AbortController();
    const booting = boot(HANG, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error("interrupted")), 500);
    await expect(booting).rejects.toThrow("interrupted");
  });

  test("before it starts", async () => {
    await expect(boot(HANG, { signal: AbortSignal.abort(new Error("early")) })).rejects.toThrow(
      "early",
    );
  });

  test("in a trace", async () => {
    const stop = new AbortController();
    const guest = await boot(ready(HANG), { signal: stop.signal });
    setTimeout(() => stop.abort(new Error("interrupted")), 100);
    await expect(guest.replay(PLAN)).rejects.toThrow("interrupted");
    await guest.close();
  });
});
