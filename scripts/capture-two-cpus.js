// Boots Debian's kernels with two CPUs under QEMU, runs the recording script of `nmicheck audit --how`
// in them as it is, and raises real NMIs meanwhile: backtraces, which `nmi_cpu_backtrace_handler`
// claims, on either CPU, and presses of the NMI button (QEMU's `nmi`, which comes through LINT1), of
// which no handler knows. What the script wrote is kept as test data: test/audit/logs/two-cpus/
// KERNEL.log, and in KERNEL.truth.json what was raised, in its order.
//
// Then the guest module plays known behaviours on CPU 1 meanwhile, of which some swallow an NMI, and
// buttons are pressed between them, on CPU 0: swallow-KERNEL.log and swallow-KERNEL.truth.json.
//
//   node scripts/build.js --if-stale && node scripts/capture-two-cpus.js [6.1] [6.12] [swallow]
//
// It needs what the engine `qemu` needs (docs/engine-qemu.md).

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { recordScript } from "../dist/src/analyses/audit/how.js";
import { Guest } from "../dist/src/engines/qemu/guest.js";
import { DEFAULT_TIMES } from "../dist/src/engines/qemu/limits.js";
import { machineCommand } from "../dist/src/engines/qemu/machine.js";
import { buildModule } from "../dist/src/engines/qemu/module.js";
import { namedKernel } from "../dist/src/engines/qemu/named-kernel.js";
import { packGuest, playIn, traces, truthOf } from "./raised-traces.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const logs = join(root, "test", "audit", "logs", "two-cpus");
const given = process.argv.slice(2).filter((text) => /^\d/.test(text));
const kernels = given.length > 0 ? given : ["6.1", "6.12"];
/** Only the logs with swallowed NMIs. */
const swallowsAlone = process.argv.includes("swallow");

const MARK = "@audit";
/** How long the script records, in seconds: an emulated machine may be slow. */
const SECONDS = 40;

/** Starts the script, and waits until it records. */
const starts = `#!/bin/busybox sh
export PATH=/bin
/bin/busybox mkdir -p /proc /sys /dev
/bin/busybox --install -s /bin
mount -t proc nodev /proc
mount -t sysfs nodev /sys
mount -t devtmpfs nodev /dev
dmesg -n 1
sh /nmicheck-record.sh ${SECONDS} > /nmi.log 2> /errors &
recorder=$!
own=/sys/kernel/tracing/instances/nmicheck
# An instance that is new is on already, and the script turns it off before it enables events.
until [ "$(cat $own/events/nmi/nmi_handler/enable $own/tracing_on 2> /dev/null | tr -d '*\\n')" = 11 ]; do sleep 0.1; done
`;

/** Waits until the script is done, and shows what it has written. */
const ends = `wait $recorder
echo "${MARK} begin $?"
cat /nmi.log
echo "${MARK} end"
cat /errors
echo "${MARK} left: $(ls /sys/kernel/tracing/instances)"
poweroff -f
`;

/** Does what the second serial port says, line by line, while the script records. */
const init = `${starts}
echo "${MARK} ready"
while read -r cpu; do
	[ "$cpu" = end ] && break
	# The backtrace of the CPU that asks needs no NMI: the other one gets it.
	taskset "$((2 - cpu))" sh -c 'echo l > /proc/sysrq-trigger'
	echo "${MARK} done"
done < /dev/ttyS1
${ends}`;

/** Backtraces of both CPUs, then the module on CPU 1. */
const swallowInit = `${starts}
backtrace() { taskset "$((2 - $1))" sh -c 'echo l > /proc/sysrq-trigger'; }
backtrace 1
backtrace 0
taskset 2 insmod /nmicheck.ko
kill $(pidof sleep)
${ends}`;

/** What is raised: a backtrace of a CPU, or a press of the button. */
const raised = [0, 1, "button", 0, "button", "button", 1, 1, "button", 0, 1, "button"];

/** Presses the NMI button: a line for QEMU's monitor. */
async function press(monitor) {
  const socket = connect(monitor);
  socket.write("nmi\n");
  await sleep(200);
  socket.end();
}

