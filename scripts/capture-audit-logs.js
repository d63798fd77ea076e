// Boots Debian's kernels under QEMU with tracefs on, has the guest module raise known behaviours with
// real NMIs, and keeps what tracefs has of them as test data: test/audit/logs/KERNEL/NAME.log, and in
// NAME.truth.json what really happened, NMI by NMI, as the trace has it that was replayed.
//
//   node scripts/build.js --if-stale && node scripts/capture-audit-logs.js [6.1] [6.12] [SCENARIO]
//
// It needs what the engine `qemu` needs (docs/engine-qemu.md), and makes its traces itself.

import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { Guest } from "../dist/src/engines/qemu/guest.js";
import { packInitramfs } from "../dist/src/engines/qemu/initramfs.js";
import { DEFAULT_TIMES } from "../dist/src/engines/qemu/limits.js";
import { buildModule } from "../dist/src/engines/qemu/module.js";
import { namedKernel } from "../dist/src/engines/qemu/named-kernel.js";
import { outcomeOfTrace } from "../dist/src/engines/qemu/seen.js";
import { TraceCutter } from "../dist/src/engines/qemu/trace-cutter.js";
import { replayTrace } from "../dist/src/engines/replay/replay-trace.js";
import { parseTrace } from "../dist/src/machine/trace/parse.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, "dist", "cli.js");
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

/** The traces that are replayed: \`nmicheck\` arguments that write them, and which files are taken. */
const sources = [
  [["find", "NoFalseSwallow", "--format", "traces"], /-\d+\.trace\.json$/, "false-swallow"],
  [["find", "NoMasked", "--format", "traces"], /-\d+\.trace\.json$/, "masked"],
  [["limits", "--checker", "explorer"], /^pair-ideal.*\.trace\.json$/, "pair"],
  [
    ["find", "NoFalseSwallow", "--axis", "nesting=yes", "--chain", "1,1", "--format", "traces"],
    /-\d+\.trace\.json$/,
    "nesting",
  ],
];

async function traces(folder) {
  const found = [];
  for (const [args, pattern, name] of sources) {
    const out = join(folder, name);
    await execa(process.execPath, [cli, ...args, "--out", out], { reject: false });
    const files = (await readdir(out)).filter((file) => pattern.test(file)).sort();
    for (const [index, file] of files.entries()) {
      const text = await readFile(join(out, file), "utf8");
      found.push({ name: `${name}-${index + 1}`, trace: parseTrace(text, basename(file)).trace });
    }
  }
  return found;
}

/** What happened in each NMI, as the trace has it. */
function truthOf({ events, initial }) {
  const nmis = [];
  let state = initial;
  for (const event of events) {
    const after = event.state;
    if (event.event === "decide") {
      nmis.push({ unknown: state.carriesUnknown, outcome: after.outcome, handled: state.handled });
    }
    state = after;
  }
  // An NMI that pends at the end of the trace comes too: what it does is not in the trace.
  return { nmis, pending: state.latched ? { unknown: state.latchCarriesUnknown } : null };
}

async function capture(kernel, initramfs, folder, { name, trace }) {
  const console = join(folder, `console-${name}`);
  const guest = await Guest.start({
    title: kernel.release,
    files: { image: kernel.image, initramfs, console, settings: [] },
    times: { ...DEFAULT_TIMES, endWithin: 60_000 },
    signal: undefined,
  });
  const cutter = new TraceCutter(kernel.policies);
  const pairs = [];
  const engine = {
    about: {
      name: "guest",
      version: kernel.release,
      policies: kernel.policies,
      platforms: ["ideal"],
      cpus: 1,
      axes: ["touch", "handler-quirk", "unknown-chain", "nesting", "lvtpc", "panic"],
    },
    title: "guest",
    playsUsers: "as it stands",
    ask: async (calls) => {
      const { answers, traces: cut } = cutter.cut(calls);
      const later = new Map();
      for (const { planner, nmis } of cut) {
        const outcome = outcomeOfTrace(
          planner.plan,
          await guest.replay(planner.plan),
          guest.about.folds,
        );
        for (const [nmi, position] of nmis.entries()) {
          later.set(
            position,
            outcome.kind === "seen"
              ? outcome.nmis[nmi]
              : { kind: "refused", code: "unsupported", message: outcome.reason },
          );
        }
      }
      return answers.map((answer, position) => answer ?? later.get(position));
    },
    close: async () => {},
  };
  const result = await replayTrace(trace, engine, (pair) => pairs.push(pair));
  await guest.close();
  const text = (await readFile(console, "latin1")).replaceAll("\r", "");
  const begin = text.indexOf(`${MARK} begin\n`);
  const end = text.indexOf(`${MARK} end\n`);
  if (begin < 0 || end < 0) throw new Error(`${name}: tracefs did not come:\n${text.slice(-2000)}`);
  return { result, log: text.slice(begin + MARK.length + 7, end) };
}

const folder = await mkdtemp(join(tmpdir(), "nmicheck-audit-logs-"));
try {
  const wanted = await traces(folder);
  for (const version of kernels) {
    const kernel = await namedKernel(version);
    const module = await buildModule(kernel);
    await packInitramfs(module, folder);
    // The same archive with another first program.
    const base = join(folder, "root");
    await writeFile(join(base, "init"), init);
    await chmod(join(base, "init"), 0o755);
    const names = ["bin", "bin/busybox", "init", "nmicheck.ko"];
    const initramfs = join(folder, "initramfs");
    await rm(initramfs, { force: true });
    await execa(
      "cpio",
      ["--create", "--quiet", "--format=newc", "--owner=0:0", `--file=${initramfs}`],
      { cwd: base, input: `${names.join("\n")}\n` },
    );
    await mkdir(join(logs, version), { recursive: true });
    for (const one of wanted.filter(({ name }) => name.startsWith(only))) {
      const { result, log } = await capture(kernel, initramfs, folder, one);
      process.stderr.write(`${version} ${one.name}: ${result.verdict}\n`);
      if (result.verdict !== "agrees") continue;
      const logged = log.split("nmi_handler: nmi_cpu_backtrace_handler()").length - 1;
      if (logged <= truthOf(one.trace).nmis.length) {
        process.stderr.write(
          `${version} ${one.name}: tracefs has ${logged} NMIs, and is not kept\n`,
        );
        continue;
      }
      await writeFile(join(logs, version, `${one.name}.log`), log);
      const { platform, axes, events } = one.trace;
      const happened = events.map(({ state, shows, ...event }) => event);
      const truth = {
        kernel: kernel.release,
        platform,
        axes,
        events: happened,
        ...truthOf(one.trace),
      };
      await writeFile(
        join(logs, version, `${one.name}.truth.json`),
        `${JSON.stringify(truth, null, 2)}\n`,
      );
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
