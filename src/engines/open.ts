import type { Policy } from "../../spec/policy.js";
import { Diagnostic } from "../base/diagnostic/diagnostic.js";
import { builtProgram } from "../base/process/built-program.js";
import { startEngine } from "./adapter/child-engine.js";
import { type EngineCommand, parseEngineCommand } from "./adapter/command.js";
import type { Engine } from "./engine.js";

/** Which engine the user asks for: one of ours by its name, or any program that speaks the protocol. */
export type EngineChoice =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "command"; readonly command: string };

/** Who is told what takes its time while an engine is prepared, and what may end it. */
export interface OpenOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
  /** What the model plays, by name; the built-in policies by default. */
  readonly onModel?: ReadonlyMap<string, Policy<unknown>>;
}

/** The names of our engines, as `--engine` takes them. */
export const engineNames = [
  "reference",
  "model",
  "linux:6.1",
  "linux:6.12",
  "linux:FOLDER",
  "qemu:6.1",
  "qemu:6.12",
  "qemu:IMAGE",
] as const;

/**
 * The engine that plays a trace where none is named: no other knows a user's policy as it is, and the
 * reference engine has one CPU.
 */
export function defaultEngine({
  builtIn,
  hasSeveralCpus = false,
}: {
  readonly builtIn: boolean;
  readonly hasSeveralCpus?: boolean;
}): "reference" | "model" {
  return builtIn && !hasSeveralCpus ? "reference" : "model";
}

/** The command of the reference engine. */
export function referenceCommand(): EngineCommand {
  return [process.execPath, builtProgram("src/engines/reference/main.ts")];
}

/**
 * Starts the engine that was asked for; the kernel's own code is fetched and built first.
 *
 * @throws Diagnostic `engine/unknown` for a name that is none, and the diagnostics of each engine.
 */
export async function openEngine(choice: EngineChoice, options: OpenOptions = {}): Promise<Engine> {
  const { signal } = options;
  const started = signal === undefined ? {} : { signal };
  if (choice.kind === "command") return startEngine(parseEngineCommand(choice.command), started);
  const { name } = choice;
  if (name === "reference") return startEngine(referenceCommand(), started);
  if (name === "model") return (await import("./model-engine.js")).modelEngine(options.onModel);
  if (name.startsWith("linux:")) {
    const command = await linuxCommand(name.slice(6), options);
    return startEngine(command, { ...started, playsUsers: "as it stands" });
  }
  if (name.startsWith("qemu:")) {
    const { provisionQemu } = await import("./qemu/provision.js");
    const { namedKernel } = await import("./qemu/named-kernel.js");
    const { startQemuEngine } = await import("./qemu/engine.js");
    // Before megabytes are fetched for nothing.
    await provisionQemu(false, options);
    return startQemuEngine(await namedKernel(name.slice("qemu:".length), options), options);
  }
  throw unknownEngine(name);
}

/**
 * Refuses a name that can be no engine, before anything is read or built for it.
 *
 * @throws Diagnostic `engine/unknown`
 */
export function requireEngineName(name: string): void {
  if (!isEngineName(name)) throw unknownEngine(name);
}

/** Whether `name` is one of an engine that comes with nmicheck, though what it needs may be missing. */
export function isEngineName(name: string): boolean {
  return name === "reference" || name === "model" || /^(linux|qemu):./.test(name);
}

/** The kernel's own code, with the policies that can be made of it: a patched tree may not have all. */
async function linuxCommand(
  name: string,
  { signal, onProgress }: OpenOptions,
): Promise<EngineCommand> {
  const { namedTree } = await import("./linux/provision.js");
  const { buildLinuxEngine } = await import("./linux/build.js");
  const { applicablePolicies } = await import("./linux/variants.js");
  const stoppable = signal === undefined ? {} : { signal };
  onProgress?.(`preparing nmi.c of ${name}`);
  const tree = await namedTree(name, stoppable);
  const { policies, leftOut } = applicablePolicies(tree);
  for (const diagnostic of leftOut)
    onProgress?.(`only ${policies.join(" and ")}: ${diagnostic.message}`);
  return (await buildLinuxEngine(tree, { ...stoppable, policies })).command;
}

function unknownEngine(name: string): Diagnostic {
  return new Diagnostic({
    code: "engine/unknown",
    blame: "user",
    message: `there is no engine \`${name}\`.`,
    remedy: `known: ${engineNames.join(", ")}; for any other, \`--engine-command "CMD ARGS"\`.`,
  });
}
