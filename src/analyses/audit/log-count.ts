/** The most that is counted exactly; a log may claim more, and means "that many or more" by it. */
const MOST = Number.MAX_SAFE_INTEGER;

/** A count as a log writes it, in digits. A log may hold anything: it ends at the most. */
export function readCount(digits: string): number {
  return Math.min(Number(digits), MOST);
}

/** Two counts of a log together, which end at the most. */
export function addCounts(sum: number, count: number): number {
  return Math.min(sum + count, MOST);
}
