import { test } from "vitest";

/**
 * Of what a test goes through, every `every`th item from the first on: `npm test` is to tell soon
 * whether the clone works. `npm run campaign:slices` goes through all of them.
 */
export function slice<Item>(items: readonly Item[], every: number): readonly Item[] {
  return process.env.SLICES === "all" ? items : items.filter((_, index) => index % every === 0);
}

/** Items that take long, and whose faults others see sooner: none but in `npm run campaign:slices`. */
export function wholly<Item>(items: readonly Item[]): readonly Item[] {
  return process.env.SLICES === "all" ? items : [];
}

/** A test that takes long, and whose faults another one sees sooner: of `npm run campaign:slices`. */
export function whole(name: string, run: () => Promise<void> | void, timeout?: number): void {
  if (process.env.SLICES === "all") test(name, run, timeout);
}
