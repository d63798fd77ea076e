import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { drawingOf } from "../../src/analyses/learn/diagram/drawing.js";
import {
  diagramWords,
  mermaid,
  stateDiagram,
} from "../../src/analyses/learn/diagram/state-diagram.js";
import { svgText } from "../../src/analyses/learn/diagram/svg.js";

const armed = stateDiagram(
  ["disarmed", "armed"],
  [
    { from: 0, to: 0, text: "one" },
    { from: 0, to: 1, text: "more" },
    { from: 0, to: 0, text: "none, report" },
    { from: 1, to: 0, text: "other ip, none, report" },
  ],
);

test("all that leads from one state to another is one arrow", () => {
  expect(armed.arrows).toEqual([
    { from: 0, to: 0, texts: ["one", "none, report"] },
    { from: 0, to: 1, texts: ["more"] },
    { from: 1, to: 0, texts: ["other ip, none, report"] },
  ]);
  expect(mermaid(armed)).toBe(
    [
      "stateDiagram-v2",
      "  [*] --> disarmed",
      "  disarmed --> disarmed: one; none, report",
      "  disarmed --> armed: more",
      "  armed --> disarmed: other ip, none, report",
      "",
    ].join("\n"),
  );
  expect(diagramWords(armed)).toBe(
    "It starts in disarmed. In disarmed, it stays: one; none, report. In disarmed, to armed: more. In armed, to disarmed: other ip, none, report.",
  );
});

test("a drawing of few states is 360 pixels wide, with each arrow from its line to its target", () => {
  const { width, states, arrows } = drawingOf(armed);
  expect(width).toBe(360);
  expect(arrows).toHaveLength(3);
  for (const { from, to, path } of arrows) {
    const [own, target] = [states[from], states[to]];
    if (own === undefined || target === undefined) throw new Error("there is no such state");
    const [, x, y] = /^M (\d+) (\d+) /.exec(path) ?? [];
    expect(Number(x)).toBe(own.x + own.width);
    expect(Number(y)).toBeGreaterThan(own.y);
    expect(Number(y)).toBeLessThan(own.y + own.height);
    const [, endX, endY] = /(\d+) \d+ \d+ (\d+) H \d+$/.exec(path) ?? [];
    expect(Number(endX)).toBeLessThan(width);
    expect(Number(endY)).toBeGreaterThan(target.y);
    expect(Number(endY)).toBeLessThan(target.y + target.height);
  }
});

test("however many states and texts there are, nothing lies over anything else", () => {
  const names = Array.from({ length: 40 }, (_, index) => `armed${index}`);
  const long = "other ip, claimed 2,1, the walk stops, remembers its ip and says so at length";
  const transitions = names.flatMap((_, from) =>
    [0, from, (from * 7 + 3) % 40].map((to) => ({ from, to, text: long })),
  );
  const { width, height, states, arrows } = drawingOf(stateDiagram(names, transitions));
  let below = 0;
  for (const { x, y, width: own, height: high, texts } of states) {
    expect(y).toBeGreaterThan(below);
    below = y + high;
    for (const text of texts) {
      expect(text.x + text.text.length * 6.4).toBeLessThanOrEqual(x + own);
      expect(text.y).toBeLessThan(below);
    }
    expect(new Set(texts.map((text) => text.y)).size).toBe(texts.length);
  }
  expect(below).toBeLessThan(height);
  // A lane for each target, right of the boxes: no two arrows to different states share one.
  const lanes = new Map<number, number>();
  for (const { to, path } of arrows) {
    const lane = Number(/Q ([\d.]+) /.exec(path)?.[1]);
    expect(lane).toBeGreaterThan((states[0]?.x ?? 0) + (states[0]?.width ?? 0));
    expect(lane).toBeLessThan(width);
    expect(lanes.get(lane) ?? to).toBe(to);
    lanes.set(lane, to);
  }
});

test("the SVG is XML with a title and a description, whatever its texts are", () => {
  const hostile = `</svg><script>alert(1)</script>&"'\u0007`;
  const diagram = stateDiagram([hostile], [{ from: 0, to: 0, text: hostile }]);
  const svg = svgText(diagram, { title: hostile, description: hostile });
  expect(XMLValidator.validate(svg)).toBe(true);
  const { svg: root } = new XMLParser({ ignoreAttributes: false }).parse(svg);
  const shown = hostile.replace("\u0007", "\\x07");
  expect(root.title["#text"]).toBe(shown);
  expect(root.desc["#text"]).toBe(shown);
  expect(root["@_aria-labelledby"]).toBe("title description");
  expect(root.script).toBeUndefined();
});
