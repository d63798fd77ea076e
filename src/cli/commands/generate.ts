import { join, relative, resolve } from "node:path";
import { namedPolicy } from "../../analyses/learn/named-policy.js";
import { programName } from "../../base/package/program-name.js";
import { packageRoot } from "../../base/package/root.js";
import { policyInput } from "../../machine/configuration/axes.js";
import { readEach } from "../../machine/configuration/list.js";
import { optionAlone } from "../../machine/configuration/option-diagnostics.js";
import {
  DEFAULT_CHAIN,
  DEFAULT_RIPS,
  type NamedPlatform,
  namedPlatform,
  platformNames,
} from "../../machine/configuration/platform.js";
import { readChain, readPlatformName, readRips } from "../../machine/configuration/read.js";
import { toldFiles } from "../../machine/generate/axes-files.js";
import { generateNeedsFolder } from "../../machine/generate/diagnostics.js";
import { type GeneratedFiles, generatedFiles, policyFiles } from "../../machine/generate/files.js";
import { type Drift, findDrift, isClean, writeGenerated } from "../../machine/generate/folder.js";
import { machineFiles } from "../../machine/generate/machine-files.js";
import { shellWord } from "../../report/command-text.js";
import { EXIT, type ExitCode, reportDiagnostics } from "../exit-code.js";
import { learnedRemarks } from "../learned-remark.js";
import type { Output } from "../output.js";
import { readMachine } from "../question.js";

export interface GenerateOptions {
  readonly check?: boolean;
  readonly out?: string;
  readonly policy?: string;
  readonly axis?: readonly string[];
  readonly cpus?: string;
  readonly platform?: readonly string[];
  readonly chain?: string;
  readonly ips?: string;
}

function list(drift: Drift): string {
  const rows = [
    ...drift.stale.map((name) => `  stale    ${name}\n`),
    ...drift.missing.map((name) => `  missing  ${name}\n`),
    ...drift.stray.map((name) => `  stray    ${name}\n`),
  ];
  return rows.join("");
}

/** `nmicheck generate`: exit code 1 where `--check` finds a difference. */
export function generateCommand(output: Output): (options: GenerateOptions) => Promise<ExitCode> {
  return async (options) => {
    const files = await wantedFiles(options, output);
    if (typeof files === "number") return files;
    const folder =
      options.out === undefined ? join(packageRoot, "generated") : resolve(options.out);
    const shown = relative(process.cwd(), folder) || ".";
    const found = await findDrift(folder, files);
    // In a folder of the user's own other files are nobody's business.
    const drift = options.out === undefined ? found : { ...found, stray: [] };
    if (options.check === true) {
      if (isClean(drift)) {
        output.answer(`${shown} is up to date: ${files.size} files.\n`);
        return EXIT.expected;
      }
      output.answer(`${shown} is not what the typed model compiles to:\n${list(drift)}`);
      output.remark(
        `run \`${programName()} ${againWords(options)}\` to write it again; a stray file is yours to move.\n`,
      );
      return EXIT.unexpected;
    }
    await writeGenerated(folder, files, drift);
    const written = drift.stale.length + drift.missing.length;
    output.answer(
      `${shown}: ${written} of ${files.size} files written, the others were up to date.\n`,
    );
    if (drift.stray.length > 0)
      output.remark(
        `left alone, since nothing generates them:\n${list({ ...drift, stale: [], missing: [] })}`,
      );
    return EXIT.expected;
  };
}

/** The command that writes what `--check` looked at. */
function againWords(options: GenerateOptions): string {
  const { policy, axis = [], cpus, platform = [], chain, ips, out } = options;
  const words = [
    "generate",
    ...(policy === undefined ? [] : ["--policy", policy]),
    ...axis.flatMap((value) => ["--axis", value]),
    ...(cpus === undefined ? [] : ["--cpus", cpus]),
    ...platform.flatMap((name) => ["--platform", name]),
    ...(chain === undefined ? [] : ["--chain", chain]),
    ...(ips === undefined ? [] : ["--ips", ips]),
    ...(out === undefined ? [] : ["--out", out]),
  ];
  return words.map(shellWord).join(" ");
}

async function wantedFiles(
  options: GenerateOptions,
  output: Output,
): Promise<GeneratedFiles | ExitCode> {
  if (options.policy === undefined) {
    const alone = (["axis", "cpus", "platform", "chain", "ips"] as const).find(
      (name) => options[name] !== undefined,
    );
    if (alone !== undefined) throw optionAlone(`--${alone}`, "--policy");
    return generatedFiles();
  }
  if (options.out === undefined) throw generateNeedsFolder();
  const axes = readMachine(options) ?? null;
  const platforms = platformsOf(options);
  const [size] = platforms;
  const loaded = await namedPolicy(options.policy, "told", {
    ...learnedRemarks(output),
    ...(size !== undefined && { size }),
  });
  if (loaded.kind === "refused") return reportDiagnostics(loaded.diagnostics, output);
  const { policy } = loaded;
  if (axes !== null) {
    if (policy.isToldMore && axes.names[policyInput.name] === undefined) {
      const narrow = await namedPolicy(options.policy);
      if (narrow.kind === "refused") return reportDiagnostics(narrow.diagnostics, output);
    }
    return machineFiles(await policy.compile(axes), axes, platforms, "everything");
  }
  return policy.isToldMore
    ? toldFiles(await policy.compiled(), platforms)
    : policyFiles(await policy.compiled(), platforms);
}

function platformsOf({ platform, chain, ips }: GenerateOptions): readonly NamedPlatform[] {
  const slots = chain === undefined ? DEFAULT_CHAIN : readChain(chain);
  const places = ips === undefined ? DEFAULT_RIPS : readRips(ips);
  return readEach("--platform", platform ?? platformNames, readPlatformName).map((name) =>
    namedPlatform(name, slots, places),
  );
}
