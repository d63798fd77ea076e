import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { grouped } from "../../machine/trace/words.js";

/** Everything that keeps a policy from being learned. */
export type LearnDiagnosticCode =
  | "learn/no-engine"
  | "learn/no-engine-given"
  | "learn/out"
  | "learn/shim"
  | "learn/which-policy"
  | "learn/no-policy"
  | "learn/booted-kernel"
  | "learn/no-setup"
  | "learn/no-state"
  | "learn/refused"
  | "learn/answered-twice"
  | "learn/reset"
  | "learn/too-many-states"
  | "learn/no-outcome"
  | "learn/looks-the-same"
  | "learn/looks-at-ip"
  | "learn/too-many-places"
  | "learn/sees-more"
  | "learn/not-covered"
  | "learn/cache";

/** What a policy sees of an NMI, to stand in a sentence. */
const SEEN =
  "whether ip is that of the NMI before or one that it remembers, and how many events each handler claimed";

const WRITE_TWIN =
  "`nmicheck conform --policy FILE --engine ENGINE` compares a policy that you write with it, edge by edge.";

/** A text that should name an engine, with a policy before it perhaps, names none. */
export function noEngine(text: string): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/no-engine",
    blame: "user",
    message: `\`${text}\` names no engine that a policy could be learned from.`,
    remedy:
      "known: linux:6.1, linux:6.12, linux:FOLDER, reference, model and engine:CMD ARGS; `v5@reference` is its policy v5.",
  });
}

/** `learn` was given no engine. */
export function noEngineGiven(): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/no-engine-given",
    blame: "user",
    message: "no engine was named to learn a policy from.",
    remedy:
      "`learn --engine linux:6.12`, `learn --engine linux:FOLDER`, or `learn --engine-command CMD`.",
  });
}

/** A header of stubs for what is no kernel's tree, or has one already. */
export function noShim(engine: string, shim: string): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/shim",
    blame: "user",
    message: `\`--shim ${shim}\` is a header for a kernel's tree: \`${engine}\` is none, or names one itself.`,
    remedy: "`--shim stubs.h` stands beside linux:6.12 or linux:FOLDER.",
  });
}

/** A file that is neither a policy nor a diagram by its name. */
export function badOut(file: string): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/out",
    blame: "user",
    message: `\`--out ${file}\` is neither a policy file nor a diagram.`,
    remedy:
      "name a file `.ts` for the policy, or `.svg` or `.mmd` (Mermaid) for its state diagram.",
  });
}

/** The engine plays several policies, and none was named. */
export function whichPolicy(
  engine: string,
  policies: readonly string[],
): Diagnostic<LearnDiagnosticCode> {
  const [first = "NAME"] = policies;
  return new Diagnostic({
    code: "learn/which-policy",
    blame: "user",
    message: `the engine \`${engine}\` announces ${policies.length === 0 ? "no policy" : `several policies: ${policies.join(", ")}`}.`,
    remedy: `name the one that is to be learned: \`--policy ${first}@${engine}\`, or \`learn --engine … --policy ${first}\`.`,
  });
}

/** The engine does not play the policy that was named. */
export function noPolicy(
  engine: string,
  policy: string,
  policies: readonly string[],
): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/no-policy",
    blame: "user",
    message: `the engine \`${engine}\` does not announce the policy ${policy}: it announces ${policies.join(", ")}.`,
  });
}

/** A booted kernel cannot be brought back to its start thousands of times. */
export function bootedKernel(name: string): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/booted-kernel",
    blame: "user",
    message: `no policy is learned from \`${name}\`: a booted kernel has no \`reset\`.`,
    remedy: "`linux:6.12` and `linux:FOLDER` are the kernel's own code, compiled to be asked so.",
  });
}

/** The engine has no machine to learn on. */
export function noSetup(
  engine: string,
  policy: string,
  reason: string,
): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/no-setup",
    blame: "user",
    message: `the engine \`${engine}\` has no machine to learn its policy ${policy} on: ${reason}.`,
  });
}

/** The engine's state cannot be set: events that a walk leaves over cannot be cleared. */
export function noState(engine: string, reason: string): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/no-state",
    blame: "user",
    message: `no policy is learned from the engine \`${engine}\`: it refused \`state\` (${reason}), by which events are cleared that a walk left over.`,
    remedy: "docs/engine-protocol.md describes `state` with `set`.",
  });
}

/** The engine refused what every engine must do. */
export function engineRefused(
  engine: string,
  op: string,
  code: string,
  reason: string,
): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/refused",
    blame: "tool",
    message: `the engine \`${engine}\` refused \`${op}\` while its policy was learned (${code}): ${reason}.`,
    remedy: `\`nmicheck engine-test --engine-command CMD\` checks an engine against every rule of the protocol.`,
  });
}

