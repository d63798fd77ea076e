import type { Policy } from "../../../spec/policy.js";
import { startEngine } from "../../engines/adapter/child-engine.js";
import { conform } from "../../engines/conform/conform.js";
import { configurations } from "../../engines/conform/matrix.js";
import { buildLinuxEngine } from "../../engines/linux/build.js";
import { namedTree } from "../../engines/linux/provision.js";
import { type Amendment, editsOf } from "./amendment.js";
import { loadKernelPolicy } from "./traces.js";
import { kernelPolicy, type WalkName } from "./walk.js";

/** What is to be tried on which kernel. */
export interface AmendedKernel {
  /** A tree as `--engine linux:…` names it: a version or a folder. */
  readonly tree: string;
  readonly walk: WalkName;
  readonly amendment: readonly Amendment[];
  /** What the kernel should then be doing. */
  readonly policy: Policy<unknown>;
  readonly version: string;
  readonly signal?: AbortSignal;
}

/** Whether a changed kernel does what it was changed for. */
export interface Amended {
  /** Every edge of the policy's graphs, on all platforms and chains of the matrix, agrees. */
  readonly conforms: boolean;
  readonly edges: { readonly total: number; readonly covered: number };
  /** The first difference, or why there was no answer. */
  readonly detail?: string;
}

/**
 * Compiles `nmi.c` with the changes and checks its conformance to the policy on every edge of the state
 * graphs, on the four platforms and the chains of the test matrix.
 *
 * @throws Diagnostic of the tree, the compiler, or `linux/edit` where a change does not apply
 */
export async function tryAmendedKernel(asked: AmendedKernel): Promise<Amended> {
  const { signal, walk, version } = asked;
  const stoppable = signal === undefined ? {} : { signal };
  const name = kernelPolicy(walk);
  const tree = await namedTree(asked.tree, stoppable);
  const edits = editsOf(asked.amendment);
  const { command } = await buildLinuxEngine(tree, { policies: [name], edits, ...stoppable });
  const engine = await startEngine(command, stoppable);
  try {
    const { model } = await loadKernelPolicy(walk);
    const { conforms, edges, divergences, failure } = await conform(engine, {
      origin: { nmicheck: version, modelOf: () => model },
      configurations: configurations().filter(({ policy }) => policy === name),
      policyOf: () => asked.policy,
      mostDivergences: 1,
      ...stoppable,
    });
    const detail = divergences[0]?.sentence ?? failure?.message;
    return { conforms, edges, ...(detail === undefined ? {} : { detail }) };
  } finally {
    await engine.close();
  }
}
