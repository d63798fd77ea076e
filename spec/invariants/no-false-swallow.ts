import { NoFalseSwallow } from "../cpu/properties.js";
import { SlotOfHandler } from "./walk.js";

/** Why no unknown NMI is swallowed where none is. */
export const noFalseSwallow = { SlotOfHandler, NoFalseSwallow };
