// Boots Debian's kernels under QEMU, has the guest module swallow NMIs, and runs the probe of `nmicheck
// audit --how probe` on a core of the guest's memory: its counts must be what the kernel was seen to do,
// with debugging symbols and without.
//
//   node scripts/build.js --if-stale && node scripts/check-probe.js [6.1] [6.12] [VERSION=VMLINUX]
//
// It needs what the engine `qemu` needs (docs/engine-qemu.md), and drgn 0.3 or later (PyPI) on PATH or as
// DRGN. `6.1=vmlinux` names the kernel with its debugging symbols (Debian's linux-image-RELEASE-dbg);
// without it the probe is asked without symbols alone.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { probeScript } from "../dist/src/analyses/audit/probe.js";
import { Guest } from "../dist/src/engines/qemu/guest.js";
import { DEFAULT_TIMES } from "../dist/src/engines/qemu/limits.js";
import { buildModule } from "../dist/src/engines/qemu/module.js";
import { namedKernel } from "../dist/src/engines/qemu/named-kernel.js";
import { packGuest, playIn, traces, truthOf } from "./raised-traces.js";

const drgn = process.env.DRGN ?? "drgn";
const given = process.argv.slice(2);
const kernels = (given.length > 0 ? given : ["6.1", "6.12"]).map((text) => text.split("="));

const init = `#!/bin/busybox sh
b=/bin/busybox
$b mkdir -p /sys
$b mount -t sysfs nodev /sys
$b mkdir -p /proc
$b mount -t proc nodev /proc
$b sed -n -E 's/^(.* (nmi_stats|__per_cpu_offset|__cpu_online_mask|nr_cpu_ids))$/@kallsyms \\1/p' /proc/kallsyms
echo "@vmcoreinfo $($b cat /sys/kernel/vmcoreinfo)"
$b insmod /nmicheck.ko
$b poweroff -f
`;

/** Has QEMU's monitor do something, and waits until it asks for the next command. */
async function tell(monitor, command) {
  const socket = connect(monitor);
  let said = "";
  socket.on("data", (bytes) => {
    said += bytes.toString("latin1");
  });
  const asks = async () => {
    // Behind the end of a line: the monitor shows what is typed again and again while it reads it.
    for (let tries = 0; tries < 600 && !/\n\(qemu\) $/.test(said); tries++) await sleep(100);
    said = "";
  };
  await asks();
  socket.write(`${command}\n`);
  await asks();
  socket.destroy();
}

/** The text of an ELF note (elf(5)): the sizes of its name and of its text, its type, its name, its text. */
function noteText(note) {
  const name = note.readUInt32LE(0);
  const start = 12 + Math.ceil(name / 4) * 4;
  return note.subarray(start, start + note.readUInt32LE(4));
}

/** What the probe counts on CPU 0, by the names of the counts. */
async function counted(folder, symbols) {
  const { stdout } = await execa(drgn, [
    ...["-c", join(folder, "core"), "--vmcoreinfo", join(folder, "vmcoreinfo")],
    ...["-q", "--no-default-symbols"],
    ...(symbols === undefined ? [] : ["-s", symbols]),
    join(folder, "probe.py"),
    ...(symbols === undefined ? [join(folder, "kallsyms")] : []),
  ]);
  const line = /^# nmicheck-audit: counts CPU 0 at \d+\.\d{6}: (.*)$/m.exec(stdout)?.[1];
  if (line === undefined) throw new Error(`the probe printed:\n${stdout}`);
  const words = line.split(" ");
  return Object.fromEntries(
    words.flatMap((word, index) => (index % 2 === 0 ? [[word, Number(words[index + 1])]] : [])),
  );
}

const folder = await mkdtemp(join(tmpdir(), "nmicheck-probe-"));
try {
  await writeFile(join(folder, "probe.py"), probeScript);
  const wanted = [...(await traces(folder, "false-swallow")), ...(await traces(folder, "pair"))];
  for (const [version, symbols] of kernels) {
    const kernel = await namedKernel(version);
    const initramfs = await packGuest(folder, await buildModule(kernel), { init });
    const console = join(folder, "console");
    const monitor = join(folder, "monitor");
    const dump = () => tell(monitor, `dump-guest-memory ${join(folder, "core")}`);
    const guest = await Guest.start({
      title: kernel.release,
      files: {
        image: kernel.image,
        initramfs,
        console,
        settings: [],
        options: ["-monitor", `unix:${monitor},server=on,wait=off`],
      },
      times: { ...DEFAULT_TIMES, bootWithin: 120_000, answerWithin: 120_000, endWithin: 60_000 },
      signal: undefined,
    });
    const booted = (await readFile(console, "latin1")).replaceAll("\r", "");
    const symbolLines = [...booted.matchAll(/^@kallsyms (.*)$/gm)].map(([, line]) => `${line}\n`);
    await writeFile(join(folder, "kallsyms"), symbolLines.join(""));
    const said = /@vmcoreinfo 0x([0-9a-f]+) ([0-9a-f]+)/.exec(booted);
    const [, address = "", size = ""] = said ?? [];
    await tell(monitor, `pmemsave 0x${address} 0x${size} "${join(folder, "note")}"`);
    await writeFile(join(folder, "vmcoreinfo"), noteText(await readFile(join(folder, "note"))));
    const ways = symbols === undefined ? [undefined] : [undefined, symbols];
    await dump();
    const before = await counted(folder, undefined);
    const seen = { swallowed: 0, unknown: 0, handled: 0 };
    for (const { trace } of wanted) {
      await playIn(guest, kernel, trace);
      for (const { outcome } of truthOf(trace).nmis) {
        if (outcome === "swallowed" || outcome === "falseSwallow") seen.swallowed++;
        else if (outcome === "reported") seen.unknown++;
        else seen.handled++;
      }
    }
    await dump();
    for (const way of ways) {
      const after = await counted(folder, way);
      const grown = (name) => after[name] - before[name];
      const how = way === undefined ? "without debugging symbols" : "with debugging symbols";
      process.stderr.write(
        `${kernel.release}, ${how}: swallow ${grown("swallow")} (${seen.swallowed} seen), unknown ${grown("unknown")} (${seen.unknown}), normal ${grown("normal")}\n`,
      );
      if (grown("swallow") !== seen.swallowed || grown("unknown") !== seen.unknown) {
        throw new Error(`${kernel.release}, ${how}: the counts are not what was seen`);
      }
    }
    await guest.close();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
