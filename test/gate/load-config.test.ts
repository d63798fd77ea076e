import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, expectTypeOf, test } from "vitest";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import type { GateAxes, GatePlatform, GateProperty } from "../../src/gates/gate/config.js";
import { findConfig } from "../../src/gates/gate/find-config.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import type { AxesNames } from "../../src/machine/configuration/axes.js";
import type { PlatformName } from "../../src/machine/configuration/platform.js";
import type { NmiAnyProperty } from "../../src/machine/model/property-names.js";
import { whole } from "../slice.js";
import { configText, MAINLINE, project } from "./project.js";

/** What a person is told of a config, without the folder of the test. */
function told(files: Readonly<Record<string, string>>): string {
  const folder = project(files);
  try {
    loadConfig(join(folder, "nmicheck.config.ts"));
  } catch (error) {
    if (error instanceof Diagnostic) return renderDiagnostic(error).replaceAll(`${folder}/`, "");
    throw error;
  }
  return "no fault";
}

const toldOf = (text: string): string => told({ "nmicheck.config.ts": text });

test("a config names platforms, properties and axes as the model does", () => {
  expectTypeOf<GatePlatform>().toEqualTypeOf<PlatformName>();
  expectTypeOf<GateProperty>().toEqualTypeOf<NmiAnyProperty>();
  expectTypeOf<GateAxes>().toEqualTypeOf<AxesNames>();
});

