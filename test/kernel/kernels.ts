import { slice } from "../slice.js";

/**
 * The kernels that `npm run test:kernel` asks of everything; of the older one it asks in
 * `linux/conformance.test.ts` alone, every edge of the test matrix. `npm run campaign:kernels` asks
 * both.
 */
export const kernels = slice(["6.12", "6.1"] as const, 2);
