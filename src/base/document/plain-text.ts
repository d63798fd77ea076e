import { withoutUnsafe } from "../diagnostic/unsafe-characters.js";

/**
 * A text from a file, safe on a terminal: control characters, which could move the cursor or change
 * what was printed before, are shown as escapes. Line breaks stay.
 */
export function plainText(text: string): string {
  return withoutUnsafe(text, "\n", (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}
