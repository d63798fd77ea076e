import { NoFalseSwallow } from "../../board/properties.js";
import { GreedyHaveClaimed, SlotsOfHandlers, UnknownsHaveBits } from "./each-cpu.js";

/** Why no CPU swallows an unknown NMI: as on one. */
export const noFalseSwallow = {
  SlotsOfHandlers,
  GreedyHaveClaimed,
  UnknownsHaveBits,
  NoFalseSwallow,
};
