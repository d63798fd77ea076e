import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { identifyEngine } from "../../engines/identity.js";
import { isEngineName } from "../../engines/open.js";
import { engineChoice } from "./replay.js";

/**
 * The digests of the engines of a certificate as they are here; null for one that is not there, or
 * cannot be told. Nothing that the certificate names is started; with `isThorough` a kernel's engine
 * is built.
 */
export async function digestsHere(
  names: readonly string[],
  isThorough: boolean,
): Promise<Readonly<Record<string, string | null>>> {
  const digests = await Promise.all(
    names.map(async (name) => {
      if (name.startsWith("linux:") && !isThorough) return [name, null] as const;
      try {
        const identity = await identifyEngine(
          engineChoice(isEngineName(name) ? name : { command: name }),
        );
        return [name, identity?.digest ?? null] as const;
      } catch (error) {
        if (error instanceof Diagnostic) return [name, null] as const;
        throw error;
      }
    }),
  );
  return Object.fromEntries(digests);
}
