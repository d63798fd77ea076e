/** In place of `src/base/package/program-name.ts`: in a page a command is called by its plain name. */
export function asTyped(text: string): string {
  return text;
}
