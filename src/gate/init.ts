import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { check } from "../check/check.js";
import { DEFAULT_CHAIN, DEFAULT_RIPS, namedPlatform } from "../configuration/platform.js";
import { nmiProperties } from "../explore/nmi-model.js";
import { errorCode, reasonOf } from "../fault/system-error.js";
import { type LoadedPolicy, loadPolicy } from "../policy/load.js";
import { configExists, unwritable } from "./faults.js";
import { CONFIG_FILE } from "./find-config.js";
import { loadConfig } from "./load-config.js";
import { pinFile } from "./pin-file.js";
import { pinsFolder } from "./prepare.js";
import { runGates } from "./run-gates.js";
import { updateExpectations } from "./update.js";

/** What was written. */
export interface Initialised {
  readonly config: string;
  readonly pins: string;
}

/**
 * Writes a first config into `folder`, with one gate about `policy` that passes as it is: the
 * embedded explorer says what to expect. Overwrites nothing.
 *
 * @param policy a built-in policy, or the file of one
 * @throws Fault `gate/config-exists`, `gate/unwritable`, and those of the policy
 */
export async function initialise(
  folder: string,
  policy: string,
  version: string,
): Promise<Initialised> {
  const config = join(folder, CONFIG_FILE);
  if (existsSync(config)) throw configExists(config);
  const loaded = await loadPolicy(policy);
  if (loaded.kind === "refused") {
    throw loaded.faults[0] ?? new Error(`${policy} was refused without a reason`);
  }
  const gate = gateNameOf(loaded.policy.name);
  const pins = pinFile(join(folder, "nmicheck.pins"), gate);
  if (existsSync(pins)) throw configExists(pins);
  const text = await firstConfig(folder, gate, loaded.policy, version);
  try {
    // Somebody else's file that has come meanwhile stays.
    await writeFile(config, text, { flag: "wx" });
  } catch (error) {
    if (errorCode(error) === "EEXIST") throw configExists(config);
    throw unwritable(config, reasonOf(error));
  }
  const opened = loadConfig(config);
  const run = await runGates(opened, { version, checker: "explorer", cache: false });
  await updateExpectations(opened, run);
  return { config, pins: pinFile(pinsFolder(opened), gate) };
}

/** A gate named after a policy, whose name may have letters that the name of a gate has not. */
function gateNameOf(policy: string): string {
  const plain = policy.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+|-+$/g, "");
  return plain === "" ? "policy" : plain.slice(0, 64);
}

async function firstConfig(
  folder: string,
  gate: string,
  policy: LoadedPolicy,
  version: string,
): Promise<string> {
  const platform = namedPlatform("ideal", DEFAULT_CHAIN, DEFAULT_RIPS);
  const { results } = await check(
    { subjects: [{ policy, platform }], properties: nmiProperties, version },
    { checker: "explorer" },
    {},
  );
  const verdicts = results.map(
    ({ property, verdict }) =>
      `          ${property}: "${verdict.verdict === "violated" ? "violated" : "holds"}",`,
  );
  return [
    'import { defineConfig } from "nmicheck";',
    "",
    "export default defineConfig({",
    "  gates: [",
    "    {",
    `      name: ${JSON.stringify(gate)},`,
    `      policy: ${JSON.stringify(written(policy, folder))},`,
    `      chain: [${platform.chain.join(", ")}],`,
    `      rips: ${platform.rips},`,
    "      expect: {",
    "        ideal: {",
    ...verdicts,
    "        },",
    "      },",
    "    },",
    "  ],",
    "});",
    "",
  ].join("\n");
}

/** How the config names a policy: relative to itself, with forward slashes, and as a path. */
function written({ name, origin }: LoadedPolicy, folder: string): string {
  if (origin.kind === "builtIn") return name;
  const way = relative(resolve(folder), origin.file).split(sep).join("/");
  return way.startsWith(".") ? way : `./${way}`;
}
