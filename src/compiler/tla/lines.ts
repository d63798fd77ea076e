import type { Place } from "../../base/diagnostic/diagnostic.js";

/** A line of the module, and where its content was written in the typed model. */
export interface Line {
  readonly text: string;
  readonly place?: Place | undefined;
}

export type Block = readonly Line[];

/** How wide a line may be: TLA+ modules are 80 columns by custom. */
export const WIDTH = 78;

export function line(text: string, place?: Place): Line {
  return place === undefined ? { text } : { text, place };
}

/** `prefix` before the first line, as many spaces before the others. */
export function hang(prefix: string, block: Block): Block {
  const indent = " ".repeat(prefix.length);
  return block.map(({ text, place }, index) =>
    line(text === "" && index > 0 ? "" : (index === 0 ? prefix : indent) + text, place),
  );
}

/** `suffix` after the last line. */
export function append(block: Block, suffix: string): Block {
  return block.map((last, index) =>
    index === block.length - 1 ? line(last.text + suffix, last.place) : last,
  );
}

/** The block, with `place` for the lines that have none of their own. */
export function at(place: Place | undefined, block: Block): Block {
  return place === undefined
    ? block
    : block.map((written) => (written.place === undefined ? line(written.text, place) : written));
}

/** Whether the block is one line of at most `width` columns. */
export function fits(text: string, width: number): boolean {
  return text.length <= width;
}
