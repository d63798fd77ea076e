import { beforeAll, expect, test } from "vitest";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";
import { type EndedOf, nmicheckEach } from "./nmicheck-each.js";

/** What was typed, and the first line that is shown: each is the user's mistake, and nothing runs. */
const refused: readonly (readonly [typed: string, message: string])[] = [
  // A number is written in plain decimal digits.
  ["check --ips 0x10", "[configuration/ips]: `0x10` is not a number of ips."],
  ["check --ips 1e1", "[configuration/ips]: `1e1` is not a number of ips."],
  ["check --ips 02", "[configuration/ips]: `02` is not a number of ips."],
  [
    "check --timeout 1e3",
    "[configuration/number]: `--timeout` takes a whole number above 0, not `1e3`.",
  ],
  [
    "check --workers +2",
    "[configuration/number]: `--workers` takes a whole number above 0, not `+2`.",
  ],
  [
    "find NoMasked --max-events 0b11",
    "[configuration/number]: `--max-events` takes a whole number above 0, not `0b11`.",
  ],
  [
    "check --chain 0x2,1",
    "[configuration/chain]: the chain `0x2,1` has `0x2` where a whole number should be.",
  ],
  [
    "conform --cpus 2.0",
    "[configuration/number]: `--cpus` takes a whole number above 0, not `2.0`.",
  ],
  // One value is not dropped for another.
  [
    "check --chain 1 --chain 2",
    "[configuration/option-twice]: `--chain` takes one value, and has two: `1` and `2`.",
  ],
  [
    "limits --walk chain --walk seed",
    "[configuration/option-twice]: `--walk` takes one value, and has two: `chain` and `seed`.",
  ],
  [
    "replay x --engine model --engine reference",
    "[configuration/option-twice]: `--engine` takes one value, and has two: `model` and `reference`.",
  ],
  [
    "check --axis touch=yes --axis touch=no",
    "[configuration/option-twice]: the axis touch has one value, and is given two: `touch=yes` and `touch=no`.",
  ],
  [
    "conform --axis handler-quirk=greedy --axis handler-quirk=no-ack",
    "[configuration/option-twice]: the axis handler-quirk has one value, and is given two: `handler-quirk=greedy` and `handler-quirk=no-ack`.",
  ],
  [
    "check --axis touch=yes=no",
    "[configuration/unknown-name]: there is no value of the axis touch `yes=no`.",
  ],
  [
    "check --axis manners=greedy --axis handler-quirk=no-ack",
    "[configuration/option-twice]: the axis handler-quirk has one value, and is given two: `manners=greedy` and `handler-quirk=no-ack`.",
  ],
  [
    "check --rips 2 --ips 2",
    "[configuration/options-exclude]: `--rips` and `--ips` do not go together: they are one option.",
  ],
  // Nothing is named twice, and no item of a list is empty.
  ["check --policy v5 --policy v5", "[configuration/listed-twice]: `--policy` names `v5` twice."],
  [
    "check --policy none --policy museum",
    "[configuration/listed-twice]: `--policy` names `none` twice.",
  ],
  [
    "check --property NoMasked --property NoMasked",
    "[configuration/listed-twice]: `--property` names `NoMasked` twice.",
  ],
  [
    "conform --chain 2,1 --chain [2,1]",
    "[configuration/listed-twice]: `--chain` names `[2,1]` twice.",
  ],
  [
    "check --policy test/api/policies/once.ts --policy ./test/api/policies/once.ts",
    "[configuration/listed-twice]: `--policy` names `./test/api/policies/once.ts` twice.",
  ],
  ["limits --observe rip,rip", "[configuration/listed-twice]: `--observe` names `rip` twice."],
  ["limits --observe rip,", "[configuration/empty-item]: `--observe rip,` has an empty item."],
  [
    "check --reductions symmetry,,dead",
    "[configuration/empty-item]: `--reductions symmetry,,dead` has an empty item.",
  ],
  // No option is passed over for another.
  [
    "replay x --engine model --engine-command ./e",
    "[configuration/options-exclude]: `--engine` and `--engine-command` do not go together: traces are played on one engine.",
  ],
  [
    "conform --engine model --engine-command ./e",
    "[configuration/options-exclude]: `--engine` and `--engine-command` do not go together: one engine is checked against the model.",
  ],
  [
    "check --checker explorer --tlc-jar x.jar",
    "[configuration/options-exclude]: `--tlc-jar` and `--checker explorer` do not go together: the explorer runs without TLC.",
  ],
  [
    "check --watch --policy once.ts --save-explorer x.js",
    "[configuration/options-exclude]: `--watch` and `--save-explorer` do not go together: a watch asks the explorer anew at every save, and nothing beside it.",
  ],
  [
    "gate --update --json",
    "[configuration/options-exclude]: `--update` and `--json` do not go together: an update writes expectations, and reports nothing.",
  ],
  [
    "find NoMasked --json --format table",
    "[configuration/options-exclude]: `--json` and `--format` do not go together: the one is `--format json`.",
  ],
  [
    "report --no-find --max-events 2",
    "[configuration/options-exclude]: `--max-events` and `--no-find` do not go together: without the search nothing has that bound.",
  ],
  [
    "atlas --json --out x",
    "[configuration/options-exclude]: `--json` and `--out` do not go together: a folder gets the page and the document.",
  ],
];

