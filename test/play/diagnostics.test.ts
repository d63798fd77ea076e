import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { noSuchCommand, notInPage, otherPolicy } from "../../src/analyses/play/diagnostics.js";
import { sessionOfLink } from "../../src/analyses/play/link.js";
import { defaultMachine } from "../../src/analyses/play/machine.js";
import { Session } from "../../src/analyses/play/session.js";
import { Terminal } from "../../src/analyses/play/terminal.js";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { packageRoot } from "../../src/base/package/root.js";

const page = readFileSync(join(packageRoot, "docs", "play.md"), "utf8");

function told(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof Diagnostic) return renderDiagnostic(error);
    throw error;
  }
  return "nothing";
}

test.each([
  [
    () => new Session(defaultMachine).play("1kk5"),
    `error[play/no-such-step]: step 4: nothing that can happen here has the key \`5\`.
  → the keys here are 1 2 3 b k.`,
  ],
  [
    () => new Session(defaultMachine).goTo(7),
    `error[play/nowhere]: there is no state \`7\`.
  → \`tree\` shows the states, with their numbers.`,
  ],
  [
    () => sessionOfLink("#/graph"),
    `error[play/link]: \`#/graph\` is no link to a state.
  → a link is \`#/play/POLICY/PLATFORM/CHAIN/RIPS/AXES/KEYS\`; \`link\` shows that of a state.`,
  ],
  [
    () => sessionOfLink("#/play/mainlin/ideal/2,1/2//1"),
    `error[configuration/unknown-name]: there is no policy \`mainlin\`.
  → did you mean \`mainline\`? Known: none, v5, mainline.`,
  ],
  [
    () => {
      throw noSuchCommand("jump");
    },
    `error[play/no-such-command]: \`jump\` is no command, and no keys of steps.
  → \`help\` lists the commands.`,
  ],
  [
    () => {
      throw otherPolicy("v5", "mainline");
    },
    `error[play/other-policy]: the trace is of the policy v5, and \`--policy\` names mainline.
  → leave \`--policy\` out, or name that one.`,
  ],
  [
    () => {
      throw notInPage("once");
    },
    `error[play/not-in-page]: the page plays the built-in policies, and once is none.
  → \`--terminal\` plays any policy.`,
  ],
])("%s", (make, text) => {
  expect(told(make)).toBe(text);
  const [code] = /^error\[[^\]]+\]/.exec(text) ?? [];
  if (code?.includes("play/") === true) expect(page).toContain(`| \`${code}\` |`);
});

test("the page of the command lists the commands as help does", async () => {
  const terminal = new Terminal(new Session(defaultMachine), "NoFalseSwallow", {
    save: () => Promise.reject(new Error("nothing is saved")),
    load: () => Promise.reject(new Error("nothing is loaded")),
  });
  const { text } = await terminal.answer("help");
  expect(page).toContain(`\`\`\`\n${text}\n\`\`\``);
});
