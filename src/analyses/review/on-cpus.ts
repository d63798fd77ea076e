import type { Board } from "../../../spec/board/state.js";
import { AS_IT_STANDS } from "../../engines/cast.js";
import { conformOnCpus } from "../../engines/conform/cpus/conform.js";
import { kindOf } from "../../engines/replay/divergence.js";
import { boardsOf } from "../../machine/configuration/boards.js";
import type { Learned } from "../learn/learned.js";
import { type LearnSource, policyToLearn } from "../learn/source.js";
import { keepsSwallowNmi } from "./causes.js";
import { type DifferenceOptions, withEngine } from "./difference.js";

/** Whether code does on several CPUs what the policy that was learned on one does on each of them. */
export interface OnCpus {
  readonly cpus: number;
  /** How they hang together. */
  readonly board: string;
  /** Edges of the state graph that were run on the engine. */
  readonly edges: number;
  /** The events of a behaviour in which it does otherwise, and what is otherwise; null for none. */
  readonly difference: { readonly events: readonly string[]; readonly sentence: string } | null;
  /** Why it was not asked, or not to the end; null where it was. */
  readonly reason: string | null;
}

/** So many differences are looked at to find one in what the kernel does. */
const MOST_DIFFERENCES = 200;

/**
 * Holds code against the policy that was learned from it, on every edge of a board of several CPUs: what
 * the CPUs share beside the hardware, one CPU does not show.
 */
export async function heldOnCpus(
  { policy, document }: Learned,
  source: LearnSource,
  board: Board,
  options: DifferenceOptions = {},
): Promise<OnCpus> {
  const name = nameOf(board);
  const asked = { cpus: board.cpus, board: name };
  if (document.phases.length > 1 && !keepsSwallowNmi({ document })) {
    const reason = "the policy keeps more than swallow_nmi, which the engine cannot be set to";
    return { ...asked, edges: 0, difference: null, reason };
  }
  const held = await withEngine(source, options, (engine) => {
    const setUp = policyToLearn(engine, source);
    const playing = {
      about: engine.about,
      title: engine.title,
      ask: (calls: Parameters<typeof engine.ask>[0]) =>
        engine.ask(calls.map((call) => (call.op === "setup" ? { ...call, policy: setUp } : call))),
      close: () => engine.close(),
    };
    return conformOnCpus(playing, {
      configurations: [
        { policy: AS_IT_STANDS, platform: document.machine, board: { name, board } },
      ],
      policyOf: () => policy.policy,
      mostDivergences: MOST_DIFFERENCES,
      ...options,
    });
  });
  const shortest = [...held.divergences].sort(
    (one, other) =>
      Number(kindOf(one) === "keeps") - Number(kindOf(other) === "keeps") ||
      one.behaviour.length - other.behaviour.length,
  )[0];
  return {
    ...asked,
    edges: held.edges.covered,
    difference:
      shortest === undefined ? null : { events: shortest.behaviour, sentence: shortest.sentence },
    reason: held.unsupported[0]?.reason ?? held.failure?.message ?? null,
  };
}

function nameOf(board: Board): string {
  const text = JSON.stringify(board);
  const known = boardsOf(board.cpus).find(
    (one) => JSON.stringify({ ...board, ...one.board }) === text,
  );
  return known?.name ?? `${board.cpus} CPUs`;
}
