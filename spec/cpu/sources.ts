import { at } from "../language.js";
import type { Sources } from "../policy.js";
import type { Axes } from "./axes.js";
import type { Config, Handler } from "./state.js";

/** Whether NMIs come with a bitmap of their sources. */
export function hasSources(axes: Axes): boolean {
  return (
    axes.nmiSource !== "absent" ||
    (axes.policyInput !== "nothing" && axes.policyInput !== "handlers")
  );
}

/** No edge has come. */
export function noSources<Memory>(config: Config<Memory>): Sources {
  return { handlers: config.platform.chain.map(() => false), other: false };
}

/**
 * The bitmap after an edge from a handler's source, or from one that is no handler's, was folded in.
 * The bit of a handler without a vector is bit 0, or, where its edge comes with the vector of LINT1,
 * that one.
 */
export function markSource<Memory>(
  config: Config<Memory>,
  sources: Sources,
  from: Handler | null,
): Sources {
  if (!hasSources(config.axes)) return sources;
  const nmiSource = config.axes.nmiSource;
  if (from === null && nmiSource === "empty") return sources;
  const isLast = from === config.platform.chain.length - 1;
  if (from === null || (isLast && nmiSource === "handlerLint1")) return { ...sources, other: true };
  return { ...sources, handlers: sources.handlers.with(from, true) };
}

/**
 * The first handler that is called from `first` on, or the length of the chain for none: with a
 * bitmap only those whose bit is set, and all of them where bit 0 is set ("Poll all the registered
 * handlers in that case") or none is.
 */
export function nextCalled<Memory>(
  config: Config<Memory>,
  sources: Sources,
  first: number,
): number {
  const nmiSource = config.axes.nmiSource;
  const last = config.platform.chain.length - 1;
  const isAnonymous =
    (nmiSource === "unnamed" && sources.other) ||
    (nmiSource === "empty" && !sources.handlers.some((bit) => bit)) ||
    (nmiSource === "handlerUnnamed" && at(sources.handlers, last));
  if (nmiSource === "absent" || isAnonymous) return first;
  const skipped = sources.handlers.filter(
    (_, handler) =>
      handler >= first &&
      sources.handlers.every((bit, other) => other < first || other > handler || !bit),
  ).length;
  return first + skipped;
}
