import { resolve } from "node:path";
import { z } from "zod";
import type { Chain } from "../../../spec/platforms.js";
import { policyNames } from "../../../spec/policies/all.js";
import { boardSurvey } from "../../analyses/atlas/boards.js";
import { togetherSurvey } from "../../analyses/atlas/boards-with-axes.js";
import { atlasDocument, atlasText } from "../../analyses/atlas/document.js";
import { exploreAll } from "../../analyses/atlas/explored.js";
import { atlasPage } from "../../analyses/atlas/page.js";
import { machineSurvey } from "../../analyses/atlas/survey.js";
import { type KeptKind, keepAnswer, keptAnswer } from "../../base/kept/kept-answer.js";
import { makeOutFolder, pathIn } from "../../base/out/folder.js";
import { DEFAULT_CHAIN, DEFAULT_RIPS } from "../../machine/configuration/platform.js";
import { readChain, readRips } from "../../machine/configuration/read.js";
import { builtInDigests } from "../../machine/policy/built-in-digests.js";
import { writeWhole } from "../../machine/trace/file.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { keptRemark } from "../kept-remark.js";
import type { Output } from "../output.js";
import { workProgressLine } from "../progress.js";

/** The options of `nmicheck atlas` as the command line gives them. */
export interface AtlasOptions {
  readonly chain?: string;
  readonly ips?: string;
  readonly out?: string;
  readonly json?: boolean;
  /** False with `--no-cache`. */
  readonly cache?: boolean;
}

/** `nmicheck atlas`: every policy and property over the axes, one at a time and in pairs. */
export function atlasCommand(output: Output): (options: AtlasOptions) => Promise<ExitCode> {
  return async (options) => {
    const chain = options.chain === undefined ? DEFAULT_CHAIN : readChain(options.chain);
    const rips = options.ips === undefined ? DEFAULT_RIPS : readRips(options.ips);
    const about = { command: "atlas", unit: "machines" } as const;
    const progress = workProgressLine(output, options.json === true, about);
    return interruptible(output, async (signal) => {
      const question = {
        chain,
        rips,
        command: commandText(options),
        models: await builtInDigests(),
      };
      const known = options.cache === false ? null : await keptAnswer(keptAtlas, question);
      if (known !== null) output.remark(keptRemark());
      const { page, json } = known ?? (await surveyed(question, progress.update, signal));
      progress.clear();
      if (known === null) await keepAnswer(keptAtlas, question, { page, json });
      if (options.out === undefined) {
        output.answer(options.json === true ? json : page);
      } else {
        await write(resolve(options.out), { "atlas.md": page, "atlas.json": json });
        output.remark(`written: atlas.md and atlas.json in ${options.out}\n`);
      }
      return EXIT.expected;
    }).finally(progress.clear);
  };
}

/** An atlas as its page and as its document. */
const atlasTexts = z.strictObject({ page: z.string(), json: z.string() });
type AtlasTexts = z.infer<typeof atlasTexts>;
const keptAtlas: KeptKind<AtlasTexts> = { name: "atlas", schema: atlasTexts };

async function surveyed(
  {
    chain,
    rips,
    command,
  }: { readonly chain: Chain; readonly rips: number; readonly command: string },
  onProgress: (done: number, all: number) => void,
  signal: AbortSignal,
): Promise<AtlasTexts> {
  const machines = machineSurvey(policyNames, { chain, rips });
  const [boards, together] = [boardSurvey(policyNames), togetherSurvey()];
  const questions = [machines, boards, together].flatMap((survey) => survey.questions);
  const foundOf = await exploreAll(questions, { signal, onProgress });
  const rows = machines.rowsOf(foundOf);
  const [ofBoards, ofBoth] = [boards.rowsOf(foundOf), together.rowsOf(foundOf)];
  return {
    page: atlasPage(rows, ofBoards, ofBoth, command),
    json: atlasText(atlasDocument(rows, ofBoards, ofBoth)),
  };
}

/** Whether a file that begins so is an atlas that was written before. */
function isAtlas(head: string): boolean {
  return /"schema": "nmicheck\.atlas\/|Written by `nmicheck atlas/.test(head);
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await makeOutFolder(folder);
  for (const [name, text] of Object.entries(files)) {
    await writeWhole(pathIn(folder, name), text, isAtlas);
  }
}

/** The command that writes the page again, as a user of the package types it. */
function commandText({ chain, ips }: AtlasOptions): string {
  return [
    "nmicheck atlas",
    ...(chain === undefined ? [] : [`--chain ${chain}`]),
    ...(ips === undefined ? [] : [`--ips ${ips}`]),
  ].join(" ");
}
