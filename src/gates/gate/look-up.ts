import type { TlcTools } from "../../analyses/check/tlc-conclusions.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { engineDigests } from "../../engines/identity.js";
import { dependsOn } from "../certificate/depends.js";
import { keyOf } from "../certificate/key.js";
import type { Certificate, Depends } from "../certificate/schema.js";
import { readKept } from "../certificate/store.js";
import type { BrokenGate } from "./broken-gate.js";
import { questionOf } from "./certify.js";
import type { GateChoices, GateListeners } from "./choices.js";
import type { OpenConfig } from "./load-config.js";
import { type Prepared, prepare } from "./prepare.js";
import { engineChoice, engineName } from "./replay.js";
import type { Gate } from "./schema.js";

/** A gate, and what is known of it before it is run. */
export interface Known {
  readonly kind: "known";
  readonly prepared: Prepared;
  readonly depends: Depends;
  readonly certificate: Certificate | null;
}

/** What becomes of a gate before it is run. */
export type LookedUp = Known | BrokenGate;

/**
 * Looks for the certificate of a gate. One that breaks before it is asked, by its policy's file or an
 * engine, is told as such, so that it stops no other.
 */
export async function lookUp(
  opened: OpenConfig,
  gate: Gate,
  index: number,
  tools: TlcTools | null,
  choices: GateChoices,
  listeners: GateListeners,
): Promise<LookedUp> {
  try {
    const preparation = await prepare(opened, gate, index);
    if (preparation.kind === "prepared") {
      return await lookUpPrepared(preparation.prepared, tools, choices, listeners);
    }
    return { kind: "broken", gate, index, diagnostics: preparation.diagnostics };
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return { kind: "broken", gate, index, diagnostics: [error] };
  }
}

async function lookUpPrepared(
  prepared: Prepared,
  tools: TlcTools | null,
  { version, cache, signal }: GateChoices,
  { onRemark }: GateListeners,
): Promise<Known> {
  const engines = await engineDigests(
    (prepared.gate.replay ?? []).map((engine) => [engineName(engine), engineChoice(engine)]),
    signal === undefined ? {} : { signal },
  );
  const depends = await dependsOn(prepared.asked, { version, tools, engines: engines ?? {} });
  const known = { kind: "known", prepared, depends } as const;
  if (cache === false || engines === null) return { ...known, certificate: null };
  const kept = await readKept(keyOf(questionOf(prepared), depends));
  if (kept.kind === "refused") {
    onRemark?.(
      `${prepared.gate.name} is proven again, since what the cache has is refused: ${kept.why}.`,
    );
  }
  return { ...known, certificate: kept.kind === "found" ? kept.certificate : null };
}
