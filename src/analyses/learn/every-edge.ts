import { type ConformDivergence, conform } from "../../engines/conform/conform.js";
import type { Engine, EngineCall } from "../../engines/engine.js";
import type { NamedPlatform } from "../../machine/configuration/platform.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import { notCovered } from "./diagnostics.js";
import type { LearnRequest } from "./learning.js";
import { toldAxes } from "./told-machine.js";

/** What came of running every edge. */
export interface EveryEdge {
  readonly nmis: number;
  readonly edges: number;
  /** Null where the engine did the same on all of them. */
  readonly divergence: ConformDivergence | null;
}

/**
 * Runs every edge of the state graph of a policy on the engine, from the start of the machine.
 *
 * @throws Diagnostic `learn/not-covered`, and that of an engine that breaks
 */
export async function everyEdge(
  { engine, policy, nmicheck, signal, onProgress }: LearnRequest,
  loaded: LoadedPolicy,
  platform: NamedPlatform,
): Promise<EveryEdge> {
  onProgress?.("running every edge of its state graph");
  const { axes } = toldAxes([loaded]);
  const model = axes === undefined ? loaded.model : await loaded.modelFor(axes);
  const held = await conform(playing(engine, policy), {
    origin: { nmicheck, modelOf: () => model },
    configurations: [
      { policy: loaded.name, own: loaded.policy, platform, ...(axes !== undefined && { axes }) },
    ],
    onlyWhatItDoes: true,
    mostDivergences: 1,
    ...(signal === undefined ? {} : { signal }),
  });
  if (held.failure !== null) throw held.failure;
  const [divergence = null] = held.divergences;
  const [unable] = held.unsupported;
  if (divergence === null && !held.conforms) {
    throw notCovered(
      engine.title,
      unable?.reason ?? `only ${held.edges.covered} of ${held.edges.total} were run`,
    );
  }
  return { nmis: held.nmis, edges: held.edges.total, divergence };
}

/**
 * The engine, which plays the policy that is learned whatever it is asked to play. It is not asked for
 * axes: the one that a learned policy may need changes nothing but what policies are told.
 */
export function playing(engine: Engine, policy: string): Engine {
  return {
    about: engine.about,
    title: engine.title,
    playsUsers: "as it stands",
    ask: (calls) =>
      engine.ask(calls.map((call) => (call.op === "setup" ? setupOf(call, policy) : call))),
    close: () => engine.close(),
  };
}

function setupOf(
  { axes: _, ...call }: Extract<EngineCall, { readonly op: "setup" }>,
  policy: string,
): EngineCall {
  return { ...call, policy };
}
