import type { Edit } from "../../engines/linux/edit.js";

/** An edit as the lines of a diff, without the indentation that the edited file gives it. */
export function editDiff({ find, put }: Edit): readonly string[] {
  const lines = (sign: string, text: string): readonly string[] =>
    text.split("\n").map((line) => `${sign}${line.replace(/^\t/, "")}`);
  return [...lines("-", find), ...lines("+", put)];
}
