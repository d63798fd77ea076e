import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { commandsIn } from "./help-text.js";
import { nmicheck } from "./nmicheck.js";
import { nmicheckEach } from "./nmicheck-each.js";

/** The options of each command, as its help has them. */
const commands = new Map<string, ReadonlySet<string>>();

beforeAll(async () => {
  const names = commandsIn((await nmicheck(["--help"])).stdout);
  const ended = await nmicheckEach(names.map((name) => [name, "--help-all"]));
  for (const name of names) {
    const help = ended([name, "--help-all"]).stdout;
    commands.set(name, new Set([...help.matchAll(/--[a-z-]+/g)].map(([option]) => option)));
  }
});

/** The lines of the sources that are no comments. */
const sources: readonly { readonly place: string; readonly line: string }[] = readdirSync(
  join(packageRoot, "src"),
  { recursive: true, encoding: "utf8" },
)
  .filter((name) => name.endsWith(".ts"))
  .flatMap((name) =>
    readFileSync(join(packageRoot, "src", name), "utf8")
      .split("\n")
      .map((line, index) => ({ place: `src/${name}:${index + 1}`, line }))
      .filter(({ line }) => !/^\s*(\/\/|\/?\*)/.test(line)),
  );

const optionsIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option);

test("every command that a message names is one, with the options that it has", () => {
  // A message that begins with the word is prose.
  const told = sources.filter(({ line }) => !line.includes("message: `nmicheck "));
  const named = told.flatMap(({ place, line }) =>
    // What is in braces is put in when the message is made.
    [
      ...line.matchAll(
        /(?:`|\\`|programName\(\)\} )nmicheck ([^`\\/]*)|programName\(\)\} ([^`\\]*)/g,
      ),
    ]
      .map(([, typed, again]) => ({ place, typed: (typed ?? again ?? "").trim() }))
      .filter(({ typed }) => /^[a-z]/.test(typed)),
  );
  expect(named.length).toBeGreaterThan(25);
  const wrong = named.flatMap(({ place, typed }) => {
    const [command = ""] = typed.split(" ");
    const options = commands.get(command);
    if (options === undefined) return [`${place}: there is no command ${command}`];
    return optionsIn(typed)
      .filter((option) => !options.has(option))
      .map((option) => `${place}: ${command} has no ${option}`);
  });
  expect(wrong).toEqual([]);
});

test("every option that a fault names is one of some command", () => {
  const known = new Set([...commands.values()].flatMap((options) => [...options]));
  // Options of other programs in commands that diagnostics name.
  const foreign = ["--yes", "--no-install-recommends", "--ask"];
  const named = sources
    .filter(({ place }) => /diagnostics\.ts:/.test(place))
    .flatMap(({ place, line }) => optionsIn(line).map((option) => ({ place, option })));
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter(({ option }) => !known.has(option) && !foreign.includes(option))).toEqual([]);
});

test("a command is named so that it can be typed: between backticks", () => {
  const bare = sources.filter(
    ({ place, line }) =>
      /diagnostics\.ts:/.test(place) &&
      [...commands.keys()].some((name) =>
        new RegExp(`(?<![\`\\w/])nmicheck ${name}(?![\\w-])`).test(line),
      ),
  );
  expect(bare).toEqual([]);
});
