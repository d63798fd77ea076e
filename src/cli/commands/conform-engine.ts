import { Fault } from "../../base/fault/fault.js";
import { type EngineChoice, requireEngineName } from "../../engines/open.js";

/**
 * The engine that the options of `nmicheck conform` name.
 *
 * @throws Fault `conform/booted-kernel`, and those of an engine's name
 */
export function conformedEngine({
  engine,
  engineCommand,
}: {
  readonly engine?: string;
  readonly engineCommand?: string;
}): EngineChoice {
  if (engineCommand !== undefined) return { kind: "command", command: engineCommand };
  const name = engine ?? "reference";
  requireEngineName(name);
  if (name.startsWith("qemu:")) throw bootedKernelFault(name);
  return { kind: "name", name };
}

/** A booted kernel cannot be put into a state, and an edge is taken from the state before it. */
function bootedKernelFault(name: string): Fault {
  return new Fault({
    code: "conform/booted-kernel",
    blame: "user",
    message: `\`${name}\` cannot be checked against every edge of the model: a booted kernel cannot be put into a state, nor show what it keeps.`,
    remedy:
      "`nmicheck conform --engine linux:6.12` does so with the kernel's own code; `nmicheck replay` plays traces on a booted kernel.",
  });
}
