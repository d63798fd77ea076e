const LONGEST = 300;

/**
 * Text of an engine's as the user may see it: at most 300 characters of it, and control characters
 * escaped, so that an engine cannot write on the terminal.
 */
export function excerpt(text: string): string {
  const shown = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  const plain = shown.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to escape.
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return text.length > LONGEST ? `${plain}… (${text.length} characters)` : plain;
}
