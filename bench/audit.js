// How many events of a log `nmicheck audit` takes a second, by the clock and by the processor time that
// it used, and in how much memory: a synthetic log of ftrace lines is piped into it.
//
//   node scripts/build.js --if-stale && node bench/audit.js [EVENTS]
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), "dist", "cli.js");
const events = Number(process.argv[2] ?? 10_000_000);
const CPUS = 4;

/** NMIs of two handlers on four CPUs: mostly one event, some two and then none. */
function* chunks() {
  yield "# tracer: nop\n";
  let text = "";
  let time = 1_000_000;
  const line = (cpu, name, handled) => {
    const stamp = `${Math.floor(time / 1e6)}.${String(time % 1e6).padStart(6, "0")}`;
    text += `          <idle>-0       [00${cpu}] d.Z1. ${stamp}: nmi_handler: ${name}() delta_ns: 812 handled: ${handled}\n`;
    time++;
  };
  for (let nmi = 0; nmi < events / 2; nmi++) {
    const cpu = nmi % CPUS;
    const turn = Math.floor(nmi / CPUS) % 100;
    line(cpu, "perf_event_nmi_handler", turn === 98 ? 2 : turn === 99 ? 0 : 1);
    line(cpu, "nmi_cpu_backtrace_handler", 0);
    time += 50;
    if (text.length > 1 << 18) {
      yield text;
      text = "";
    }
  }
  yield text;
}

const started = performance.now();
const child = spawn(process.execPath, [cli, "audit", "-", "--json"], {
  stdio: ["pipe", "pipe", "inherit"],
});
let most = 0;
/** Processor time in seconds; the kernel counts it in hundredths (proc(5)). */
let used = 0;
const timer = setInterval(() => {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    used = (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {}
}, 200);
let answer = "";
child.stdout.on("data", (data) => {
  answer += data;
});
for (const chunk of chunks()) {
  if (!child.stdin.write(chunk)) await new Promise((resolve) => child.stdin.once("drain", resolve));
}
child.stdin.end();
await new Promise((resolve) => child.once("close", resolve));
clearInterval(timer);
const seconds = (performance.now() - started) / 1000;
const { counts } = JSON.parse(answer);
process.stdout.write(
  `${events} events, ${counts.nmis} NMIs: ${seconds.toFixed(1)} s, ${Math.round(events / seconds)} events/s; ${used.toFixed(1)} s of processor time, ${Math.round(events / used)} events/s; at most ${Math.round(most / 1024)} MB resident\n`,
);
