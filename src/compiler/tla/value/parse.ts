import { Language, type Node, Parser } from "web-tree-sitter";
import { assetPath } from "../../../base/package/asset.js";
import { type ValueText, valueSyntax } from "./diagnostics.js";
import { readNode } from "./syntax.js";
import type { TlaValue } from "./value.js";

/** The grammar knows modules, not values: the value becomes the definition of an operator in one. */
const BEFORE = "---- MODULE Value ----\nvalue == ";
const AFTER = "\n====\n";

/** So much of a text is handed over at once: the parser comes back to places, each time for all of it. */
const PIECE = 128;

/** What the module around one value consists of when it is well formed. */
const MODULE = ["header_line", "identifier", "header_line", "operator_definition", "double_line"];

/** Parses TLA+ values with the tree-sitter grammar of TLA+. Slow: about 0.1 ms a value and more. */
export class TlaValueParser {
  readonly #parser: Parser;

  private constructor(parser: Parser) {
    this.#parser = parser;
  }

  /** Loads the grammar, which takes some 10 ms. */
  static async load(): Promise<TlaValueParser> {
    await Parser.init();
    const language = await Language.load(assetPath("tree-sitter-tlaplus.wasm"));
    return new TlaValueParser(new Parser().setLanguage(language));
  }

  /**
   * The value that `text` says, which may be spread over several lines.
   *
   * @param origin what to call the text in a diagnostic, for example `state 3, active`
   * @throws Diagnostic `tla/value-syntax` with the place of the first thing that is wrong
   */
  parse(text: string, origin: string): TlaValue {
    const source = { origin, text };
    const module = BEFORE + text + AFTER;
    const tree = this.#parser.parse((index) => module.slice(index, index + PIECE));
    if (tree === null) throw valueSyntax(source, 0, "the grammar gave no answer");
    try {
      const definition = definitionOf(tree.rootNode, source);
      return readNode(definition, { source, shift: BEFORE.length });
    } finally {
      tree.delete();
    }
  }
}

/** The expression in the module, which must hold one definition and nothing else. */
function definitionOf(root: Node, source: ValueText): Node {
  if (root.hasError) throw syntaxError(root, source);
  const [module, ...beyond] = root.namedChildren;
  const parts = module?.namedChildren ?? [];
  const asExpected = beyond.length === 0 && parts.map((part) => part.type).join() === MODULE.join();
  const definition = parts[3]?.childForFieldName("definition");
  if (asExpected && definition) return definition;
  const excess = parts.slice(4).concat(beyond)[0];
  const offset = excess === undefined ? 0 : excess.startIndex - BEFORE.length;
  throw valueSyntax(source, within(offset, source), "there is more than one value");
}

/** tree-sitter recovers from errors; the first that it noted inside of the value is the one to show. */
function syntaxError(root: Node, source: ValueText) {
  const starts = brokenNodes(root)
    .map((node) => ({ node, offset: node.startIndex - BEFORE.length }))
    .filter(({ offset }) => offset >= 0 && offset < source.text.length)
    .sort((left, right) => left.offset - right.offset);
  const first = starts[0];
  if (first === undefined)
    return valueSyntax(source, source.text.length, "it does not end as a value does");
  if (first.node.isMissing) return valueSyntax(source, first.offset, "something is missing here");
  return valueSyntax(source, first.offset, "it is not understood from here");
}

function brokenNodes(node: Node): readonly Node[] {
  if (node.isMissing) return [node];
  const below = node.children.filter((child) => child.hasError).flatMap(brokenNodes);
  return node.isError ? [node, ...below] : below;
}

function within(offset: number, { text }: ValueText): number {
  return Math.max(0, Math.min(offset, text.length));
}
