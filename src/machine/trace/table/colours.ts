import picocolors from "picocolors";

/** Ways to colour a text, or to leave it as it is. */
export type Colours = ReturnType<typeof picocolors.createColors>;

/** @param colour whether the text goes to a terminal that shows colours */
export function colours(colour: boolean): Colours {
  return picocolors.createColors(colour);
}
