import { getSystemErrorMap } from "node:util";

/** The operating system's words for an error of Node's (`permission denied`), else its message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = errorCode(error);
  for (const [name, words] of getSystemErrorMap().values()) {
    if (name === code) return words;
  }
  return error.message;
}

/** `ENOENT` and its like, or undefined for an error of another kind. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
