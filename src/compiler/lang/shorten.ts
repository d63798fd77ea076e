const LONGEST = 40;

/** Source text on one line, cut where it is too long for a message. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
