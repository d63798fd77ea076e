import type { Board } from "../../../spec/board/state.js";

/** A machine of several CPUs, and how the atlas calls it. */
export interface NamedBoard {
  readonly name: string;
  readonly board: Board;
}

/** As many CPUs as a board can have. */
export const MOST_CPUS = 4;

/** No shared source and no system errors; edges of unknown sources go to the boot CPU. */
export const bareBoard = {
  externalTo: "boot",
  sharedTo: "none",
  sharedLock: "none",
  portTo: "none",
  reasonLock: "step",
} as const;

/**
 * So many CPUs: who gets the edges of unknown sources, of a source that all CPUs share, whether one
 * CPU at a time looks at that, who gets the edges of system errors, and whether one CPU is seen while
 * it holds the lock of their port.
 */
export function boardsOf(cpus: number): readonly NamedBoard[] {
  const both = ["boot", "all"] as const;
  return [
    ...both.flatMap((externalTo) =>
      (["none", "boot", "all"] as const).map((sharedTo) => ({
        name: `unknown edges to ${externalTo}, shared source ${sharedTo === "none" ? "none" : `to ${sharedTo}`}`,
        board: { ...bareBoard, cpus, externalTo, sharedTo },
      })),
    ),
    ...both.map((sharedTo) => ({
      name: `unknown edges to boot, shared source to ${sharedTo}, one CPU at a time`,
      board: { ...bareBoard, cpus, sharedTo, sharedLock: "skip" as const },
    })),
    ...both.map((portTo) => ({
      name: `unknown edges to boot, system errors to ${portTo}`,
      board: { ...bareBoard, cpus, portTo },
    })),
    {
      name: "unknown edges to boot, system errors to all, nmi_reason_lock held",
      board: { ...bareBoard, cpus, portTo: "all", reasonLock: "held" },
    },
  ];
}

/** The machines of two CPUs. */
export const boards = boardsOf(2);
