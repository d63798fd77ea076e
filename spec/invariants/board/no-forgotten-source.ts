import { NoForgottenSource } from "../../board/properties.js";
import { SlotsOfHandlers } from "./each-cpu.js";

/** Why no source is forgotten where there is none. */
export const noForgottenSource = { SlotsOfHandlers, NoForgottenSource };
