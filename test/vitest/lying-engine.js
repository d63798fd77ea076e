// The reference engine, except that it reports every NMI that it would swallow.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const program = join(import.meta.dirname, "../../dist/src/engines/reference/main.js");
const engine = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
process.stdin.pipe(engine.stdin);
createInterface({ input: engine.stdout }).on("line", (line) => {
  process.stdout.write(`${line.replace('"swallowed"', '"unknown"')}\n`);
});
engine.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
