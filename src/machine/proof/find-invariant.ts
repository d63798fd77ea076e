import { join } from "node:path";
import { instantiate } from "../../compiler/ir/instance.js";
import type { Model } from "../../compiler/ir/model.js";
import type { Value } from "../../compiler/ir/value.js";
import type { ProofQuestion } from "../../compiler/smt/obligations.js";
import type { RunSettings } from "../../compiler/smt/solver/run.js";
import type { Solver } from "../../compiler/smt/solver/solvers.js";
import { bareAxes, type NamedAxes } from "../configuration/named-axes.js";
import type { NamedPlatform } from "../configuration/platform.js";
import type { NmiProperty } from "../model/property-names.js";
import { specFolder } from "../policy/compile-policy.js";
import { candidateClauses, clausesOfNoMemory, clausesText, isToldApart } from "./candidates.js";
import { compileClauses, proofModel, proofQuestion } from "./proof-model.js";
import { reachedStates, weakened, withoutSuperfluous } from "./weaken.js";

/** More values of a memory than these are not told apart: each has clauses of its own. */
const MOST_MEMORIES = 8;

/** Of whom an invariant is sought. */
export interface Sought {
  /** The file that exports the policy, absolute, and what it is called. */
  readonly file: string;
  readonly policy: string;
  readonly platform: NamedPlatform;
  readonly axes?: NamedAxes | undefined;
  readonly property: NmiProperty;
}

/** An invariant that nobody has written, or what is left of the candidates where it is none. */
export interface FoundInvariant {
  readonly question: ProofQuestion;
  /** The invariant as a file of `spec/invariants` would have it. */
  readonly text: string;
  /** Whether it has the property. */
  readonly isWhole: boolean;
  /** How many clauses were tried. */
  readonly tried: number;
}

/**
 * Seeks an invariant that implies a property under a policy whose memory nobody has written clauses
 * for. Null where the candidates do not compile with it.
 *
 * @throws Diagnostic `smt/…`; the reason of `settings.signal`
 */
export async function findInvariant(
  sought: Sought,
  solver: Solver,
  settings: RunSettings,
): Promise<FoundInvariant | null> {
  const { file, policy, platform, property, axes = bareAxes } = sought;
  const path = join(specFolder, "invariants", "found.ts");
  const question = (text: string): ProofQuestion | null => {
    const compiled = compileClauses(file, { path, text });
    if (compiled.kind === "refused") return null;
    const model = proofModel(compiled, property, axes);
    if (model.kind !== "compiled") return null;
    return proofQuestion(model, policy, platform, property, axes);
  };
  const bare = compileClauses(file, {
    path,
    text: clausesText([], [], { kind: "none" }, property, ""),
  });
  if (bare.kind === "refused") return null;
  const alone = proofModel(bare, property, axes);
  if (alone.kind !== "compiled") return null;
  const memory = alone.model.variables.find(({ name }) => name === "policyMemory")?.type;
  if (memory === undefined) return null;
  const known = { sticky: platform.sticky, shadow: platform.shadow };
  const memories = isToldApart(memory) ? memoriesOf(alone.model, known) : [];
  const candidates = candidateClauses(memories.length > MOST_MEMORIES ? [] : memories);
  const about = `Why ${property} holds under ${policy} on the platform ${platform.name}: found by \`nmicheck prove\`.`;
  const whole = question(clausesText(candidates, clausesOfNoMemory, memory, property, about));
  if (whole === null) return null;
  const inductive = await weakened(whole, property, solver, settings);
  const isWhole = inductive.includes(property);
  const needed = isWhole
    ? await withoutSuperfluous({ ...whole, clauses: inductive }, property, solver, settings)
    : inductive;
  const text = clausesText(
    candidates.filter(({ name }) => needed.includes(name)),
    clausesOfNoMemory.filter((name) => needed.includes(name)),
    memory,
    property,
    about,
  );
  const final = question(text);
  if (final === null) return null;
  return { question: final, text, isWhole, tried: whole.clauses.length };
}

/** The values that the policy's memory takes on a small machine, each once. */
function memoriesOf(model: Model, known: ProofQuestion["known"]): readonly Value[] {
  const instance = instantiate(model, { ...known, chain: [1, 1], rips: 2 });
  const memories = new Map<string, Value>();
  for (const { policyMemory = null } of reachedStates(instance)) {
    memories.set(JSON.stringify(policyMemory), policyMemory);
  }
  return [...memories.values()];
}