/** The remedy is for what was typed. */
const remedied: readonly (readonly [typed: string, message: string, remedy: string])[] = [
  [
    "find NoHidden",
    "NoHidden is about machines with axes, and this one has none.",
    "name one, for example `--axis unknown-chain=greedy`; `node dist/cli.js axes` lists them.",
  ],
  [
    "find EveryEventHandled",
    "EveryEventHandled is about what must happen eventually, and `find` cannot be asked about that.",
    "`node dist/cli.js check --property EveryEventHandled` can.",
  ],
  [
    "mutate --policy mainline --property RepeatedExternalReported",
    "RepeatedExternalReported is about what must happen eventually, and `mutate` cannot be asked about that.",
    "`node dist/cli.js check --property RepeatedExternalReported` can.",
  ],
  [
    "report --property NoForgottenSource",
    "NoForgottenSource is about machines with axes, and this one has none.",
    "name one, for example `--axis reason-port=yes`; `node dist/cli.js axes` lists them.",
  ],
  [
    "report --property EveryEventHandled",
    "EveryEventHandled is about what must happen eventually, and `report` cannot be asked about that.",
    "`node dist/cli.js check --property EveryEventHandled` can.",
  ],
  [
    "check --property NoNeedlessPanic",
    "NoNeedlessPanic is about machines with axes, and this one has none.",
    "name one, for example `--axis panic=unknown`; `node dist/cli.js axes` lists them.",
  ],
];

let ended: EndedOf;
beforeAll(async () => {
  ended = await nmicheckEach([...refused, ...remedied].map(([typed]) => typed.split(" ")));
});

test.each(refused)("%s", (typed, message) => {
  const { exitCode, stdout, stderr } = ended(typed.split(" "));
  expect(stderr.split("\n")[0]).toBe(`error${message}`);
  expect(stdout).toBe("");
  expect(exitCode).toBe(2);
});

test.each(remedied)("%s: what fixes it", (typed, message, remedy) => {
  const { exitCode, stderr } = ended(typed.split(" "));
  const [first, last] = stderr.split("\n");
  expect(first).toMatch(/^error\[configuration\/(needs-axes|asked-elsewhere)\]: /);
  expect(first?.replace(/^\S+ /, "")).toBe(message);
  expect(last).toBe(`  → ${remedy}`);
  expect(exitCode).toBe(2);
});

whole("former names are read, and shown by their present ones", async () => {
  const former = ["--rips", "1", "--axis", "manners=keeps", "--axis", "told=handlers"];
  const present = [
    "--ips",
    "1",
    "--axis",
    "handler-quirk=no-ack",
    "--axis",
    "policy-input=handlers",
  ];
  const [one, other] = await Promise.all(
    [former, present].map((options) => nmicheck(["explain", "--chain", "1", ...options])),
  );
  expect(one?.exitCode).toBe(0);
  expect(one?.stdout).toContain("handler-quirk=no-ack");
  expect(one?.stdout).toBe(other?.stdout);
  const { stdout } = await nmicheck(["check", "--help"]);
  expect(stdout).toContain("--ips <number>");
  expect(stdout).not.toContain("--rips");
});
