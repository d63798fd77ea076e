import { emptyItem, listedTwice } from "./option-diagnostics.js";

/**
 * Reads the values of an option that may be given several times, in the order in which they were.
 *
 * @param read reads one; values that are written alike afterwards are the same
 * @throws Diagnostic `configuration/listed-twice`, and what `read` throws
 */
export function readEach<Value>(
  option: string,
  texts: readonly string[],
  read: (text: string) => Value,
): readonly Value[] {
  const met = new Set<string>();
  return texts.map((text) => {
    const value = read(text);
    const key = String(value);
    if (met.has(key)) throw listedTwice(option, text);
    met.add(key);
    return value;
  });
}

/**
 * Reads names between commas.
 *
 * @throws Diagnostic `configuration/empty-item`, `configuration/listed-twice`, and what `read` throws
 */
export function readCommaList<Value>(
  option: string,
  text: string,
  read: (text: string) => Value,
): readonly Value[] {
  const items = text.split(",").map((item) => item.trim());
  if (items.includes("")) throw emptyItem(option, text);
  return readEach(option, items, read);
}
