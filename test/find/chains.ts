import type { Chain } from "../../spec/platforms.js";

/** The chains whose runs a plain search counts too, on every platform. */
export const countedChains = [[1], [1, 1], [2], [2, 1]] as const satisfies readonly Chain[];
