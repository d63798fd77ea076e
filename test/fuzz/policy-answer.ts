import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compilePolicy } from "../../src/machine/policy/compile-policy.js";

/** A folder with one policy file that is written again and again. */
export class PolicyFile {
  private constructor(
    private readonly folder: string,
    readonly file: string,
  ) {}

  static async make(): Promise<PolicyFile> {
    const folder = await mkdtemp(join(tmpdir(), "nmicheck-fuzz-"));
    return new PolicyFile(folder, join(folder, "policy.ts"));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /**
   * What is wrong with how the compiler takes `source`; null if nothing is: it compiles, or it is
   * refused with diagnostics that a person can read, each in a file of theirs and in a line that is there.
   */
  async complaint(source: string): Promise<string | null> {
    await writeFile(this.file, source);
    const result = compilePolicy(this.file);
    const polluted = Object.keys(Object.prototype);
    if (polluted.length > 0) return `Object.prototype has ${polluted.join()}`;
    if (result.kind === "compiled") return null;
    if (result.diagnostics.length === 0) return "it is refused without a reason";
    const lines = source.split(/\r\n|[\n\r\u2028\u2029]/).length;
    for (const { code, blame, message, remedy, place } of result.diagnostics) {
      if (!/^(L\d{3}|policy\/\w+)$/.test(code)) return `the code ${code}`;
      if (blame !== "user") return `${code} blames ${blame}`;
      if (message.trim() === "" || remedy === undefined) return `${code} does not help`;
      if (place === undefined) return `${code} has no place: ${message}`;
      const isTheirs = place.file.endsWith("policy.ts") && !place.file.includes("spec/");
      if (isTheirs && (place.line < 1 || place.line > lines)) {
        return `${code} is in line ${place.line} of ${lines}`;
      }
    }
    return null;
  }
}