async function capture(kernel, initramfs, folder) {
  const console = join(folder, "console");
  await writeFile(console, "");
  const monitor = join(folder, "monitor");
  const [program, ...args] = machineCommand({
    image: kernel.image,
    initramfs,
    console,
    settings: ["apic_extnmi=bsp"],
  }).map((arg, index, all) => (all[index - 1] === "-smp" ? "2" : arg));
  const guest = spawn(program, [...args, "-monitor", `unix:${monitor},server=on,wait=off`], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  const text = async () => (await readFile(console, "latin1")).replaceAll("\r", "");
  const until = async (count, words) => {
    for (let tries = 0; tries < 3000; tries++) {
      if ((await text()).split(words).length > count) return;
      if (guest.exitCode !== null) break;
      await sleep(100);
    }
    throw new Error(`${words} did not come:\n${(await text()).slice(-2000)}`);
  };
  try {
    await until(1, `${MARK} ready`);
    let done = 0;
    for (const one of raised) {
      if (one === "button") {
        await press(monitor);
        await sleep(500);
      } else {
        guest.stdin.write(`${one}\n`);
        await until(++done, `${MARK} done`);
        await sleep(300);
      }
    }
    guest.stdin.write("end\n");
    await until(1, `${MARK} left`);
    return written(await text());
  } finally {
    guest.kill();
  }
}

/** What the script has written, as the console shows it. */
function written(all) {
  const begin = all.indexOf(`${MARK} begin 0\n`);
  const end = all.indexOf(`${MARK} end\n`);
  if (begin < 0) throw new Error(`the script failed:\n${all.slice(-3000)}`);
  return {
    log: all.slice(begin + `${MARK} begin 0\n`.length, end),
    after: all.slice(end + `${MARK} end\n`.length),
  };
}

/** Behaviours that swallow an NMI, with an unknown edge in it and without, and buttons between them. */
const swallows = ["false-swallow-1", "button", "pair-1", "pair-2", "button", "false-swallow-3"];

async function captureSwallows(kernel, initramfs, folder, known) {
  const console = join(folder, "swallow-console");
  const monitor = join(folder, "swallow-monitor");
  const guest = await Guest.start({
    title: kernel.release,
    files: {
      image: kernel.image,
      initramfs,
      console,
      settings: ["apic_extnmi=bsp"],
      options: ["-smp", "2", "-monitor", `unix:${monitor},server=on,wait=off`],
    },
    times: { ...DEFAULT_TIMES, bootWithin: 60_000, answerWithin: 60_000, endWithin: 60_000 },
    signal: undefined,
  });
  const happened = [];
  let buttons = 0;
  for (const name of swallows) {
    if (name === "button") {
      await press(monitor);
      await sleep(1000);
      buttons++;
      happened.push({ cpu: 0, button: true });
      continue;
    }
    const one = known.find((trace) => trace.name === name);
    await playIn(guest, kernel, one.trace, buttons);
    buttons = 0;
    happened.push({ cpu: 1, name, ...truthOf(one.trace) });
  }
  await guest.close();
  const found = written((await readFile(console, "latin1")).replaceAll("\r", ""));
  // Before, the module asks with NMIs of its own whether edges fold: each calls two handlers.
  const own = found.log.split(" => latch_folds+").length >> 1;
  return { ...found, truth: { kernel: kernel.release, own, happened } };
}

async function keep(name, { log, after }, truth) {
  process.stderr.write(`${name}: ${log.split("\n").length} lines; afterwards: ${after}`);
  await writeFile(join(logs, `${name}.log`), log);
  await writeFile(join(logs, `${name}.truth.json`), `${JSON.stringify(truth, null, 2)}\n`);
}

const folder = await mkdtemp(join(tmpdir(), "nmicheck-two-cpus-"));
try {
  const known = [...(await traces(folder, "false-swallow")), ...(await traces(folder, "pair"))];
  await mkdir(logs, { recursive: true });
  for (const version of kernels) {
    const kernel = await namedKernel(version);
    const programs = { "nmicheck-record.sh": recordScript };
    if (!swallowsAlone) {
      const plain = await packGuest(folder, null, { init, ...programs });
      await keep(version, await capture(kernel, plain, folder), { kernel: kernel.release, raised });
    }
    const module = await buildModule(kernel);
    const full = await packGuest(folder, module, { init: swallowInit, ...programs });
    const found = await captureSwallows(kernel, full, folder, known);
    await keep(`swallow-${version}`, found, found.truth);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
