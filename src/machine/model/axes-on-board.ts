import type { Board } from "../../../spec/board/state.js";
import type { Axes } from "../../../spec/cpu/axes.js";
import { noAxes } from "../../../spec/cpu/no-axes.js";

/**
 * The axes of the CPUs of a board: without any they are off, but for a board to whose CPUs system
 * errors are told, which needs a port to read them from.
 */
export function axesOnBoard({ portTo }: Board, axes: Axes = noAxes): Axes {
  if (portTo === "none" || axes.reasonPort !== "absent") return axes;
  return { ...axes, reasonPort: "serr" };
}
