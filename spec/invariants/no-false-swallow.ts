import { NoFalseSwallow } from "../cpu/properties.js";
import { GreedyHasClaimed, UnknownHasBit } from "./unclaimed.js";
import { SlotOfHandler } from "./walk.js";

/** Why no unknown NMI is swallowed where none is, where each is claimed, or where its sources are told. */
export const noFalseSwallow = { SlotOfHandler, GreedyHasClaimed, UnknownHasBit, NoFalseSwallow };
