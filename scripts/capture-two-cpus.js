// Boots Debian's kernels with two CPUs under QEMU, runs the recording script of `nmicheck audit --how`
// in them as it is, and raises real NMIs meanwhile: backtraces, which `nmi_cpu_backtrace_handler`
// claims, on either CPU, and presses of the NMI button (QEMU's `nmi`, which comes through LINT1), of
// which no handler knows. What the script wrote is kept as test data: test/audit/logs/two-cpus/
// KERNEL.log, and in KERNEL.truth.json what was raised, in its order.
//
//   node scripts/build.js --if-stale && node scripts/capture-two-cpus.js [6.1] [6.12]
//
// It needs what the engine `qemu` needs (docs/engine-qemu.md).

import { spawn } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { recordScript } from "../dist/src/analyses/audit/how.js";
import { machineCommand } from "../dist/src/engines/qemu/machine.js";
import { namedKernel } from "../dist/src/engines/qemu/named-kernel.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const logs = join(root, "test", "audit", "logs", "two-cpus");
const given = process.argv.slice(2);
const kernels = given.length > 0 ? given : ["6.1", "6.12"];

const MARK = "@audit";
/** How long the script records, in seconds: an emulated machine may be slow. */
const SECONDS = 40;

/** Does what the second serial port says, line by line, while the script records. */
const init = `#!/bin/busybox sh
export PATH=/bin
/bin/busybox mkdir -p /proc /sys /dev
/bin/busybox --install -s /bin
mount -t proc nodev /proc
mount -t sysfs nodev /sys
mount -t devtmpfs nodev /dev
dmesg -n 1
sh /nmicheck-record.sh ${SECONDS} > /nmi.log 2> /errors &
recorder=$!
until [ "$(cat /sys/kernel/tracing/instances/nmicheck/tracing_on 2> /dev/null)" = 1 ]; do sleep 0.1; done
echo "${MARK} ready"
while read -r cpu; do
	[ "$cpu" = end ] && break
	# The backtrace of the CPU that asks needs no NMI: the other one gets it.
	taskset "$((2 - cpu))" sh -c 'echo l > /proc/sysrq-trigger'
	echo "${MARK} done"
done < /dev/ttyS1
wait $recorder
echo "${MARK} begin $?"
cat /nmi.log
echo "${MARK} end"
cat /errors
echo "${MARK} left: $(ls /sys/kernel/tracing/instances)"
poweroff -f
`;

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
    const all = await text();
    const begin = all.indexOf(`${MARK} begin 0\n`);
    const end = all.indexOf(`${MARK} end\n`);
    if (begin < 0) throw new Error(`the script failed:\n${all.slice(-3000)}`);
    return {
      log: all.slice(begin + `${MARK} begin 0\n`.length, end),
      after: all.slice(end + `${MARK} end\n`.length),
    };
  } finally {
    guest.kill();
  }
}

const folder = await mkdtemp(join(tmpdir(), "nmicheck-two-cpus-"));
try {
  const base = join(folder, "root");
  await mkdir(join(base, "bin"), { recursive: true });
  await copyFile("/usr/bin/busybox", join(base, "bin", "busybox"));
  await writeFile(join(base, "init"), init);
  await writeFile(join(base, "nmicheck-record.sh"), recordScript);
  await chmod(join(base, "init"), 0o755);
  const initramfs = join(folder, "initramfs");
  await execa(
    "cpio",
    ["--create", "--quiet", "--format=newc", "--owner=0:0", `--file=${initramfs}`],
    { cwd: base, input: "bin\nbin/busybox\ninit\nnmicheck-record.sh\n" },
  );
  for (const version of kernels) {
    const kernel = await namedKernel(version);
    const { log, after } = await capture(kernel, initramfs, folder);
    process.stderr.write(`${version}: ${log.split("\n").length} lines; afterwards: ${after}`);
    await mkdir(logs, { recursive: true });
    await writeFile(join(logs, `${version}.log`), log);
    const truth = { kernel: kernel.release, raised };
    await writeFile(join(logs, `${version}.truth.json`), `${JSON.stringify(truth, null, 2)}\n`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
