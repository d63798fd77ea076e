import type { VNode } from "preact";
import { branchesOf } from "../../src/analyses/play/branches.js";
import type { Session } from "../../src/analyses/play/session.js";

/** More of a branch's keys are not read; its last ones tell it from others. */
const MOST_KEYS = 28;
const MOST_BRANCHES = 100;

/** What was tried, as a tree of branches. Nothing while there is but one. */
export function TreeView(props: {
  readonly session: Session;
  readonly onGo: (number: number) => void;
}): VNode | null {
  if (!props.session.hasBranches) return null;
  const branches = branchesOf(props.session);
  const shown = branches.slice(-MOST_BRANCHES);
  return (
    <section aria-labelledby="tree">
      <h3 id="tree">What you tried</h3>
      <ul class="tree">
        {shown.map(({ last, keys, depth, isHere }) => (
          <li key={last} data-depth={Math.min(depth, 8)}>
            <button
              type="button"
              class="tree-branch"
              {...(isHere ? { "aria-current": "true" as const } : {})}
              onClick={() => props.onGo(last)}
            >
              <span class="unseen">Branch to state {last}, by the keys </span>
              <code>{keysText(keys)}</code>
              <span class="muted"> → state {last}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length < branches.length && (
        <p class="muted">{branches.length - shown.length} older branches are not shown.</p>
      )}
    </section>
  );
}

function keysText(keys: string): string {
  if (keys === "") return "start";
  return keys.length <= MOST_KEYS ? keys : `…${keys.slice(-MOST_KEYS)}`;
}
