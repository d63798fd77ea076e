import { expect, test } from "vitest";
import { renderDiagnostic } from "../../../src/base/diagnostic/render.js";
import { readAddress } from "../../../src/checkers/tlc/distributed/address.js";
import * as diagnostics from "../../../src/checkers/tlc/distributed/diagnostics.js";

test.each([
  [
    diagnostics.badAddress("--listen", "0.0.0.0"),
    "error[tlc/bad-address]: `--listen` takes HOST or HOST:PORT, an address that others can reach, not `0.0.0.0`.",
  ],
  [
    diagnostics.portTaken(
      { host: "127.0.0.1", port: 80 },
      new Error("listen EACCES: permission denied"),
    ),
    /^error\[tlc\/port-taken]: no server can listen on 127\.0\.0\.1:80: .*permission denied/,
  ],
  [
    diagnostics.noJavaCompiler(),
    /^error\[tlc\/no-java-compiler]: this Java has no compiler \(the module jdk\.compiler\)/,
  ],
  [
    diagnostics.workersDied(1, 'The last one: SIGKILL, "".'),
    /^error\[tlc\/workers-died]: the one worker of TLC died before it had finished\. The last one: SIGKILL/,
  ],
  [
    diagnostics.workersDied(2, "The last one: exit code 1."),
    /^error\[tlc\/workers-died]: all 2 workers of TLC died before it had finished\./,
  ],
  [
    diagnostics.workerFailed("exit code 1", 'It said last: "no".'),
    /^error\[tlc\/worker-failed]: the worker ended by itself: exit code 1\. It said last: "no"\./,
  ],
  [
    diagnostics.notDistributed(["EveryEventHandled"]),
    /^error\[tlc\/not-distributed]: TLC cannot check EveryEventHandled on more than one machine\./,
  ],
] as const)("%s", (diagnostic, text) => {
  if (typeof text === "string") expect(renderDiagnostic(diagnostic)).toBe(text);
  else expect(renderDiagnostic(diagnostic)).toMatch(text);
});

test("addresses are read with TLC's own port, or with theirs", () => {
  expect(readAddress("--join", "10.0.0.5")).toEqual({ host: "10.0.0.5", port: 10_997 });
  expect(readAddress("--join", "big.example:7000")).toEqual({ host: "big.example", port: 7000 });
  for (const text of ["", ":7000", "a:b", "0.0.0.0:1", "host:70000", "-Dx=y z"]) {
    expect(() => readAddress("--join", text)).toThrow("takes HOST or HOST:PORT");
  }
});
