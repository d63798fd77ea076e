import { createReadStream } from "node:fs";
import { type Assignments, readAssignments } from "./assignments.js";

import { LineReader } from "./lines.js";
import { dumpCut, dumpMalformed } from "./run-diagnostics.js";

/** A state of the graph. TLC writes each reachable state once, when it first meets it. */
export interface DumpState {
  readonly kind: "state";
  /** TLC's fingerprint, a 64-bit number with its sign: too large for a `number`. */
  readonly id: string;
  readonly initial: boolean;
  readonly values: Assignments;
}

/**
 * A step of the graph. TLC writes one for each way in which an action leads from a state to another,
 * self-loops included: the same line may come more than once. It may come before its target.
 */
export interface DumpEdge {
  readonly kind: "edge";
  readonly from: string;
  readonly to: string;
  /** The action's name, without its parameters. */
  readonly action: string;
}

/** The text of a label: `\n`, `\"` and `\\` stand for one character each. */
const LABEL = String.raw`label="([^"\\]*(?:\\.[^"\\]*)*)"`;
const EDGE = new RegExp(String.raw`^(-?\d+) -> (-?\d+) \[${LABEL}[^"\]]*(?:"\w*"[^"\]]*)*\];$`);
const STATE = new RegExp(String.raw`^(-?\d+) \[${LABEL}(,style = filled)?\];?$`);
/** Everything else that `tlc2.util.DotStateWriter` writes: the frame, and the states of one level. */
const FRAME =
  /^(?:strict digraph DiskGraph \{|nodesep=[\d.]+;|subgraph cluster_graph \{|color="white";|\{rank = same; [-\d;]*\})$/;

/**
 * Reads the state graph that TLC dumped in the dot language (`TlcTask.dump`), as a stream: the file
 * may be larger than the memory.
 *
 * @throws TlcFault `tlc/dump-malformed` at a line of another form, `tlc/dump-cut` if the end of the
 * file is missing; an error of the file system if it cannot be read
 */
export async function* readDump(path: string): AsyncGenerator<DumpState | DumpEdge> {
  const reader = new LineReader();
  let number = 0;
  /** The two braces that close the graph; TLC writes them when it has finished. */
  let closed = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    for (const line of reader.push(chunk)) {
      number++;
      if (line === "}") {
        closed++;
        continue;
      }
      const item = readLine(line);
      if (item === "malformed" || closed > 0) throw dumpMalformed(path, number, line);
      if (item !== "frame") yield item;
    }
  }
  if (closed + (reader.end() === "}" ? 1 : 0) !== 2) throw dumpCut(path);
}

function readLine(line: string): DumpState | DumpEdge | "frame" | "malformed" {
  const [, from, to, action] = EDGE.exec(line) ?? [];
  if (from !== undefined && to !== undefined && action !== undefined) {
    return { kind: "edge", from, to, action };
  }
  const [, id, label, style] = STATE.exec(line) ?? [];
  if (id === undefined || label === undefined) return FRAME.test(line) ? "frame" : "malformed";
  const values = readAssignments(unescaped(label));
  if (values === null) return "malformed";
  return { kind: "state", id, initial: style !== undefined, values };
}

function unescaped(label: string): string {
  return label.replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
}
