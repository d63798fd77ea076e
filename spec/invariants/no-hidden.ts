import { NoHidden } from "../cpu/properties.js";
import { GreedyHasClaimed } from "./unclaimed.js";
import { SlotOfHandler } from "./walk.js";

/** Why no unknown edge is claimed by a greedy handler of the NMI_UNKNOWN chain: none comes to it. */
export const noHidden = { SlotOfHandler, GreedyHasClaimed, NoHidden };
