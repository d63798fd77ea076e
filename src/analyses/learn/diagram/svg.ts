import { create } from "xmlbuilder2";
import { plainText } from "../../../base/document/plain-text.js";
import { LEARNED_BY, type LearnDocument } from "../document.js";
import { drawingOf, FONT_SIZE } from "./drawing.js";
import { diagramIn, diagramWords, type StateDiagram } from "./state-diagram.js";

/** What is said of a diagram, beside what it shows. */
export interface DiagramTitle {
  readonly title: string;
  readonly description: string;
}

/** What is said of the diagram of a learned policy. */
export function titleOf(document: LearnDocument): DiagramTitle {
  return {
    title: `The policy of ${document.from}`,
    description: `${LEARNED_BY} from ${document.source}. ${diagramWords(diagramIn(document))}`,
  };
}

/** Light, and dark where the reader's system is. */
const STYLE = `
svg { color-scheme: light dark; --paper: #fff; --ink: #1b2330; --muted: #566072; --line: #8b95a5 }
@media (prefers-color-scheme: dark) {
  svg { --paper: #1a1e25; --ink: #e3e7ee; --muted: #9aa5b4; --line: #6b7686 }
}
.paper, .state { fill: var(--paper) }
.state { stroke: var(--line) }
.name { font: 600 12px sans-serif; fill: var(--ink) }
.target, .nmis { font: ${FONT_SIZE}px monospace; white-space: pre }
.target, .start, .head { fill: var(--ink) }
.nmis { fill: var(--muted) }
.arrow { fill: none; stroke: var(--ink) }
`;

/** A state diagram as an SVG file, which needs nothing beside itself and fits a window of 360 pixels. */
export function svgText(diagram: StateDiagram, { title, description }: DiagramTitle): string {
  const { width, height, start, states, arrows } = drawingOf(diagram);
  const document = create({ version: "1.0", encoding: "UTF-8" });
  const svg = document.ele("http://www.w3.org/2000/svg", "svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    style: "max-width:100%;height:auto",
    role: "img",
    "aria-labelledby": "title description",
  });
  svg.ele("title", { id: "title" }).txt(plainText(title));
  svg.ele("desc", { id: "description" }).txt(plainText(description));
  svg.ele("style").txt(STYLE);
  svg
    .ele("marker", {
      id: "head",
      viewBox: "0 0 8 8",
      refX: 7,
      refY: 4,
      markerWidth: 7,
      markerHeight: 7,
      orient: "auto",
    })
    .ele("path", { class: "head", d: "M 0 0 L 8 4 L 0 8 Z" });
  svg.ele("rect", { class: "paper", width, height });
  svg.ele("circle", { class: "start", cx: start.x, cy: start.y, r: 4 });
  const arrow = { class: "arrow", "marker-end": "url(#head)" };
  svg.ele("path", { ...arrow, d: start.path });
  for (const { path } of arrows) svg.ele("path", { ...arrow, d: path });
  for (const { name, x, y, width: own, height: high, texts } of states) {
    svg.ele("rect", { class: "state", x, y, width: own, height: high, rx: 6 });
    svg.ele("text", { class: "name", x: x + 8, y: y + 16 }).txt(plainText(name));
    for (const one of texts) {
      svg.ele("text", { class: one.kind, x: one.x, y: one.y }).txt(plainText(one.text));
    }
  }
  return `${document.end({ prettyPrint: true })}\n`;
}
