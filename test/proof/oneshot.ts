/** Swallows one NMI after one that claimed several events, and none more before the next such one. */
export const oneshot = `import type { Policy } from "nmicheck/policy";

interface Memory {
  readonly phase: "idle" | "armed";
}

export const oneshot: Policy<Memory> = {
  initial: { phase: "idle" },
  enter: (memory, seen) => (seen.backToBack ? memory : { phase: "idle" }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => {
    if (seen.handled > 1) return { memory: { phase: "armed" }, unclaimed: "report" };
    if (seen.handled > 0) return { memory, unclaimed: "report" };
    return seen.backToBack && memory.phase === "armed"
      ? { memory: { phase: "idle" }, unclaimed: "swallow" }
      : { memory, unclaimed: "report" };
  },
};
`;
