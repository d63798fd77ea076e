import type { Policy } from "nmicheck/policy";

/**
 * Windows (`KeRegisterNmiCallback`, Windows driver documentation): each registered callback is called,
 * and is told whether one before it has claimed the NMI; if none does, the HAL's default handler
 * "normally causes the system to bug check". Nothing is remembered: it does as `none` does.
 */
export const windows: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
