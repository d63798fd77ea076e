import { unknownName } from "../machine/configuration/diagnostics.js";

/** Every option of an interface, by name: the type asks for all of them. */
export type OptionNames<Options> = Readonly<Record<keyof Options & string, true>>;

/**
 * Refuses options that there are not. TypeScript does so only where it is asked: what runs tests
 * strips types, and a misspelled option would be a question that was never asked.
 *
 * @throws Diagnostic `configuration/unknown-name`, with the nearest name
 */
export function requireOptions<Options extends object>(
  given: Options,
  known: OptionNames<Options>,
): void {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(known, name)) throw unknownName("option", name, Object.keys(known));
  }
}
