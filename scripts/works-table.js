// Which command works on which machine, found by running each on each.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** The kinds of machines, with the options that name one of each. */
const machines = [
  { name: "the core", options: [] },
  { name: "nesting", options: ["--axis", "nesting=yes"] },
  { name: "reason port", options: ["--axis", "reason-port=yes"] },
  { name: "LVTPC and nesting", options: ["--axis", "lvtpc=late", "--axis", "nesting=yes"] },
  { name: "racing PMU", options: ["--axis", "pmu=window"] },
  { name: "two CPUs", options: ["--cpus", "2"] },
  { name: "two CPUs, nesting", options: ["--cpus", "2", "--axis", "nesting=yes"] },
];

const small = ["--policy", "mainline", "--platform", "ideal", "--chain", "1", "--ips", "1"];
const unasked = ["--platform", "ideal", "--chain", "1", "--ips", "1"];
const sized = ["--chain", "1", "--ips", "1"];
const explored = ["--checker", "explorer"];

/** Each command on a small machine; `{out}` is a folder, and `{trace}` a trace of the machine. */
const commands = [
  { name: "check", args: ["check", ...explored, ...small] },
  {
    name: "check, by TLC",
    args: ["check", "--checker", "tlc", "--property", "NoMasked", ...small],
  },
  {
    name: "check, what must happen eventually",
    args: ["check", ...explored, "--property", "EveryEventHandled", ...small],
  },
  { name: "find", args: ["find", "NoMasked", ...small] },
  { name: "limits", args: ["limits", ...explored, "--out", "{out}", ...unasked] },
  { name: "gate", args: ["gate", ...explored, "--no-cache", "--config", "{config}"], isGate: true },
  {
    name: "mutate",
    args: [
      "mutate",
      "--by",
      "verdict",
      "--file",
      "policies/mainline",
      "--property",
      "NoMasked",
      ...small,
    ],
  },
  { name: "explain", args: ["explain", ...small] },
  {
    name: "generate",
    args: [
      "generate",
      "--policy",
      "mainline",
      "--platform",
      "ideal",
      "--chain",
      "1",
      "--ips",
      "1",
      "--out",
      "{out}",
    ],
  },
  {
    name: "report",
    args: ["report", "--json", "--no-find", "--no-limits", "--no-atlas", ...explored, ...small],
  },
  { name: "trace", args: ["trace", "{trace}"], hasTrace: true },
  {
    name: "replay, on the model",
    args: ["replay", "{trace}", "--engine", "model"],
    hasTrace: true,
  },
  {
    name: "replay, on the reference engine",
    args: ["replay", "{trace}", "--engine", "reference"],
    hasTrace: true,
  },
  {
    name: "replay, on Linux 6.12's nmi.c",
    args: ["replay", "{trace}", "--engine", "linux:6.12"],
    hasTrace: true,
  },
  { name: "conform, the reference engine", args: ["conform", "--engine", "reference", ...small] },
  {
    name: "conform, Linux 6.12's nmi.c",
    args: ["conform", "--engine", "linux:6.12", ...small],
  },
  {
    name: "prove",
    args: ["prove", "--policy", "none", "--platform", "ideal", "--property", "NoStranded"],
  },
  {
    name: "review",
    args: ["review", "--before", "v5@reference", "--after", "none@reference", ...sized],
  },
  { name: "play", args: ["play", "--out", "{out}.html", "--policy", "mainline", ...unasked] },
];

/** The machine as a gate's config names it. */
function configOf(options) {
  const axes = options.flatMap((option, index) => {
    if (option === "--cpus") return [["cpus", options[index + 1]]];
    return option === "--axis" ? [options[index + 1].split("=")] : [];
  });
  const record = axes.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const machine = axes.length === 0 ? "" : `axes: { ${record.join(", ")} }, `;
  return `import { defineConfig } from "nmicheck";
export default defineConfig({ gates: [{ name: "small", policy: "mainline", chain: [1], rips: 1, ${machine}
  expect: { ideal: { NoFalseSwallow: "holds" } } }] });
`;
}

/** What one command says on one machine: that it works, or why not. */
async function cell(run, command, machine, folder) {
  const options = command.hasTrace === true || command.isGate === true ? [] : machine.options;
  if (command.isGate === true)
    await writeFile(join(folder, "nmicheck.config.ts"), configOf(machine.options));
  let trace = "";
  if (command.hasTrace === true) {
    const checked = await run([
      "check",
      ...explored,
      ...small,
      "--property",
      "NoMasked",
      "--json",
      "--out",
      join(folder, "traces"),
      ...machine.options,
    ]);
    trace = JSON.parse(checked.stdout).results[0].trace.file;
  }
  const args = command.args.map((arg) =>
    arg
      .replace("{out}", join(folder, "out"))
      .replace("{trace}", trace)
      .replace("{config}", join(folder, "nmicheck.config.ts")),
  );
  const { exitCode, stdout, stderr } = await run([...args, ...options]);
  const fault = /^error(?:\[[^\]]+\])?: (.*)$/m.exec(stderr)?.[1];
  if (fault !== undefined) return { works: false, because: fault };
  const unsupported = /^(?:unsupported +\S+ on .*?|not asked: .*?): (.*)$/m.exec(stdout)?.[1];
  if (unsupported !== undefined)
    return { works: false, because: `${unsupported.replace(/\.$/, "")}.` };
  if (exitCode > 1) throw new Error(`${args.join(" ")}: exit code ${exitCode}, and no message`);
  return { works: true };
}

/**
 * The page of which command works on which machine, as Markdown.
 *
 * @param {string} cli the program, `dist/cli.js`
 * @param {(text: string) => void} onProgress
 */
export async function worksPage(cli, onProgress = () => {}) {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-works-"));
  const run = (args) => execa(process.execPath, [cli, ...args], { cwd: folder, reject: false });
  try {
    const reasons = [];
    const rows = [];
    for (const command of commands) {
      onProgress(command.name);
      const cells = [];
      for (const machine of machines) {
        const found = await cell(run, command, machine, folder);
        await rm(join(folder, "out"), { recursive: true, force: true });
        if (found.works) cells.push("works");
        else {
          const known = reasons.indexOf(found.because);
          const number = known === -1 ? reasons.push(found.because) : known + 1;
          cells.push(`refused [${number}]`);
        }
      }
      rows.push(`| ${command.name} | ${cells.join(" | ")} |`);
    }
    return [
      "# Which command works on which machine",
      "",
      "Each command was run on one small machine of each kind (`npm run works` writes this page, and the full run compares it). A policy file of your own works where a built-in policy does.",
      "",
      `| command | ${machines.map(({ name }) => name).join(" | ")} |`,
      `|---|${machines.map(() => "---").join("|")}|`,
      ...rows,
      "",
      ...reasons.map((reason, index) => `${index + 1}. ${reason.replaceAll(folder, "FOLDER")}`),
      "",
    ].join("\n");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
