import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Policy } from "../../../spec/policy.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { withTemporaryFolder } from "../../base/process/temporary-folder.js";
import { openEngine, requireEngineName } from "../../engines/open.js";
import { divergedText } from "../../engines/replay/divergence.js";
import { replayAll } from "../../engines/replay/replay-all.js";
import type { ReplayResult } from "../../engines/replay/replay-trace.js";
import { loadPolicy } from "../../machine/policy/load.js";
import { chooseTools } from "../check/check.js";
import { tryAmendedKernel } from "../limits/amended-kernel.js";
import { certify } from "../limits/certify.js";
import { certifyTable } from "../limits/certify-table.js";
import type { LimitsDiagnosticCode } from "../limits/diagnostics.js";
import { noWitness } from "./diagnostics.js";
import type { EvidenceAnswer, EvidenceRecord } from "./evidence.js";
import { identityOf } from "./identity.js";
import type { ChangesTopic, CompositionTopic, PlayedTopic, Topic } from "./topics.js";

/** How engines are asked. */
export interface AskOptions {
  /** The version of nmicheck. */
  readonly version: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/**
 * Refuses a name that is none of those who can be asked.
 *
 * @throws Diagnostic `findings/no-witness`, `engine/unknown`
 */
export function requireWitness(name: string): void {
  if (name === "tlc") return;
  if (!/^(linux|qemu):/.test(name)) throw noWitness(name);
  requireEngineName(name);
}

/**
 * Asks one engine, or TLC, everything in `topics` that it can be asked; each record comes as soon as
 * it is whole.
 *
 * @param name `linux:6.12`, `qemu:6.12`, `tlc`
 * @throws Diagnostic where it cannot answer: nothing is recorded of that
 */
export async function* ask(
  name: string,
  topics: readonly Topic[],
  options: AskOptions,
): AsyncGenerator<EvidenceRecord> {
  requireWitness(name);
  for (const topic of topics) {
    switch (topic.question) {
      case "falseSwallows":
      case "pair":
      case "kvmHost":
      case "delivery":
      case "pmuVanishing":
      case "pmuStopped":
        if (name !== "tlc") yield await played(name, topic, options);
        break;
      case "rendezvous":
        // No other nmi.c that can be driven asks microcode_nmi_handler.
        if (name === "linux:6.12") yield await played(name, topic, options);
        break;
      case "changes":
        if (name.startsWith("linux:")) yield await changed(name, topic, options);
        break;
      case "composition":
        if (name === "tlc") yield await composed(topic, options);
        break;
    }
  }
}

/** Plays runs on a kernel. */
async function played(
  engine: string,
  { question, command, items }: PlayedTopic,
  { signal, onProgress }: AskOptions,
): Promise<EvidenceRecord> {
  const stoppable = signal === undefined ? {} : { signal };
  const told = onProgress === undefined ? {} : { onProgress };
  const identity = await identityOf(engine, signal);
  const answers: EvidenceAnswer[] = [];
  const plays = replayAll(items, {
    start: () => openEngine({ kind: "name", name: engine }, { ...stoppable, ...told }),
  });
  for await (const { source, result } of plays) {
    answers.push({ what: source.what, asked: source.asked, ...said(result) });
  }
  return { question, engine, ...identity, command: `${command} --engine ${engine}`, answers };
}

function said(result: ReplayResult): Pick<EvidenceAnswer, "verdict" | "nmis" | "detail"> {
  switch (result.verdict) {
    case "agrees":
      return { verdict: "agrees", nmis: result.nmis };
    case "diverges":
      return {
        verdict: "diverges",
        nmis: result.nmis,
        detail: lineOf(divergedText(result)),
      };
    case "unsupported":
      return { verdict: "unsupported", detail: lineOf(result.reason) };
    case "failed":
      throw result.diagnostic;
  }
}

/** In one line, as the evidence wants it. */
function lineOf(text: string): string {
  return text.replace(/\p{C}+/gu, " ").trim();
}

/** Compiles `nmi.c` with each change, and checks its conformance to its policy on every edge. */
async function changed(
  engine: string,
  { question, command, items }: ChangesTopic,
  { version, signal, onProgress }: AskOptions,
): Promise<EvidenceRecord> {
  const identity = await identityOf(engine, signal);
  const tree = engine.slice("linux:".length);
  const answers: EvidenceAnswer[] = [];
  for (const { what, asked, amendment, policyText } of items) {
    const policy = await policyIn(policyText);
    onProgress?.(`holding ${engine} with ${what} against its policy`);
    const { conforms, edges, detail } = await tryAmendedKernel({
      tree,
      walk: "chain",
      amendment,
      policy,
      version,
      ...(signal === undefined ? {} : { signal }),
    });
    answers.push({
      what,
      asked,
      verdict: conforms ? "agrees" : "diverges",
      edges: edges.covered,
      ...(detail === undefined ? {} : { detail: lineOf(detail) }),
    });
  }
  return { question, engine, ...identity, command: `${command} --engine ${engine}`, answers };
}

/** The policy in the text of a file: its memory is called as the kernel calls it. */
function policyIn(text: string): Promise<Policy<unknown>> {
  return withTemporaryFolder("findings", async (folder) => {
    const file = join(folder, "best.ts");
    await writeFile(file, text);
    const loaded = await loadPolicy(file);
    if (loaded.kind === "refused")
      throw loaded.diagnostics[0] ?? new Error("the policy is refused");
    return loaded.policy.policy;
  });
}

/** The code of the diagnostic by which TLC says that it finds something else. */
const OTHERWISE: LimitsDiagnosticCode = "limits/not-certified";

/** Has TLC check pairs on the model composed with itself, and perfect policies on the model. */
async function composed(
  { question, command, items }: CompositionTopic,
  { signal, onProgress }: AskOptions,
): Promise<EvidenceRecord> {
  const tools = await chooseTools({ checker: "tlc" }, {});
  if (tools === null) throw new Error("TLC was asked for by name, and is neither there nor missed");
  const answers: EvidenceAnswer[] = [];
  let version = "unknown";
  const how = { tools, ...(signal === undefined ? {} : { signal }) };
  for (const item of items) {
    const { what, asked } = item;
    onProgress?.(`TLC checks what is found of who sees ${what}`);
    try {
      const certificate =
        item.shows === "pair"
          ? await certify(item.claim, how)
          : await certifyTable(item.claim, how);
      if (certificate === null) throw new Error("TLC gave up, without a bound to its time");
      version = certificate.version;
      answers.push({ what, asked, verdict: "agrees", states: certificate.distinct });
    } catch (error) {
      if (!(error instanceof Diagnostic) || error.code !== OTHERWISE) throw error;
      answers.push({ what, asked, verdict: "diverges", detail: lineOf(error.message) });
    }
  }
  const source = { file: basename(tools.jar.path), sha256: tools.jar.sha256 };
  return { question, engine: "tlc", version, source, command, answers };
}
