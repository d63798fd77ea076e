import { NoForgottenSource } from "../cpu/properties.js";
import { SlotOfHandler } from "./walk.js";

/** Why no source that the kernel could ask is forgotten where there is none. */
export const noForgottenSource = { SlotOfHandler, NoForgottenSource };