/** Two runs of the same NMIs that ended otherwise. */
export interface TwoRuns {
  /** Each a line for each NMI, indented. */
  readonly first: string;
  readonly second: string;
}

function twoRuns({ first, second }: TwoRuns): string {
  return `one run:\n${first}\nanother run:\n${second}`;
}

/** The same NMIs from the start were answered in two ways: it is no machine. */
export function answeredTwice(engine: string, runs: TwoRuns): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/answered-twice",
    blame: "tool",
    message: `the engine \`${engine}\` answered the same NMIs in two ways, so that no policy describes it; ${twoRuns(runs)}`,
    remedy:
      "look for what it depends on beside its NMIs: time, chance, or what was before `setup`.",
  });
}

/** After `reset` it answers otherwise than after `setup`. */
export function resetLies(
  engine: string,
  runs: TwoRuns,
  times: number,
): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/reset",
    blame: "tool",
    message: `\`reset\` does not take the engine \`${engine}\` back to its start: after \`setup\` it answered the same NMIs alike ${times} times, after \`reset\` it does not; ${twoRuns(runs)}`,
    remedy: "`reset` goes back to the start of `setup`, memory of the policy included.",
  });
}

/** The policy keeps so much that it is not learned to the end. */
export function tooManyStates(engine: string, most: number): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/too-many-states",
    blame: "user",
    message: `the policy of the engine \`${engine}\` has more than ${grouped(most)} states: it may count without bound.`,
    remedy: "`learn --most-states NUMBER` goes further.",
  });
}

/** A run ends as no policy can end it. */
export function noOutcome(engine: string, run: string): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/no-outcome",
    blame: "user",
    message: `the code in the engine \`${engine}\` is no policy: it ends an NMI as no policy can, which calls handlers in the order of the chain, and reports or swallows what nobody claims:\n${run}`,
    remedy: WRITE_TWIN,
  });
}

/**
 * Two runs look the same to every policy, and are answered otherwise.
 *
 * @param areShortest whether it is known that no shorter two do
 */
export function looksTheSame(
  engine: string,
  runs: TwoRuns,
  areShortest: boolean,
): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/looks-the-same",
    blame: "user",
    message: `the code in the engine \`${engine}\` depends on more than a policy sees (${SEEN}); ${areShortest ? "the shortest two" : "two"} runs that look the same and are answered otherwise, ${twoRuns(runs)}`,
    remedy: WRITE_TWIN,
  });
}

/**
 * Code that looks at `ip` itself, its bits or which one is higher: it answers the same NMIs otherwise
 * where they come at other ips.
 *
 * @param areShortest whether it is known that no shorter two do
 */
export function looksAtIp(
  engine: string,
  runs: TwoRuns,
  areShortest: boolean,
): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/looks-at-ip",
    blame: "user",
    message: `the code in the engine \`${engine}\` looks at the address in ip itself, and a policy sees only whether two are the same; ${areShortest ? "the shortest two" : "two"} runs that differ in nothing but their ips, and are answered otherwise, ${twoRuns(runs)}`,
    remedy: "docs/learning.md says at which addresses `linux:` has its ips.",
  });
}

/** Code that compares `ip` with more ips than a learned policy can remember. */
export function tooManyPlaces(engine: string, runs: TwoRuns): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/too-many-places",
    blame: "user",
    message: `the code in the engine \`${engine}\` depends on more than two earlier ips, which is as many as a learned policy knows; two runs that differ in an older one alone, and are answered otherwise, ${twoRuns(runs)}`,
    remedy: WRITE_TWIN,
  });
}

/**
 * The engine differs from what was learned on a behaviour of the machine, though not when the same
 * NMIs are arranged alone.
 */
export function seesMore(
  engine: string,
  runs: TwoRuns,
  difference: string,
): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/sees-more",
    blame: "user",
    message: `the code in the engine \`${engine}\` depends on more than a policy sees (${SEEN}): ${difference}; ${twoRuns(runs)}`,
    remedy: WRITE_TWIN,
  });
}

/** The engine cannot be asked about every edge of the machine. */
export function notCovered(engine: string, reason: string): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/not-covered",
    blame: "user",
    message: `what was learned from the engine \`${engine}\` could not be checked on every edge of its state graph: ${reason}.`,
  });
}

/** What was learned cannot be kept, and is loaded from where it is kept; `cause` is a sentence. */
export function cacheUnwritable(folder: string, cause: string): Diagnostic<LearnDiagnosticCode> {
  return new Diagnostic({
    code: "learn/cache",
    blame: "tool",
    message: `a learned policy cannot be written to ${folder}: ${cause}`,
    remedy: "make room there, or set XDG_CACHE_HOME to another folder.",
  });
}
