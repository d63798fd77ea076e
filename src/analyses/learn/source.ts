import { AS_IT_STANDS } from "../../engines/cast.js";
import type { Engine } from "../../engines/engine.js";
import { readTreeName, treeNameIn, treeNameText } from "../../engines/linux/tree-name.js";
import { type EngineChoice, isEngineName } from "../../engines/open.js";
import { bootedKernel, noEngine, noPolicy, noShim, whichPolicy } from "./diagnostics.js";

/** Where a policy is learned from: an engine, and which of its policies. */
export interface LearnSource {
  readonly engine: EngineChoice;
  /** Null for that which the engine has alone, and of a kernel for its code as it stands. */
  readonly policy: string | null;
}

const COMMAND = "engine:";
const LINUX = "linux:";

/** Whether a text names an engine, where a policy may be named: `linux:6.12`, `v5@reference`. */
export function namesEngine(text: string): boolean {
  return /^(?:\w+@)?(?:linux:|qemu:|engine:|reference$|model$)/.test(text);
}

/**
 * The engine, and the policy, that a text names: `linux:6.12`, `linux:FOLDER`, `engine:CMD ARGS`,
 * `v5@reference`.
 *
 * @throws Diagnostic `learn/no-engine`, `learn/booted-kernel`
 */
export function readSource(text: string): LearnSource {
  const [, policy = null, name = text] = /^(?:(\w+)@)?(.*)$/s.exec(text) ?? [];
  if (name.startsWith(COMMAND)) {
    const command = name.slice(COMMAND.length).trim();
    if (command === "") throw noEngine(text);
    return { engine: { kind: "command", command }, policy };
  }
  if (!isEngineName(name)) throw noEngine(text);
  return { engine: named(name), policy };
}

/**
 * One of our engines.
 *
 * @throws Diagnostic `learn/booted-kernel`
 */
export function named(name: string): EngineChoice {
  if (name.startsWith("qemu:")) throw bootedKernel(name);
  return { kind: "name", name };
}

/** The same text with a tree's paths that are relative to `folder`, and not to where nmicheck runs. */
export function namedIn(text: string, folder: string): string {
  const [, before = "", tree] = /^((?:\w+@)?linux:)(.+)$/s.exec(text) ?? [];
  return tree === undefined ? text : `${before}${treeNameIn(tree, folder)}`;
}

/**
 * The same source with a header of stubs for a kernel's tree; itself where there is none.
 *
 * @throws Diagnostic `learn/shim` for an engine that is not made of a tree, and for a second header
 */
export function withShim(source: LearnSource, shim: string | undefined): LearnSource {
  if (shim === undefined) return source;
  const { engine } = source;
  const isTree = engine.kind === "name" && engine.name.startsWith(LINUX);
  const name = isTree ? readTreeName(engine.name.slice(LINUX.length)) : null;
  if (name === null || name.shim !== null) throw noShim(sourceText(source), shim);
  const text = treeNameText({ ...name, shim });
  return { ...source, engine: { kind: "name", name: `${LINUX}${text}` } };
}

/** A source as the user names it. */
export function sourceText({ engine, policy }: LearnSource): string {
  const name = engine.kind === "name" ? engine.name : `${COMMAND}${engine.command}`;
  return policy === null ? name : `${policy}@${name}`;
}

/**
 * The policy that the engine is set up with: the one that was named; else a kernel's code as it stands,
 * or the only one that is announced.
 *
 * @throws Diagnostic `learn/which-policy`, `learn/no-policy`
 */
export function policyToLearn({ about, playsUsers }: Engine, source: LearnSource): string {
  const { policies } = about;
  const engine = sourceText({ ...source, policy: null });
  if (source.policy !== null) {
    if (!policies.includes(source.policy)) throw noPolicy(engine, source.policy, policies);
    return source.policy;
  }
  if (playsUsers === "as it stands") return AS_IT_STANDS;
  const [only, ...others] = policies;
  if (only === undefined || others.length > 0) throw whichPolicy(engine, policies);
  return only;
}
