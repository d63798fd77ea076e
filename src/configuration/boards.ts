import type { Board } from "../../spec/smp/state.js";

/** A machine of several CPUs, and how the atlas calls it. */
export interface NamedBoard {
  readonly name: string;
  readonly board: Board;
}

/** As many CPUs as a board can have. */
export const MOST_CPUS = 4;

/** So many CPUs: who gets the edges of unknown sources, and of a source that all CPUs share. */
export function boardsOf(cpus: number): readonly NamedBoard[] {
  return (["boot", "all"] as const).flatMap((externalTo) =>
    (["none", "boot", "all"] as const).map((sharedTo) => ({
      name: `unknown edges to ${externalTo}, shared source ${sharedTo === "none" ? "none" : `to ${sharedTo}`}`,
      board: { cpus, externalTo, sharedTo },
    })),
  );
}

/** The machines of two CPUs. */
export const boards = boardsOf(2);
