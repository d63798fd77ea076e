/**
 * Controls, which move the cursor of a terminal or colour what follows; marks that turn letters round or
 * are not seen; halves of characters; ends of lines that are none on a terminal.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/**
 * A text from a file or a program, with what a terminal should not be told replaced.
 *
 * @param spared characters that stay as they are
 * @param shown what stands in the place of one
 */
export function withoutUnsafe(
  text: string,
  spared: string,
  shown: (character: string) => string,
): string {
  return text.replace(UNSAFE, (character) =>
    spared.includes(character) ? character : shown(character),
  );
}
