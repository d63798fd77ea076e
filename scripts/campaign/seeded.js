// Random numbers that are the same for the same seed, so that a campaign can be run again.

/** Gives a function that draws a number below what it is given. */
export function seeded(seed) {
  let state = seed >>> 0;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}
