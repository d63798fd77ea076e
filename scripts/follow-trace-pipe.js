// Boots a kernel of Debian's under QEMU, streams its trace_pipe over a serial line while the guest module
// raises known behaviours, and has `nmicheck audit --follow` read the stream meanwhile. Each NMI that
// nobody claimed must be told while the guest still runs; the summary must be what an audit of the
// finished stream says, what really happened, and what an audit of the `trace` of another tracefs
// instance says, which recorded the same.
//
//   node scripts/build.js --if-stale && node scripts/follow-trace-pipe.js [6.1] [6.12]
//
// It needs what the engine `qemu` needs (docs/engine-qemu.md).

import { deepStrictEqual } from "node:assert";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { Guest } from "../dist/src/engines/qemu/guest.js";
import { DEFAULT_TIMES } from "../dist/src/engines/qemu/limits.js";
import { buildModule } from "../dist/src/engines/qemu/module.js";
import { namedKernel } from "../dist/src/engines/qemu/named-kernel.js";
import { packGuest, playIn, traces, truthOf } from "./raised-traces.js";

const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), "dist", "cli.js");
const given = process.argv.slice(2);
const kernels = given.length > 0 ? given : ["6.1", "6.12"];

const MARK = "@audit";

/** trace_pipe goes to the third serial port; another instance keeps its `trace` until the end. */
const init = `#!/bin/busybox sh
export PATH=/bin
/bin/busybox mkdir -p /sys /dev
/bin/busybox --install -s /bin
mount -t sysfs nodev /sys
mount -t devtmpfs nodev /dev
t=/sys/kernel/tracing
mount -t tracefs nodev $t
mkdir $t/instances/whole
head() {
	echo "# nmicheck-audit: machine $(uname -m)"
	echo "# nmicheck-audit: kernel $(uname -r)"
	echo "# nmicheck-audit: filter $(cat $t/events/nmi/nmi_handler/filter)"
	echo "# nmicheck-audit: console 1"
}
for own in $t $t/instances/whole; do
	echo 1 > $own/options/sym-offset
	echo 1 > $own/options/sym-addr
	echo stacktrace > $own/events/nmi/nmi_handler/trigger
	echo 1 > $own/events/nmi/nmi_handler/enable
	echo 1 > $own/events/printk/console/enable
done
stty -F /dev/ttyS2 raw
head > /dev/ttyS2
cat $t/trace_pipe > /dev/ttyS2 &
insmod /nmicheck.ko
sleep 1
kill $!
echo "${MARK} begin"
head
cat $t/instances/whole/trace
echo "${MARK} end"
poweroff -f
`;

/** NMIs that are swallowed, with an unknown edge in them and without; the last one ends the one before. */
const played = ["false-swallow-1", "pair-2", "false-swallow-3", "masked-1"];

const options = ["observe", "claim_0", "claim_1"].flatMap((name) => ["--unknown-handler", name]);

/** Starts to follow its standard input. */
function follow(...more) {
  return execa(process.execPath, [cli, "audit", "--follow", ...more, ...options, "-"], {
    reject: false,
  });
}

async function audited(file) {
  const { stdout } = await execa(process.execPath, [cli, "audit", file, "--json", ...options], {
    reject: false,
  });
  return JSON.parse(stdout);
}

/** What a document says, whatever the file is called. */
function said({ files, unclaimed, unexplained, ...rest }) {
  const nameless = ({ file: _, ...one }) => one;
  return {
    ...rest,
    files: files.map(nameless),
    unclaimed: unclaimed.map(nameless),
    unexplained: unexplained.map(nameless),
  };
}

async function followed(version, folder, known) {
  const kernel = await namedKernel(version);
  const initramfs = await packGuest(folder, await buildModule(kernel), { init });
  const [console, pipe, stream] = ["console", "pipe", "stream.log"].map((name) =>
    join(folder, `${version}-${name}`),
  );
  await execa("mkfifo", [`${pipe}.in`, `${pipe}.out`]);
  const live = follow();
  const document = follow("--json");
  let told = "";
  live.stdout.on("data", (bytes) => {
    told += bytes;
  });
  const output = createReadStream(`${pipe}.out`);
  for (const to of [live.stdin, document.stdin, createWriteStream(stream)]) output.pipe(to);
  const guest = await Guest.start({
    title: kernel.release,
    files: {
      image: kernel.image,
      initramfs,
      console,
      settings: [],
      options: ["-chardev", `pipe,id=pipe,path=${pipe}`, "-serial", "chardev:pipe"],
    },
    times: { ...DEFAULT_TIMES, bootWithin: 120_000, answerWithin: 120_000, endWithin: 120_000 },
    signal: undefined,
  });
  let swallowed = 0;
  let nmis = 0;
  for (const name of played) {
    const one = known.find((trace) => trace.name === name);
    // All that was swallowed before is told once the next NMI has begun, and while the guest runs.
    await playIn(guest, kernel, one.trace);
    for (let tries = 0; told.split(": swallowed; ").length - 1 < swallowed; tries++) {
      if (tries > 300) throw new Error(`${swallowed} swallowed NMIs were not told:\n${told}`);
      await sleep(100);
    }
    const { nmis: own } = truthOf(one.trace);
    nmis += own.length;
    swallowed += own.filter(({ outcome }) => /swallow/i.test(outcome ?? "")).length;
  }
  if (live.exitCode !== null) throw new Error(`the follower has ended:\n${told}`);
  await guest.close();
  const [{ stdout: summary }, { stdout: json }] = await Promise.all([live, document]);
  const end = JSON.parse(json);
  deepStrictEqual(said(end), said(await audited(stream)));
  const text = (await readFile(console, "latin1")).replaceAll("\r", "");
  const whole = text.slice(text.indexOf(`${MARK} begin\n`), text.indexOf(`${MARK} end\n`));
  const file = join(folder, `${version}-whole.log`);
  await writeFile(file, whole.slice(whole.indexOf("\n") + 1));
  const finished = await audited(file);
  const judged = ({ counts, chains, losses, cpus }) => ({ counts, chains, losses, cpus });
  deepStrictEqual(judged(end), judged(finished));
  const own = whole.split(" => latch_folds+").length >> 1;
  deepStrictEqual(
    { swallowed: end.counts.swallowed, nmis: end.counts.nmis, losses: end.losses },
    { swallowed, nmis: own + nmis, losses: [] },
  );
  const lines = (await readFile(stream, "latin1")).split("\n").length;
  process.stdout.write(
    `${kernel.release}: ${lines} lines of trace_pipe, ${end.counts.nmis} NMIs, ${swallowed} swallowed, each told while the guest ran\n`,
  );
  if (!summary.includes(`${swallowed} swallowed`)) throw new Error(summary);
}

const folder = await mkdtemp(join(tmpdir(), "nmicheck-follow-"));
try {
  const known = [
    ...(await traces(folder, "false-swallow")),
    ...(await traces(folder, "pair")),
    ...(await traces(folder, "masked")),
  ];
  for (const version of kernels) await followed(version, folder, known);
} finally {
  await rm(folder, { recursive: true, force: true });
}
