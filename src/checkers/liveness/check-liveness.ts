import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { ExploreDiagnosticCode } from "../explore/diagnostics.js";
import type { ExecutableModel, ModelEvent } from "../explore/executable-model.js";
import type { Bound, Limits, Progress } from "../explore/exploration.js";
import type { LivenessProperty } from "../explore/liveness.js";
import { type EndlessPath, execute } from "./behaviour.js";
import { fairnessBits } from "./fair-components.js";
import { buildFairGraph, type FairGraph } from "./fair-graph.js";
import { findLasso, type Lasso } from "./lasso.js";

/** What is said of one liveness property. */
export type LivenessAnswer<State, Event> =
  /** No fair behaviour of the whole graph breaks it. */
  | { readonly answer: "holds" }
  /** `path` is fair and never ends, and breaks it. It is short, though not always the shortest. */
  | { readonly answer: "violated"; readonly path: EndlessPath<State, Event> }
  /** The graph was not built to its end: nothing is known. */
  | { readonly answer: "bounded"; readonly bound: Bound }
  /** The model broke. */
  | { readonly answer: "failed"; readonly diagnostic: Diagnostic };

/** The answers, and the size of the graph that they were found in. */
export interface CheckedLiveness<State, Event, P extends string> extends Omit<Progress, "queue"> {
  readonly answers: ReadonlyMap<P, LivenessAnswer<State, Event>>;
}

/** What checking may do. */
export interface LivenessOptions extends Limits {
  /** Told every few milliseconds while the graph grows. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Answers which properties every fair behaviour of the model has: builds the reachable graph, and
 * looks for fair cycles that a demand does not come through.
 */
export async function checkLiveness<
  State extends object,
  Event extends ModelEvent,
  P extends string,
>(
  model: ExecutableModel<State, Event, string>,
  properties: readonly LivenessProperty<State, P>[],
  options: LivenessOptions = {},
): Promise<CheckedLiveness<State, Event, P>> {
  const started = performance.now();
  const all = (answer: LivenessAnswer<State, Event>) =>
    new Map(properties.map(({ name }) => [name, answer] as const));
  let built: Awaited<ReturnType<typeof buildFairGraph<State, Event, P>>>;
  try {
    built = await buildFairGraph(model, properties, options, options.onProgress);
  } catch (error) {
    if (!isModelError(error)) throw error;
    const nothing = { distinct: 0, generated: 0, depth: 0 };
    const seconds = (performance.now() - started) / 1000;
    return { ...nothing, seconds, answers: all({ answer: "failed", diagnostic: error }) };
  }
  const { distinct, generated, depth } = built.progress;
  const measured = { distinct, generated, depth };
  if (built.built === "bounded") {
    const answers = all({ answer: "bounded", bound: built.bound });
    return { ...measured, seconds: built.progress.seconds, answers };
  }
  const { graph, cases } = built;
  const answers = new Map(
    properties.map((property) => {
      const fairness = fairnessBits(graph, property.fairness);
      const lassos = (cases.get(property.name) ?? []).flatMap(
        (states) => findLasso(graph, fairness, states) ?? [],
      );
      const shortest = lassos.reduce<Lasso | null>(
        (best, lasso) => (best === null || sizeOf(lasso) < sizeOf(best) ? lasso : best),
        null,
      );
      const answer: LivenessAnswer<State, Event> =
        shortest === null
          ? { answer: "holds" }
          : { answer: "violated", path: endlessPath(graph, model, shortest) };
      return [property.name, answer] as const;
    }),
  );
  return { ...measured, seconds: (performance.now() - started) / 1000, answers };
}

function sizeOf({ stem, cycle }: Lasso): number {
  return stem.length + cycle.length;
}

function endlessPath<State extends object, Event extends ModelEvent>(
  graph: FairGraph,
  model: ExecutableModel<State, Event, string>,
  { stem, cycle }: Lasso,
): EndlessPath<State, Event> {
  const events = [...stem, ...cycle].flatMap(
    (edge) => model.events[graph.events[edge] ?? -1] ?? [],
  );
  return { ...execute(model, events), loop: stem.length };
}

function isModelError(error: unknown): error is Diagnostic<ExploreDiagnosticCode> {
  return error instanceof Diagnostic && error.code === "explore/model-error";
}
