import { at } from "../../../spec/language.js";
import type { Session } from "./session.js";

/** A part of the tree of what was tried that has no branch in it. */
export interface Branch {
  /** The number of its last state. */
  readonly last: number;
  /** The keys of its steps; empty where it is the initial state alone. */
  readonly keys: string;
  /** How many branches it comes from. */
  readonly depth: number;
  /** Whether one is in it. */
  readonly isHere: boolean;
}

/** The tree of what was tried as its branches: each before those that come from it, older ones first. */
export function branchesOf(session: Session): readonly Branch[] {
  const here = session.here.number;
  const branches: Branch[] = [];
  const open: { readonly first: number; readonly depth: number }[] = [{ first: 0, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const keys: string[] = [];
    let isHere = false;
    let state = session.state(next.first);
    for (;;) {
      if (state.event !== null) keys.push(at(session.keys, state.event));
      isHere ||= state.number === here;
      const [only, ...others] = state.children;
      if (only === undefined || others.length > 0) break;
      state = session.state(only);
    }
    branches.push({ last: state.number, keys: keys.join(""), depth: next.depth, isHere });
    for (const first of state.children.toReversed()) open.push({ first, depth: next.depth + 1 });
  }
  return branches;
}
