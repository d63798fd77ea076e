// Boots Debian's kernels under QEMU with tracefs on, has the guest module raise known behaviours with
// real NMIs, and keeps what tracefs has of them as test data: test/audit/logs/KERNEL/NAME.log, and in
// NAME.truth.json what really happened, NMI by NMI, as the trace has it that was replayed.
//
//   node scripts/build.js --if-stale && node scripts/capture-audit-logs.js [6.1] [6.12] [SCENARIO]
//
// It needs what the engine `qemu` needs (docs/engine-qemu.md), and makes its traces itself.

import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Guest } from "../dist/src/engines/qemu/guest.js";
import { DEFAULT_TIMES } from "../dist/src/engines/qemu/limits.js";
import { buildModule } from "../dist/src/engines/qemu/module.js";
import { namedKernel } from "../dist/src/engines/qemu/named-kernel.js";
import { packGuest, playIn, traces, truthOf } from "./raised-traces.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const logs = join(root, "test", "audit", "logs");
const versions = process.argv.slice(2).filter((text) => /^\d/.test(text));
const kernels = versions.length > 0 ? versions : ["6.1", "6.12"];
/** Only scenarios with this name, if one is given. */
const only = process.argv.slice(2).find((text) => !/^\d/.test(text)) ?? "";

const MARK = "@audit";

/** As `nmicheck audit --how script` records; the module works while insmod runs. */
const init = `#!/bin/busybox sh
b=/bin/busybox
$b mkdir -p /sys
$b mount -t sysfs nodev /sys
t=/sys/kernel/tracing
$b mount -t tracefs nodev $t
cd $t
echo 1 > options/sym-offset
echo 1 > options/sym-addr
echo stacktrace > events/nmi/nmi_handler/trigger
echo 1 > events/nmi/nmi_handler/enable
echo 1 > events/printk/console/enable
$b insmod /nmicheck.ko
echo 0 > tracing_on
echo "${MARK} begin"
echo "# nmicheck-audit: machine $($b uname -m)"
echo "# nmicheck-audit: kernel $($b uname -r)"
echo "# nmicheck-audit: filter $($b cat events/nmi/nmi_handler/filter)"
echo "# nmicheck-audit: console $($b cat events/printk/console/enable)"
$b cat trace
$b sed 's/^/# stats: /' per_cpu/cpu0/stats
echo "${MARK} end"
$b poweroff -f
`;

async function capture(kernel, initramfs, folder, { name, trace }) {
  const console = join(folder, `console-${name}`);
  const guest = await Guest.start({
    title: kernel.release,
    files: { image: kernel.image, initramfs, console, settings: [] },
    times: { ...DEFAULT_TIMES, endWithin: 60_000 },
    signal: undefined,
  });
  await playIn(guest, kernel, trace);
  await guest.close();
  const text = (await readFile(console, "latin1")).replaceAll("\r", "");
  const begin = text.indexOf(`${MARK} begin\n`);
  const end = text.indexOf(`${MARK} end\n`);
  if (begin < 0 || end < 0) throw new Error(`${name}: tracefs did not come:\n${text.slice(-2000)}`);
  return text.slice(begin + MARK.length + 7, end);
}

const folder = await mkdtemp(join(tmpdir(), "nmicheck-audit-logs-"));
try {
  const wanted = await traces(folder, only);
  for (const version of kernels) {
    const kernel = await namedKernel(version);
    const module = await buildModule(kernel);
    const initramfs = await packGuest(folder, module, { init });
    await mkdir(join(logs, version), { recursive: true });
    for (const one of wanted) {
      const log = await capture(kernel, initramfs, folder, one);
      const logged = log.split("nmi_handler: nmi_cpu_backtrace_handler()").length - 1;
      const { nmis, pending } = truthOf(one.trace);
      // Before, the module asks with NMIs of its own whether edges fold: two handlers, one frame each.
      const own = log.split(" => latch_folds+").length >> 1;
      const raised = own + nmis.length + (pending === null ? 0 : 1);
      if (logged !== raised) {
        throw new Error(`${version} ${one.name}: tracefs has ${logged} of ${raised} NMIs`);
      }
      await writeFile(join(logs, version, `${one.name}.log`), log);
      const { platform, axes, events } = one.trace;
      const happened = events.map(({ state, shows, ...event }) => event);
      const truth = {
        kernel: kernel.release,
        platform,
        axes,
        events: happened,
        own,
        nmis,
        pending,
      };
      await writeFile(
        join(logs, version, `${one.name}.truth.json`),
        `${JSON.stringify(truth, null, 2)}\n`,
      );
      process.stderr.write(`${version} ${one.name}: ${logged} NMIs\n`);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
