import { editDiagnostic } from "./diagnostics.js";

/** A change of a text, that must find what it changes exactly once. */
export interface Edit {
  /** What the change is for, for the message when it does not apply. */
  readonly what: string;
  readonly find: string;
  readonly put: string;
}

/**
 * The text after all edits, one after another.
 *
 * @param file How the text is called in a message.
 * @throws Diagnostic `linux/edit` when the text of an edit is not there exactly once.
 */
export function applyEdits(file: string, text: string, edits: readonly Edit[]): string {
  return edits.reduce((current, edit) => {
    const parts = current.split(edit.find);
    if (parts.length !== 2) throw editDiagnostic(file, edit.what, parts.length - 1);
    return parts.join(edit.put);
  }, text);
}
