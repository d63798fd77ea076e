// What all cores gain over one: commands that share their work among threads, each on one core
// (`taskset`) and on all of them, in turns. Wall and CPU seconds of whole processes; it fails if the
// documents differ. Build first (`npm run build`); Debian packages: time, util-linux.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { inTurns, measured, summary } from "./measure.js";

const { values } = parseArgs({ options: { runs: { type: "string", default: "3" } } });
const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), "dist", "cli.js");

const commands = {
  find: ["find", "NoFalseSwallow", "--axis", "nesting=yes", "--platform", "sticky"],
  limits: ["limits", "--checker", "explorer"],
  report: ["report", "--checker", "explorer"],
  axes: ["axes"],
};

for (const [name, args] of Object.entries(commands)) {
  const kept = name === "axes" ? [] : ["--no-cache"];
  const own = [process.execPath, cli, ...args, "--json", ...kept];
  const run = ([file, ...rest]) => measured(file, rest);
  const results = await inTurns(
    [
      { name: `${name}, one core`, run: () => run(["taskset", "-c", "0", ...own]) },
      { name: `${name}, all cores`, run: () => run(own) },
    ],
    Number(values.runs),
  );
  // When it was made, and how long parts of it took.
  const documents = [...results.values()].flat().map(({ stdout }) => {
    return stdout.replaceAll(/"(created|seconds)": .*/g, "");
  });
  if (new Set(documents).size !== 1) throw new Error(`the documents of ${name} differ`);
  const [one, all] = [...results.values()].map(summary);
  console.log(
    `${name.padEnd(8)} wall ${one.wall} s on one core, ${all.wall} s on all: ratio ${(one.wall / all.wall).toFixed(2)}; CPU ${one.cpu} s and ${all.cpu} s`,
  );
}
