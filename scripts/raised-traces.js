// What the scripts share that have a booted kernel raise known behaviours: which they are, what really
// happens in them, and how the guest's module plays them.

import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { policies } from "../dist/spec/policies/all.js";
import { answerTraces } from "../dist/src/engines/qemu/answer-traces.js";
import { outcomeOfTrace } from "../dist/src/engines/qemu/seen.js";
import { TraceCutter } from "../dist/src/engines/qemu/trace-cutter.js";
import { replayTrace } from "../dist/src/engines/replay/replay-trace.js";
import { readAxes } from "../dist/src/machine/configuration/named-axes.js";
import { nmiModel } from "../dist/src/machine/model/nmi-model.js";
import { buildTrace } from "../dist/src/machine/trace/build.js";
import { modelEvent } from "../dist/src/machine/trace/event.js";
import { parseTrace } from "../dist/src/machine/trace/parse.js";

const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), "dist", "cli.js");

/** The traces that are replayed: `nmicheck` arguments that write them, and which files are taken. */
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

/** All of them whose names begin with `start`, each with its name. */
export async function traces(folder, start = "") {
  const found = [];
  for (const [args, pattern, name] of sources) {
    if (!name.startsWith(start.slice(0, name.length))) continue;
    const out = join(folder, name);
    await execa(process.execPath, [cli, ...args, "--out", out], { reject: false });
    const files = (await readdir(out)).filter((file) => pattern.test(file)).sort();
    for (const [index, file] of files.entries()) {
      const text = await readFile(join(out, file), "utf8");
      found.push({
        name: `${name}-${index + 1}`,
        trace: completed(parseTrace(text, basename(file)).trace),
      });
    }
  }
  return found.filter(({ name }) => name.startsWith(start));
}

/**
 * A trace with its last NMI carried to its end, where one is open: an NMI is raised as a whole, with
 * all that nests in it.
 */
function completed(trace) {
  const policy = policies[trace.policy.name];
  const axes = readAxes(
    Object.entries(trace.axes ?? {}).map(([name, value]) => `${name}=${value}`),
  );
  const model = nmiModel({ policy, platform: trace.platform, axes: axes.machine });
  const steps = [];
  let state = model.initial();
  const step = (event) => {
    state = model.apply(event, state);
    if (state === null) throw new Error(`the model cannot take ${event.name}`);
    steps.push({ event, state });
  };
  for (const event of trace.events) step(modelEvent(event));
  while (state.position.at !== "run") {
    step({ name: state.position.at === "decide" ? "decide" : "poll", parameters: {} });
  }
  const wider = trace.axes === undefined ? undefined : { axes, policy };
  return buildTrace({ ...trace, wider }, { initial: model.initial(), steps });
}

/** What happened in each NMI, as the trace has it. */
export function truthOf({ events, initial }) {
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

/**
 * Plays a trace in a guest.
 *
 * @param others how many reports of other NMIs the kernel has printed since the trace before
 * @throws Error where the guest does something else, or cannot do it
 */
export async function playIn(guest, kernel, trace, others = 0) {
  const cutter = new TraceCutter(kernel.policies);
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
      const { answers } = await answerTraces(cutter, calls, "in the guest", async (plan) => {
        const report = await guest.replay(plan);
        const own = { ...report, uhhuh: report.uhhuh - others };
        return outcomeOfTrace(plan, own, guest.about.folds);
      });
      return answers;
    },
    close: async () => {},
  };
  const result = await replayTrace(trace, engine);
  if (result.verdict !== "agrees") throw new Error(result.reason ?? JSON.stringify(result));
}

/**
 * Packs a guest's file system: busybox, the module, and programs of the caller's.
 *
 * @param programs the texts of files, by their names; `init` is the first one that runs
 * @returns the archive's file
 */
export async function packGuest(folder, module, programs) {
  const root = join(folder, "root");
  await rm(root, { recursive: true, force: true });
  await mkdir(join(root, "bin"), { recursive: true });
  await copyFile("/usr/bin/busybox", join(root, "bin", "busybox"));
  if (module !== null) await copyFile(module, join(root, "nmicheck.ko"));
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(root, name), text);
    await chmod(join(root, name), 0o755);
  }
  const names = [
    ...["bin", "bin/busybox", ...Object.keys(programs)],
    ...(module === null ? [] : ["nmicheck.ko"]),
  ];
  const archive = join(folder, "initramfs");
  await rm(archive, { force: true });
  await execa(
    "cpio",
    ["--create", "--quiet", "--format=newc", "--owner=0:0", `--file=${archive}`],
    {
      cwd: root,
      input: `${names.join("\n")}\n`,
    },
  );
  return archive;
}
