import { type ProofScript, scriptText } from "../../compiler/smt/script.js";
import { askSolver } from "../../compiler/smt/solver/answers.js";
import { irOf } from "../../machine/policy/ir-cache.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import { conclude } from "../../machine/proof/conclude.js";
import { plainWalkOf } from "../../machine/proof/containing-chains.js";
import { embeddingScript } from "../../machine/proof/embedding.js";
import type { Subject } from "../../machine/subject.js";
import type { ProofSettings } from "./prove.js";
import type { Embedded } from "./verdict.js";

/** Past so many memories the obligations grow too long: each is told apart in each of them. */
const MOST_MEMORIES = 16;

/** What is known of the runs of some subjects on longer chains. */
export class Embeddings {
  readonly #proven: ReadonlyMap<string, Embedded>;

  constructor(proven: ReadonlyMap<string, Embedded>) {
    this.#proven = proven;
  }

  /** The proof that each run of the subject is one on every chain that contains its; null: there is none. */
  of(subject: Subject): Embedded | null {
    return this.#proven.get(keyOf(subject)) ?? null;
  }
}

/**
 * Asks the solvers whether each run of these subjects is one on every chain that contains theirs, once
 * for each policy and chain. Of a machine with axes nothing is asked: one may single out a handler by
 * its place.
 *
 * @throws Diagnostic `smt/solver-broken`, `smt/solvers-disagree`; the reason of the signal
 */
export async function provenEmbeddings(
  subjects: readonly Subject[],
  { solvers, settings }: Pick<ProofSettings, "solvers" | "settings">,
): Promise<Embeddings> {
  const scripts = new Map<string, ProofScript>();
  for (const subject of subjects) {
    const key = keyOf(subject);
    if (subject.axes !== undefined || scripts.has(key)) continue;
    const script = await scriptOf(subject.policy, subject.platform.chain);
    if (script !== null) scripts.set(key, script);
  }
  if (scripts.size === 0) return new Embeddings(new Map());
  const asked = [...scripts.values()];
  const said = await Promise.all(
    solvers.map(async (solver) => ({
      name: solver.name,
      answers: await askSolver(solver, asked, settings),
    })),
  );
  return new Embeddings(
    new Map(
      [...scripts].flatMap(([key, script], index) => {
        const answers = said.map(
          ({ name, answers: all }) => [name, all[index] ?? new Map()] as const,
        );
        const conclusion = conclude(script, answers);
        if (conclusion.kind !== "proven") return [];
        return [[key, { obligations: conclusion.obligations, script: scriptText(script) }]];
      }),
    ),
  );
}

/** The obligations; null where a walk depends on more than is told apart. */
async function scriptOf(
  policy: LoadedPolicy,
  chain: Subject["platform"]["chain"],
): Promise<ProofScript | null> {
  const walk = plainWalkOf(policy.policy);
  if (walk === null || walk.memories.length > MOST_MEMORIES) return null;
  const model = await irOf(policy);
  return embeddingScript({ model, policy: policy.name, walk, chain });
}

function keyOf({ policy, platform, axes }: Subject): string {
  return JSON.stringify([policy.digest, platform.chain, axes?.names ?? null]);
}
