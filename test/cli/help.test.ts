import { beforeAll, describe, expect, test } from "vitest";
import { commandsIn, examplesIn, optionsIn, partsOf } from "./help-text.js";
import { nmicheck } from "./nmicheck.js";
import { nmicheckEach } from "./nmicheck-each.js";

/** The help of each command, in short and with everything. */
const helps = new Map<string, { readonly short: string; readonly all: string }>();
let program = "";

beforeAll(async () => {
  program = (await nmicheck(["--help"])).stdout;
  const names = commandsIn(program);
  const ended = await nmicheckEach(
    names.flatMap((name) => [
      [name, "--help"],
      [name, "--help-all"],
    ]),
  );
  for (const name of names) {
    const [short, all] = [ended([name, "--help"]), ended([name, "--help-all"])];
    expect([name, short.exitCode, all.exitCode, all.stderr]).toEqual([name, 0, 0, ""]);
    helps.set(name, { short: short.stdout, all: all.stdout });
  }
});

const helpOf = (name: string) => helps.get(name) ?? { short: "", all: "" };

test("the program lists each command under what it is for, and says where to begin", () => {
  expect([...partsOf(program).keys()]).toEqual([
    "Options",
    "What holds, and what does not",
    "One behaviour, seen",
    "Kernels and logs",
    "In your project",
    "The tool itself",
    "Begin with",
  ]);
  expect(helps.size).toBeGreaterThan(20);
  expect(program).toContain("node dist/cli.js play --open\n");
});

test("each command has its options in groups, the help last but for examples", () => {
  const order = ["Arguments", "Question", "Machine", "Engine", "Checker", "Output", "Help"];
  for (const [name, { short, all }] of helps) {
    for (const help of [short, all]) {
      const headings = [...partsOf(help).keys()];
      expect([name, ...headings]).toEqual([
        name,
        ...order.filter((heading) => headings.includes(heading)),
        "Examples",
      ]);
    }
  }
});

test("the examples of a command are of that command, and its options are there", () => {
  for (const [name, { short, all }] of helps) {
    const examples = examplesIn(short);
    expect([name, examples.length > 0]).toEqual([name, true]);
    expect(examplesIn(all)).toEqual(examples);
    const options = [...partsOf(all).values()].flatMap(optionsIn);
    for (const typed of examples) {
      expect(typed.split(" ")[0], typed).toBe(name);
      const named = [...typed.matchAll(/(?<= )--[a-z-]+/g)].map(([option]) => option);
      expect(named.filter((option) => !options.includes(option), typed)).toEqual([]);
    }
  }
});

describe("options for experts", () => {
  test("are left out by --help, and are in --help-all", () => {
    const { short, all } = helpOf("check");
    const missing = (part: string) => {
      const shown = optionsIn(partsOf(short).get(part) ?? "");
      return optionsIn(partsOf(all).get(part) ?? "").filter((option) => !shown.includes(option));
    };
    expect(missing("Checker")).toEqual([
      ...["--workers", "--heap", "--tlc-jar", "--reductions"],
      ...["--checkpoint", "--distributed", "--listen"],
    ]);
    expect(missing("Output")).toEqual(["--save-explorer"]);
    expect(missing("Machine")).toEqual([]);
    expect(short).toContain("  --help-all            the same with 8 more, for experts\n");
  });

  test("a command without any does not speak of them, and takes --help-all all the same", () => {
    const { short, all } = helpOf("axes");
    expect(short).not.toContain("--help-all");
    expect(all).toBe(short);
  });

  test("are found from a typing error as the others are", async () => {
    const { stderr, exitCode } = await nmicheck(["check", "--worker", "2"]);
    expect(stderr).toContain("(Did you mean --workers?)");
    expect(exitCode).toBe(2);
  });
});
