import { NoHidden } from "../../board/properties.js";
import { GreedyHaveClaimed, SlotsOfHandlers } from "./each-cpu.js";

/** Why on no CPU an unknown edge is claimed by a greedy handler: as on one. */
export const noHidden = { SlotsOfHandlers, GreedyHaveClaimed, NoHidden };
