import { parseEngineCommand } from "../../engines/adapter/command.js";
import type { CheckResult } from "../../engines/conformance/check.js";
import { type EngineTest, testEngine } from "../../engines/conformance/test-engine.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { type Output, palette } from "../output.js";

/** The options of `nmicheck engine-test`. */
export interface EngineTestOptions {
  readonly engineCommand: string;
  readonly json?: boolean;
}

/** `nmicheck engine-test`: tells the author of an engine which rules of the protocol it breaks. */
export function engineTestCommand(
  output: Output,
): (options: EngineTestOptions) => Promise<ExitCode> {
  return async (options) => {
    const isJson = options.json === true;
    return interruptible(output, async (signal) => {
      const tested = await testEngine(parseEngineCommand(options.engineCommand), {
        signal,
        onResult: (result) => {
          if (!isJson) output.answer(`${resultText(result, output.colour)}\n`);
        },
      });
      output.answer(isJson ? `${documentText(tested)}\n` : `${summary(tested)}\n`);
      return tested.conforms ? EXIT.expected : EXIT.unexpected;
    });
  };
}

function documentText({ about, results, conforms }: EngineTest): string {
  const document = { schema: "nmicheck.engine-test/1", engine: about ?? null, conforms, results };
  return JSON.stringify(document, null, 2);
}

function resultText(result: CheckResult, colour: boolean): string {
  const paint = palette(colour);
  switch (result.verdict) {
    case "passed":
      return `${paint.green("passed")}  ${result.name}`;
    case "not-applicable":
      return `${paint.dim("n/a   ")}  ${result.name}: ${result.reason}`;
    case "failed": {
      const { sent, received, expected, stderr } = result.failure;
      return [
        `${paint.red("FAILED")}  ${result.name}: ${result.rule}`,
        `          sent      ${sent ?? "nothing"}`,
        `          expected  ${expected}`,
        `          received  ${received}`,
        ...stderr.map((line) => `          stderr    ${line}`),
      ].join("\n");
    }
  }
}

function summary({ about, results, conforms }: EngineTest): string {
  const count = (verdict: CheckResult["verdict"]): number =>
    results.filter((result) => result.verdict === verdict).length;
  const name = about === undefined ? "the engine" : `${about.name} ${about.version}`;
  const counts = `${count("passed")} passed, ${count("failed")} failed, ${count("not-applicable")} not applicable`;
  return `${name}: ${counts}. ${conforms ? "It speaks nmicheck.engine/1." : "It does not speak nmicheck.engine/1 yet."}`;
}
