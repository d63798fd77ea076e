import { relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Policy } from "../../../spec/policy.js";
import { namedPolicy } from "../../analyses/learn/named-policy.js";
import { notInPage, otherPolicy } from "../../analyses/play/diagnostics.js";
import { linkOf } from "../../analyses/play/link.js";
import type { PlayedMachine } from "../../analyses/play/machine.js";
import { Session } from "../../analyses/play/session.js";
import { Terminal } from "../../analyses/play/terminal.js";
import { type IdentityOf, sessionOfTrace, traceOfSession } from "../../analyses/play/trace.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { policyInput } from "../../machine/configuration/axes.js";
import {
  DEFAULT_CHAIN,
  DEFAULT_RIPS,
  namedPlatform,
} from "../../machine/configuration/platform.js";
import { readProperty } from "../../machine/configuration/property.js";
import { readChain, readPlatformName, readRips } from "../../machine/configuration/read.js";
import { machineProperties } from "../../machine/model/property-names.js";
import { type LoadedPolicy, loadPolicy } from "../../machine/policy/load.js";
import { readTraceText } from "../../machine/trace/file.js";
import { builtInPolicy } from "../../machine/trace/known.js";
import type { ParsedTrace } from "../../machine/trace/parse.js";
import { writeTrace } from "../../machine/trace/write.js";
import { requirePlace, writeReport } from "../../report/file.js";
import { openInBrowser } from "../../report/open.js";
import { readPage } from "../../report/page.js";
import { carriedModels, playHtml } from "../../report/play-page.js";
import { EXIT, type ExitCode, reportDiagnostics } from "../exit-code.js";
import { learnedRemarks } from "../learned-remark.js";
import type { Output } from "../output.js";
import { type MachineOptions, readMachine } from "../question.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck play`. */
export interface PlayOptions extends MachineOptions {
  readonly policy?: string;
  readonly platform?: string;
  readonly chain?: string;
  readonly ips?: string;
  readonly property?: string;
  /** A trace to begin with. */
  readonly trace?: string;
  readonly terminal?: boolean;
  readonly out?: string;
  readonly force?: boolean;
  readonly open?: boolean;
}

/** `nmicheck play`: the model, stepped through by the user, in the browser or in the terminal. */
export function playCommand(output: Output): (options: PlayOptions) => Promise<ExitCode> {
  return async (options) => {
    const axes = readMachine(options);
    const chain = options.chain === undefined ? DEFAULT_CHAIN : readChain(options.chain);
    const rips = options.ips === undefined ? DEFAULT_RIPS : readRips(options.ips);
    const platform = namedPlatform(readPlatformName(options.platform ?? "ideal"), chain, rips);
    const goal = readProperty(
      "`play`",
      options.property ?? "NoFalseSwallow",
      machineProperties(axes !== undefined),
    );
    const kind = axes?.names[policyInput.name] === undefined ? "any" : "told";
    const named = await namedPolicy(options.policy ?? "mainline", kind, {
      ...learnedRemarks(output),
      size: { chain, rips },
    });
    if (named.kind === "refused") return reportDiagnostics(named.diagnostics, output);
    const world = new PlayedTraces(named.policy);
    const { name, origin, policy } = named.policy;
    const machine: PlayedMachine = {
      policy: { name, builtIn: origin.kind === "builtIn", policy },
      platform,
      axes,
    };
    const session =
      options.trace === undefined ? new Session(machine) : await world.load(options.trace);
    const traced = session.machine.policy.name;
    if (options.policy !== undefined && traced !== name) throw otherPolicy(traced, name);
    if (options.terminal === true) {
      return playInTerminal(new Terminal(session, goal, world), output);
    }
    if (!session.machine.policy.builtIn) throw notInPage(session.machine.policy.name);
    const file = resolve(options.out ?? DEFAULT_FILE);
    if (options.force !== true) await requirePlace(file);
    // The whole line of a trace, which is stepped through from its start.
    session.back(-session.line.length);
    const start = {
      nmicheck: nmicheckVersion(),
      link: linkOf(session),
      rewinds: options.trace !== undefined,
      goal,
    };
    await writeReport(file, playHtml(start, await carriedModels(), await readPage("play")));
    output.answer(`${relative(process.cwd(), file) || file}: open it in a browser, and play.\n`);
    if (options.open === true) await openInBrowser(file);
    return EXIT.expected;
  };
}

/** Where the page goes when nobody says: the folder that the user is in. */
const DEFAULT_FILE = "nmicheck-play.html";

/** Reads and writes the traces of sessions. */
class PlayedTraces {
  readonly #policy: LoadedPolicy;

  /** @param policy the policy that was named, which may be the user's own */
  constructor(policy: LoadedPolicy) {
    this.#policy = policy;
  }

  async load(file: string): Promise<Session> {
    const text = await readTraceText(file);
    const name = relative(process.cwd(), file) || file;
    return sessionOfTrace(text, name, this.#identityOf, this.#policyOf);
  }

  async save(session: Session, file: string) {
    const trace = await traceOfSession(session, nmicheckVersion(), this.#identityOf);
    await writeTrace(resolve(file), trace);
    return trace;
  }

  readonly #identityOf: IdentityOf = async ({ policy, axes }) => {
    const loaded = policy.builtIn ? await builtInOf(policy.name) : this.#policy;
    return axes === undefined ? loaded.model : await loaded.modelFor(axes);
  };

  readonly #policyOf = (parsed: ParsedTrace): Policy<unknown> => {
    const isOwn = !parsed.trace.policy.builtIn && this.#policy.origin.kind === "file";
    return isOwn ? this.#policy.policy : builtInPolicy(parsed);
  };
}

async function builtInOf(name: string): Promise<LoadedPolicy> {
  const loaded = await loadPolicy(name);
  if (loaded.kind === "loaded") return loaded.policy;
  throw loaded.diagnostics[0] ?? new Error(`${name} is no policy`);
}

/**
 * Plays line by line until `quit` or the end of the input. The user is told of a mistake and goes on; what
 * is read from a pipe ends with it, since every line after it would be about another state.
 */
async function playInTerminal(terminal: Terminal, output: Output): Promise<ExitCode> {
  const isPerson = process.stdin.isTTY === true;
  const lines = createInterface({
    input: process.stdin,
    ...(isPerson ? { output: process.stderr, prompt: "> " } : {}),
    terminal: isPerson,
  });
  output.unread.addEventListener("abort", () => lines.close());
  lines.on("SIGINT", () => lines.close());
  try {
    output.answer(`${terminal.greeting}\n`);
    if (isPerson) lines.prompt();
    for await (const line of lines) {
      try {
        const { text, ends } = await terminal.answer(line);
        if (text !== "") output.answer(`${text}\n`);
        if (ends) break;
      } catch (error) {
        if (!(error instanceof Diagnostic) || !isPerson) throw error;
        reportDiagnostics([error], output);
      }
      if (isPerson) lines.prompt();
    }
    return EXIT.expected;
  } finally {
    lines.close();
  }
}
