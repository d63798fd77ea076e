import { join } from "node:path";
import type { NmiProperty } from "../model/property-names.js";
import { specFolder } from "../policy/compile-policy.js";

/** The invariants of the typed model: for each property the file that says why it holds. */
const files: Readonly<Record<NmiProperty, string | null>> = {
  NoFalseSwallow: "no-false-swallow.ts",
  NoSpurious: "no-spurious.ts",
  // It holds under no policy: there is nothing to say why.
  NoMasked: null,
  NoStranded: "no-stranded.ts",
  NoHidden: "no-hidden.ts",
  NoForgottenSource: "no-forgotten-source.ts",
  NoNeedlessPanic: "no-needless-panic.ts",
};

/** Of how many CPUs a machine is: the state of several is another one. */
export type CpuKind = "one" | "several";

/** The file with the clauses that are to imply the property; null where there is none. */
export function clauseFile(property: NmiProperty, cpus: CpuKind = "one"): string | null {
  const file = files[property];
  if (file === null) return null;
  return join(specFolder, "invariants", ...(cpus === "one" ? [] : ["board"]), file);
}
