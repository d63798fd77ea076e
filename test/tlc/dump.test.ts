import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import type { TlcTask } from "../../src/checkers/tlc/command-line.js";
import { type DumpEdge, type DumpState, readDump } from "../../src/checkers/tlc/dump.js";
import { runTlc } from "../../src/checkers/tlc/run.js";
import { whole } from "../slice.js";
import { diagnosticOf } from "./diagnostic-of.js";
import { provisioned } from "./provisioned.js";
import { useScratch } from "./scratch.js";
import { handWrittenTask, specTask } from "./specifications.js";

const scratch = useScratch();

interface Graph {
  readonly states: ReadonlyMap<string, DumpState>;
  readonly edges: readonly DumpEdge[];
}

async function read(path: string): Promise<Graph> {
  const states = new Map<string, DumpState>();
  const edges: DumpEdge[] = [];
  for await (const item of readDump(path)) {
    if (item.kind === "edge") edges.push(item);
    else if (states.has(item.id)) throw new Error(`state ${item.id} comes twice`);
    else states.set(item.id, item);
  }
  return { states, edges };
}

/** Has TLC dump the graph of a task. */
async function dump(task: TlcTask): Promise<string> {
  const path = join(scratch.folder, "graph.dot");
  const { outcome } = await runTlc({ ...(await provisioned()), ...task, dump: path });
  expect(outcome.kind).toBe("success");
  return path;
}

whole("every state once, every way from one to another, parallel ones included", async () => {
  const { states, edges } = await read(await dump(specTask("choice")));
  const x = (id: string) => {
    const values = states.get(id)?.values;
    return `${values?.x}${values?.log?.startsWith('<<"') ? "" : "'"}`;
  };
  expect([...states.keys()].map(x).sort()).toEqual(
    ["0", "0'", "1", "1'", "2", "2'", "3", "3'"].sort(),
  );
  const initial = [...states.values()].filter((state) => state.initial);
  expect(initial).toHaveLength(1);
  expect(initial[0]?.values).toEqual({
    x: "0",
    log: String.raw`<<"a\"b\\n", [k |-> {1, 2}, f |-> (0 :> TRUE @@ 5 :> FALSE)]>>`,
  });
  const steps = edges.map(({ from, to, action }) => `${x(from)} ${action} ${x(to)}`);
  const expected = [0, 1, 2, 3].flatMap((from) => {
    const to = (from + 1) % 4;
    const twice = [`${from} Twice ${to}'`, `${from}' Twice ${to}'`];
    return [`${from} Loop ${to}`, `${from}' Loop ${to}'`, ...twice, ...twice];
  });
  expect(steps.sort()).toEqual(expected.sort());
});

whole("the graph of NMI dispatch, with its self-loops", async () => {
  const { states, edges } = await read(await dump(handWrittenTask()));
  expect(states.size).toBe(4_408);
  // One state less than TLC generates: the initial one is generated, too, but nothing leads to it.
  expect(edges).toHaveLength(15_579 - 1);
  const ends = edges.flatMap(({ from, to }) => [from, to]);
  expect(ends.every((id) => states.has(id))).toBe(true);
  const loops = edges.filter(({ from, to }) => from === to).map(({ action }) => action);
  expect(new Set(loops)).toEqual(new Set(["Execute", "External"]));
});

whole("a file that ends too early, at any of its last bytes", async () => {
  const path = await dump(specTask("success"));
  const whole = await readFile(path);
  for (let length = whole.length - 1; length > whole.length - 200; length--) {
    await truncate(path, length);
    const { code } = await diagnosticOf(read(path));
    // In the middle of a line it cannot be read either.
    expect(code).toMatch(/^tlc.dump-(cut|malformed)$/);
  }
});

test("what a person sees of a cut file", async () => {
  const path = join(scratch.folder, "graph.dot");
  await writeFile(path, "strict digraph DiskGraph {\n");
  expect(renderDiagnostic(await diagnosticOf(read(path)))).toBe(
    `error[tlc/dump-cut]: TLC's dump of the state graph in ${path} is not whole: its end is missing.\n  → see that the disk is not full, and run it again.`,
  );
});

test("what a person sees of a line that cannot be read", async () => {
  const path = join(scratch.folder, "graph.dot");
  await writeFile(path, "strict digraph DiskGraph {\n1 -> two;\n}\n}");
  expect(renderDiagnostic(await diagnosticOf(read(path)))).toBe(
    `error[tlc/dump-malformed]: TLC's dump of the state graph has a line that cannot be read.\n${path}:2:1\n  2 | 1 -> two;\n    | ^\n  → use the jar that \`node dist/cli.js setup\` fetches.`,
  );
});
