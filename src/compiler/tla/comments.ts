import { type Block, line } from "./lines.js";

const BOX_WIDTH = 79;

/** The words of `text` in lines of at most `width` columns; empty lines between paragraphs stay. */
function wrap(text: string, width: number): readonly string[] {
  return text.split(/\n\s*\n/).flatMap((paragraph, index) => {
    const lines: string[] = [];
    let current = "";
    for (const word of paragraph.split(/\s+/).filter((part) => part !== "")) {
      if (current !== "" && current.length + 1 + word.length > width) {
        lines.push(current);
        current = word;
      } else {
        current = current === "" ? word : `${current} ${word}`;
      }
    }
    if (current !== "") lines.push(current);
    return index === 0 ? lines : ["", ...lines];
  });
}

/** TLA+ comments nest by `(*` and `*)`; text that contains them is defused. */
function defuse(text: string): string {
  return text.replaceAll("(*", "( *").replaceAll("*)", "* )");
}

/** `text` as comment lines above a definition; nothing if there is none. */
export function comment(text: string): Block {
  return wrap(defuse(text), BOX_WIDTH - 5).map((part) => line(part === "" ? "\\*" : `\\* ${part}`));
}

/** `text` as a boxed comment, for the head of a module. */
export function boxedComment(text: string): Block {
  const rule = `(${"*".repeat(BOX_WIDTH - 2)})`;
  const inner = wrap(defuse(text), BOX_WIDTH - 6);
  return [rule, ...inner.map((part) => `(* ${part.padEnd(BOX_WIDTH - 6)} *)`), rule].map((text) =>
    line(text),
  );
}
