import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { Engine } from "../../engines/engine.js";
import { type EngineChoice, requireEngineName } from "../../engines/open.js";

/**
 * The engine that the options of `nmicheck conform` name.
 *
 * @throws Diagnostic `conform/booted-kernel`, and those of an engine's name
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
  if (name.startsWith("qemu:")) throw bootedKernelDiagnostic(name);
  return { kind: "name", name };
}

/** What no kernel's nmi.c has yet: the bitmap of an NMI's sources. */
const inNoKernel: readonly string[] = ["nmi-source", "policy-input"];

/**
 * Refuses an engine whose machine has not every one of these axes.
 *
 * @param besides which engine has them all
 * @throws Diagnostic `conform/no-axis`
 */
export function requireAxes(
  { about }: Engine,
  asked: readonly string[],
  besides = "reference",
): void {
  const known = about.axes ?? [];
  const missing = asked.filter((name) => !known.includes(name));
  if (missing.length === 0) return;
  const has = known.length === 0 ? "none" : `only ${known.join(", ")}`;
  const unknown = missing.filter((name) => inNoKernel.includes(name));
  const kernel =
    unknown.length > 0
      ? `no kernel has ${unknown.join(" and ")} yet`
      : `so has \`--engine linux:6.12\` but ${inNoKernel.join(" and ")}`;
  throw new Diagnostic({
    code: "conform/no-axis",
    blame: "user",
    message: `the engine ${about.name} has no machine with ${missing.join(" and ")}: it announces ${has}.`,
    remedy: `\`--engine ${besides}\` has every axis, and ${kernel}; a program announces its own as \`axes\` in its reply to \`hello\`.`,
  });
}

/** A booted kernel cannot be put into a state, and an edge is taken from the state before it. */
function bootedKernelDiagnostic(name: string): Diagnostic {
  return new Diagnostic({
    code: "conform/booted-kernel",
    blame: "user",
    message: `\`${name}\` cannot be checked against every edge of the model: a booted kernel cannot be put into a state, nor show what it keeps.`,
    remedy:
      "`nmicheck conform --engine linux:6.12` does so with the kernel's own code; `nmicheck replay` plays traces on a booted kernel.",
  });
}
