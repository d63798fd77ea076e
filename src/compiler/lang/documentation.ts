import { type Node, ts } from "ts-morph";

/** The text of the doc comment of `node`, paragraphs kept, without tags; "" if there is none. */
export function documentation(node: Node): string {
  const comments = ts.getJSDocCommentsAndTags(node.compilerNode).filter(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(comments[comments.length - 1]?.comment);
  return (text ?? "").replace(/\r/g, "").trim();
}
