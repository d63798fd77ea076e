import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { builtProgram } from "../../src/base/process/built-program.js";
import { needPython } from "../examples/python.js";
import { endsWithin, isAlive } from "../process/alive.js";
import { slice } from "../slice.js";

const broken = fileURLToPath(
  new URL("../engine/adapter/fixtures/broken-engine.js", import.meta.url),
);

/** A program that replays without end on the engine of its arguments, as nmicheck would. */
const program = `
  import { startEngine } from ${JSON.stringify(builtProgram("src/engines/adapter/child-engine.ts"))};
  import { replayTrace } from ${JSON.stringify(builtProgram("src/engines/replay/replay-trace.ts"))};
  const engine = await startEngine(process.argv.slice(1));
  const state = { active: [[false]], latched: true, rip: 1, lastNmiRip: null, policyMemory: null, position: { at: "run" } };
  function* events() {
    for (let told = false; ; told = true) {
      yield { event: "external", cpu: 0, state };
      if (!told) console.log("replaying");
    }
  }
  const platform = { name: "ideal", chain: [1], rips: 1, sticky: false, shadow: false };
  const initial = { ...state, latched: false };
  await replayTrace({ policy: { name: "none", builtIn: true }, platform, initial, events: events() }, engine);
`;

/** The processes whose parent is `pid`. */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const all = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(
    all.map(async (name) => {
      const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
      return [Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])] as const;
    }),
  );
  return parents.filter(([, parent]) => parent === pid).map(([child]) => child);
}

const engines = {
  "the reference engine": [process.execPath, builtProgram("src/engines/reference/main.ts")],
  "the example in Python": ["python3", join(packageRoot, "examples", "python-engine", "engine.py")],
  "an engine that ignores both SIGTERM and the end of its input": [
    process.execPath,
    broken,
    "stubborn",
  ],
};

const endings = Object.entries(engines).flatMap(([name, command]) =>
  (["SIGKILL", "SIGINT", "SIGTERM"] as const).map((signal) => ({ name, command, signal })),
);

// Every fourth has each engine and each signal.
test.each(slice(endings, 4))(
  "$signal in the middle of a replay leaves nothing of $name",
  async ({ command, signal }) => {
    await needPython();
    const replay = execa(process.execPath, ["--input-type=module", "-e", program, ...command], {
      reject: false,
      stderr: "inherit",
    });
    await once(replay.stdout, "data");
    const children = await childrenOf(replay.pid ?? 0);
    // The engine, and the guard that ends it.
    expect(children).toHaveLength(2);
    replay.kill(signal);
    await replay;
    for (const child of children) expect(await endsWithin(child, 10_000)).toBe(true);
  },
);

test("the test can see a process that is left", async () => {
  expect(await isAlive(process.pid)).toBe(true);
});
