import { totalmem } from "node:os";

/** How much of the machine's memory an exploration takes where nobody says. */
const SHARE = 0.75;

/**
 * Bytes that an exploration may take where nobody says how many: most of the memory of the machine,
 * or of the container that the process runs in, so that it ends as `bounded` and is not killed.
 */
export function defaultHeapBytes(): number {
  // 0 or a number larger than the machine's memory where no container limits it.
  const constrained = process.constrainedMemory();
  const available = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.floor(SHARE * available);
}
