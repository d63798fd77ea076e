import { Diagnostic, type Place } from "../../base/diagnostic/diagnostic.js";
import { type Conformance, conform } from "../../engines/conform/conform.js";
import type { Configuration } from "../../engines/conform/matrix.js";
import { openEngine } from "../../engines/open.js";
import { divergenceText } from "../../engines/replay/divergence.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import { loadPolicy } from "../../machine/policy/load.js";
import { grouped } from "../../machine/trace/words.js";
import { faultReason } from "./diagnostic-reason.js";
import type { ConformanceGateOutcome } from "./outcome.js";
import { type Reason, reason } from "./reason.js";
import { engineChoice, engineName } from "./replay.js";
import type { ConformanceGate } from "./schema.js";

/** Who may end it, and who hears what takes its time. */
interface ConformanceSettings {
  readonly version: string;
  readonly signal?: AbortSignal;
}

/** Holds the engine of a gate against the model, on every edge of its graphs. */
export async function runConformance(
  gate: ConformanceGate,
  place: Place | null,
  { version, signal }: ConformanceSettings,
  { onRemark }: { readonly onRemark?: (text: string) => void },
): Promise<ConformanceGateOutcome> {
  const began = performance.now();
  const common = {
    kind: "conformance",
    name: gate.name,
    engine: engineName(gate.engine),
    place,
  } as const;
  const stoppable = signal === undefined ? {} : { signal };
  try {
    const models = await modelsOf(gate);
    const engine = await openEngine(engineChoice(gate.engine), {
      ...stoppable,
      ...(onRemark === undefined ? {} : { onProgress: onRemark }),
    });
    let conformance: Conformance;
    try {
      conformance = await conform(engine, {
        origin: { nmicheck: version, modelOf: ({ policy }) => models(policy) },
        configurations: configurationsOf(gate),
        ...stoppable,
      });
    } finally {
      await engine.close();
    }
    const { edges, nmis } = conformance;
    return {
      ...common,
      edges,
      nmis,
      reasons: reasonsFor(conformance),
      cached: false,
      seconds: (performance.now() - began) / 1000,
    };
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return {
      ...common,
      edges: { total: 0, covered: 0 },
      nmis: 0,
      reasons: [faultReason(error)],
      cached: false,
      seconds: (performance.now() - began) / 1000,
    };
  }
}

function configurationsOf({
  policies,
  platforms,
  chains,
  rips,
}: ConformanceGate): readonly Configuration[] {
  return policies.flatMap((policy) =>
    platforms.flatMap((platform) =>
      chains.flatMap((chain) =>
        rips.map((count) => ({ policy, platform: namedPlatform(platform, chain, count) })),
      ),
    ),
  );
}

type ModelOf = (policy: string) => {
  readonly name: string;
  readonly sha256: string;
};

async function modelsOf({ policies }: ConformanceGate): Promise<ModelOf> {
  const models = new Map<string, ReturnType<ModelOf>>();
  for (const name of policies) {
    const loaded = await loadPolicy(name);
    if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error(`${name} was refused`);
    models.set(name, loaded.policy.model);
  }
  return (policy) => {
    const model = models.get(policy);
    if (model === undefined) throw new Error(`the policy ${policy} was not asked for`);
    return model;
  };
}

function reasonsFor(conformance: Conformance): readonly Reason[] {
  const { edges, divergences, unsupported, failure, conforms } = conformance;
  if (conforms) return [];
  const found = [
    ...(failure === null ? [] : [faultReason(failure)]),
    ...divergences.map((divergence) =>
      reason("conformance", `the engine diverges from the model: ${divergence.sentence}.`, {
        details: divergenceText(divergence).split("\n"),
      }),
    ),
    ...unsupported.map(({ policy, platform, reason: why }) =>
      reason(
        "conformance",
        `the engine cannot do ${policy} on ${platform.name}, ${sizeText(platform)}: ${why}.`,
      ),
    ),
  ];
  if (found.length > 0) return found;
  return [
    reason(
      "conformance",
      `only ${grouped(edges.covered)} of ${grouped(edges.total)} edges lie on an execution that agrees.`,
    ),
  ];
}
