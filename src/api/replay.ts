import type { Policy } from "../../spec/policy.js";
import { defaultEngine, openEngine, requireEngineName } from "../engines/open.js";
import { replayAll } from "../engines/replay/replay-all.js";
import type { NmiPair, ReplayResult } from "../engines/replay/replay-trace.js";
import { readTraceText } from "../machine/trace/file.js";
import { builtInPolicy } from "../machine/trace/known.js";
import { modelOfTrace } from "../machine/trace/model-identity.js";
import { parseTrace } from "../machine/trace/parse.js";
import { isBoardTrace, type Trace } from "../machine/trace/schema.js";
import { traceText } from "../machine/trace/trace-text.js";
import { verifyTrace } from "../machine/trace/verify.js";
import { type OptionNames, requireOptions } from "./options.js";
import { knownPolicy, type PolicySource } from "./policy.js";

/** A trace as a caller has it: a file, or what `check` returned. */
export type TraceSource = string | Trace;

/** On what traces are played. */
export interface ReplayOptions {
  /**
   * One of nmicheck's engines by its name: `reference` (the default; the model for a policy of your
   * own, and for several CPUs), `model`, `linux:6.12`, `qemu:6.12` …
   */
  readonly engine?: string;
  /** Any program that speaks `nmicheck.engine/1`, with its arguments; takes the place of `engine`. */
  readonly engineCommand?: string;
  /** The policy that the traces belong to, if it is not a built-in one. */
  readonly policy?: PolicySource;
  readonly signal?: AbortSignal;
  /** Told what takes its time while an engine is prepared. */
  readonly onProgress?: (text: string) => void;
  /** Told of every NMI as both sides have it, in order. */
  readonly onNmi?: (nmi: NmiPair) => void;
}

interface Source {
  readonly trace: Trace;
  readonly policy: Policy<unknown>;
  /** The same, if it is not a built-in one. */
  readonly own: Policy<unknown> | undefined;
}

const optionNames: OptionNames<ReplayOptions> = {
  engine: true,
  engineCommand: true,
  policy: true,
  signal: true,
  onProgress: true,
  onNmi: true,
};

/**
 * Plays traces on one engine, one after the other, up to the first difference in each. A kernel
 * (`linux:…`, `qemu:…`) plays a policy of your own with its code as it stands, and its result says
 * so; an engine that does not know the policy is `unsupported`.
 *
 * @returns one result for each trace, in their order: `agrees`, `diverges`, `unsupported` or `failed`
 * @throws Diagnostic for a trace that is malformed or that the typed model does not confirm, and for an
 * engine that is none
 * @throws PolicyRefused with everything that is wrong with a policy file
 */
export async function replay(
  traces: readonly TraceSource[],
  options: ReplayOptions = {},
): Promise<readonly ReplayResult[]> {
  requireOptions(options, optionNames);
  const { engine, engineCommand, signal, onProgress, onNmi } = options;
  if (engineCommand === undefined && engine !== undefined) requireEngineName(engine);
  const isOnModel =
    engineCommand === undefined && (engine ?? defaultEngine({ builtIn: false })) === "model";
  const isNamed = engine !== undefined || engineCommand !== undefined;
  const sources: Source[] = [];
  for (const trace of traces) sources.push(await confirmed(trace, options.policy));
  const results: ReplayResult[] = [];
  const plays = replayAll(sources, {
    start: () =>
      openEngine(
        engineCommand === undefined
          ? { kind: "name", name: engine ?? defaultEngine({ builtIn: true }) }
          : { kind: "command", command: engineCommand },
        {
          ...(signal === undefined ? {} : { signal }),
          ...(onProgress === undefined ? {} : { onProgress }),
        },
      ),
    onModel: ({ own, trace, policy }) =>
      isNamed || !isBoardTrace(trace) ? (isOnModel ? own : undefined) : policy,
    ...(onNmi === undefined ? {} : { onNmi: (_source: Source, pair: NmiPair) => onNmi(pair) }),
  });
  for await (const { result } of plays) results.push(result);
  return results;
}

/** A trace that the typed model confirms. */
async function confirmed(
  source: TraceSource,
  policySource: PolicySource | undefined,
): Promise<Source> {
  const [text, name] =
    typeof source === "string"
      ? [await readTraceText(source), source]
      : [traceText(source), "(trace)"];
  const parsed = parseTrace(text, name);
  const { trace } = parsed;
  if (trace.policy.builtIn || policySource === undefined) {
    builtInPolicy(parsed);
    const { policy } = await knownPolicy(trace.policy.name);
    verifyTrace(parsed, policy.policy, await modelOfTrace(parsed, policy));
    return { trace, policy: policy.policy, own: undefined };
  }
  const { policy } = await knownPolicy(policySource);
  verifyTrace(parsed, policy.policy, await modelOfTrace(parsed, policy));
  return { trace, policy: policy.policy, own: policy.policy };
}
