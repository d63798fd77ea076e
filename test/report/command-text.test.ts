import { execa } from "execa";
import { expect, test } from "vitest";
import { commandText } from "../../src/report/command-text.js";

test("a plain command is written as one writes it", () => {
  expect(commandText(["check", "--chain", "2,1", "--platform", "sticky+shadow"])).toBe(
    "nmicheck check --chain 2,1 --platform sticky+shadow",
  );
});

test("a shell takes every word as it is", async () => {
  const words = ["a b", "it's.ts", "$HOME", "`id`", "a;b", "*.ts", "<img>", "#x", "~/x", "a\\b"];
  const echo = `nmicheck() { printf '%s\\n' "$@"; }`;
  const { stdout } = await execa("sh", ["-c", `${echo}\n${commandText(words)}`]);
  expect(stdout.split("\n")).toEqual(words);
});