describe("a config", () => {
  test("is loaded with what is not given filled in", () => {
    const given = MAINLINE.replace("chain: [2], rips: 1, ", "");
    const folder = project({ "nmicheck.config.ts": configText(given) });
    const { config, sources } = loadConfig(join(folder, "nmicheck.config.ts"));
    expect(config).toEqual({
      gates: [
        {
          name: "mainline",
          policy: "mainline",
          chain: [2, 1],
          rips: 2,
          scope: "machine",
          neverReached: [],
          expect: { ideal: { NoFalseSwallow: "violated", NoSpurious: "holds" } },
        },
      ],
      conformance: [],
      pins: "nmicheck.pins",
    });
    expect(sources).toEqual([join(folder, "nmicheck.config.ts")]);
  });

  test("may be computed, from files beside it", () => {
    const folder = project({
      "gates.ts": `export const names = ["a", "b"] as const;`,
      "nmicheck.config.ts": [
        'import { defineConfig } from "nmicheck";',
        'import { names } from "./gates";',
        'const gates = names.map((name) => ({ name, policy: "mainline", expect: { ideal: { NoSpurious: "holds" as const } } }));',
        "export default defineConfig({ gates });",
      ].join("\n"),
    });
    const { config, sources } = loadConfig(join(folder, "nmicheck.config.ts"));
    expect(config.gates.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(sources.map((file) => file.replace(`${folder}/`, "")).sort()).toEqual([
      "gates.ts",
      "nmicheck.config.ts",
    ]);
  });

  test("is found upwards", () => {
    const folder = project({ "nmicheck.config.ts": configText(MAINLINE) });
    expect(findConfig(join(folder, "deep", "down"))).toBe(join(folder, "nmicheck.config.ts"));
  });
});

describe("what is wrong with a config is told with its place", () => {
  test("gate/no-config", () => {
    const folder = project({});
    expect(() => findConfig(folder)).toThrow(
      `there is no nmicheck.config.ts in ${folder} or in a folder above it.`,
    );
  });

  test("gate/config-unreadable", () => {
    expect(told({})).toBe(
      "error[gate/config-unreadable]: nmicheck.config.ts cannot be read: there is no such file.\n" +
        "  → `node dist/cli.js init` writes a first config; `--config FILE` names another.",
    );
  });

  test("gate/config-type, for what is no TypeScript, before all that follows from it", () => {
    expect(toldOf(configText("{ name: "))).toMatch(
      /^error\[gate\/config-type\]: TypeScript 1\d{3}: [^\n]+\nnmicheck\.config\.ts:5:/,
    );
  });

  test("gate/config-type, for a name that is none", () => {
    expect(toldOf(configText(MAINLINE.replace("NoSpurious", "NoSporious")))).toContain(
      "error[gate/config-type]: TypeScript 2561: ",
    );
    expect(toldOf(configText(MAINLINE.replace('"holds"', '"hold"')))).toContain(
      "error[gate/config-type]: TypeScript 2820: Type '\"hold\"' is not assignable to type 'ExpectedVerdict | undefined'. Did you mean '\"holds\"'?.\nnmicheck.config.ts:4:109\n",
    );
  });

  test("gate/config-type, for an axis or a value that there is not", () => {
    const gateWith = (axes: string): string =>
      toldOf(configText(MAINLINE.replace("policy:", `axes: ${axes}, policy:`)));
    expect(gateWith('{ nestin: "yes" }')).toContain("'nestin' does not exist in type 'GateAxes'");
    expect(gateWith('{ nesting: "maybe" }')).toMatch(
      /^error\[gate\/config-type\]: TypeScript 2322: Type '"maybe"' is not assignable to type '"no" \| "yes" \| undefined'/,
    );
    expect(gateWith('{ nesting: "yes" }')).toBe("no fault");
  });

  test("gate/config-shape, for axes that TypeScript does not see", () => {
    const untyped = (axes: string): string =>
      toldOf(
        `const gate: any = { name: "a", policy: "v5", axes: ${axes}, expect: { ideal: { NoMasked: "holds" } } };\nexport default { gates: [gate] };\n`,
      );
    expect(untyped('{ nestin: "yes" }')).toContain(
      'error[gate/config-shape]: `gates[0].axes`: Unrecognized key: "nestin".\nnmicheck.config.ts:1:',
    );
    expect(untyped('{ nesting: "maybe" }')).toContain(
      'error[gate/config-shape]: `gates[0].axes.nesting`: Invalid option: expected one of "no"|"yes".\nnmicheck.config.ts:1:',
    );
  });

  test("gate/config-shape, for a property that the machine of the gate cannot be asked", () => {
    expect(toldOf(configText(MAINLINE.replace("NoSpurious", "NoHidden")))).toContain(
      '`gates[0].expect.ideal.NoHidden`: NoHidden is about machines with axes, and this one has none; name one, for example `axes: { "unknown-chain": "greedy" }`; `node dist/cli.js axes` lists them.\nnmicheck.config.ts:4:',
    );
  });

  test("gate/config-import", () => {
    expect(toldOf('import { readFileSync } from "node:fs";\nexport default readFileSync;\n')).toBe(
      "error[gate/config-import]: a config cannot import `node:fs`: its meaning would depend on more than its text.\n" +
        "nmicheck.config.ts:1:30\n" +
        '  1 | import { readFileSync } from "node:fs";\n' +
        "    |                              ^\n" +
        "  → import `nmicheck` and TypeScript files beside the config only.",
    );
    expect(toldOf('export default await import("./other.js");\n')).toContain(
      'a config cannot import `import("./other.js")`',
    );
    expect(toldOf('const x: import("./other.js").Other = 1;\nexport default x;\n')).toContain(
      'a config cannot import `import("./other.js").Other`',
    );
    expect(toldOf('/// <reference lib="dom" />\nexport default {};\n')).toContain(
      "a config cannot import `dom`",
    );
    expect(toldOf('import "../outside.js";\nexport default {};\n')).toContain(
      "[gate/config-import]",
    );
  });

  test.each(["process.env.CI", "Date.now()", "Math.random()", "globalThis", 'eval("1")', "fetch"])(
    "gate/config-impure: %s",
    (expression) => {
      const text = toldOf(`const x: unknown = ${expression};\nexport default { gates: [], x };\n`);
      const name = expression.replace(/(\.env.*|\.now.*|\(.*)$/, "");
      expect(text).toContain(
        `error[gate/config-impure]: a config cannot use \`${name}\`: its meaning would depend on more than its text.\nnmicheck.config.ts:1:20\n`,
      );
    },
  );

  test("gate/config-export", () => {
    expect(toldOf("export const gates = [];\n")).toBe(
      "error[gate/config-export]: the config has no default export.\n" +
        "nmicheck.config.ts:1:1\n" +
        "  1 | export const gates = [];\n" +
        "    | ^\n" +
        "  → write `export default defineConfig({ gates: [ … ] });`.",
    );
  });

  test("gate/config-runs, for what it throws, where it throws", () => {
    expect(
      toldOf(
        'interface Wide {\n  readonly many: string;\n}\nconst fail = (): Wide => {\n  throw new Error("no gates today");\n};\nexport default fail();\n',
      ),
    ).toBe(
      "error[gate/config-runs]: nmicheck.config.ts cannot be executed: no gates today.\n" +
        "nmicheck.config.ts:5:9\n" +
        '  5 |   throw new Error("no gates today");\n' +
        "    |         ^\n" +
        "  → a config only says what is to be checked: let it build one value and export it.",
    );
  });

  whole("gate/config-runs, for a loop without an end", () => {
    expect(toldOf("for (;;) {}\nexport default {};\n")).toContain(
      "nmicheck.config.ts cannot be executed: it did not end within 2 s.",
    );
  });

  test.each([
    ["constructors of functions", '(() => {}).constructor("return process")()'],
    ["the host's objects", '[].constructor.constructor("return process")()'],
  ])("nothing outside is reached through %s", (_, expression) => {
    expect(toldOf(`const x: any = ${expression};\nexport default { gates: [x] };\n`)).toContain(
      "Code generation from strings disallowed",
    );
  });

  test.each([
    ["{ gates: [] }", "`gates`: has no gate: nothing would be checked.", "1:25"],
    [
      '{ gates: [{ name: "a b", policy: "v5", expect: { ideal: { NoMasked: "holds" } } }] }',
      "`gates[0].name`: must be 1 to 64 letters, digits, `.`, `_` or `-`.",
      "1:34",
    ],
    [
      '{ gates: [{ name: "a", policy: "v5", replay: [{ command: "reference" }], expect: { ideal: { NoMasked: "holds" } } }] }',
      '`gates[0].replay[0].command`: `reference` is the name of an engine: write `"reference"` for that one, or a path (`./reference`) for a program of your own.',
      "1:73",
    ],
    [
      '{ gates: [{ name: "a", policy: "v5", expect: {} }] }',
      "`gates[0].expect`: is empty: nothing would be checked.",
      "1:61",
    ],
    [
      '{ gates: [{ name: "a", policy: "v5", expect: { ideal: {} } }] }',
      "`gates[0].expect.ideal`: is empty: nothing would be checked.",
      "1:70",
    ],
    [
      '{ gates: [{ name: "a", policy: "v5", chain: [0], expect: { ideal: { NoMasked: "holds" } } }] }',
      "`gates[0].chain`: the chain `0` has a handler with 0 slots; each needs at least one.",
      "1:60",
    ],
    [
      '{ gates: [{ name: "a", policy: "v5", rips: 99, expect: { ideal: { NoMasked: "holds" } } }] }',
      "`gates[0].rips`: `99` is not a number of ips.",
      "1:59",
    ],
    [
      '{ gates: [{ name: "a", polcy: "v5", expect: { ideal: { NoMasked: "holds" } } }] }',
      "`gates[0].policy`: expected string, received undefined.",
      "1:26",
    ],
    ["12", "a config: expected object, received number.", "1:16"],
  ])("gate/config-shape: %s", (value, message, place) => {
    const text = toldOf(`export default ${value};\n`);
    expect(text).toContain(`error[gate/config-shape]: ${message}\nnmicheck.config.ts:${place}\n`);
  });

  test("two gates of one name", () => {
    expect(toldOf(configText(MAINLINE, MAINLINE))).toContain(
      "`gates[1].name`: is the name of two gates: `mainline`.\nnmicheck.config.ts:5:9\n",
    );
  });
});

test("a config that is changed is loaded anew", () => {
  const folder = project({ "nmicheck.config.ts": configText(MAINLINE) });
  const file = join(folder, "nmicheck.config.ts");
  expect(loadConfig(file).config.gates).toHaveLength(1);
  writeFileSync(file, configText(MAINLINE, MAINLINE.replace('"mainline"', '"again"')));
  expect(loadConfig(file).config.gates).toHaveLength(2);
});
