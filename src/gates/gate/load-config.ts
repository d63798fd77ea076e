import { dirname, resolve } from "node:path";
import type { Node } from "ts-morph";
import type { z } from "zod";
import type { Place } from "../../base/diagnostic/diagnostic.js";
import { placeOf } from "../../compiler/lang/diagnostics.js";
import { readConfigSources } from "./config-sources.js";
import { configValue } from "./config-value.js";
import { type DataKey, nodeOfData } from "./data-place.js";
import { configShape } from "./diagnostics.js";
import { type Config, configSchema } from "./schema.js";

/** A config, and where its parts were written. */
export interface LoadedConfig {
  /** Absolute. */
  readonly file: string;
  /** The folder that paths in the config are relative to. */
  readonly folder: string;
  readonly config: Config;
  /** The config and what it imports, absolute. */
  readonly sources: readonly string[];
}

/** A loaded config that TypeScript still has at hand. */
export interface OpenConfig extends LoadedConfig {
  /** The place of a part of the config, or of the nearest part around it that is written out. */
  readonly place: (path: readonly DataKey[]) => Place;
  /** The node that `place` is of. */
  readonly node: (path: readonly DataKey[]) => Node;
}

/**
 * Loads a config: type-checked, executed by itself, and its form checked.
 *
 * @throws Diagnostic `gate/config-…`, with its place
 */
export function loadConfig(path: string): OpenConfig {
  const file = resolve(path);
  const sources = readConfigSources(file);
  const value = configValue(sources);
  const node = (at: readonly DataKey[]): Node => nodeOfData(sources.file, at);
  const place = (at: readonly DataKey[]): Place => placeOf(node(at));
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const at = issue?.path ?? [];
    throw configShape(issue === undefined ? "this is no config" : problemText(issue), place(at));
  }
  return {
    file,
    folder: dirname(file),
    config: parsed.data,
    sources: sources.files.map((source) => resolve(source.getFilePath())),
    place,
    node,
  };
}

/** The names of all gates of a config, about policies and about engines. */
export function gateNames({ config }: LoadedConfig): readonly string[] {
  return [...config.gates, ...config.conformance].map(({ name }) => name);
}

/** `gates[0].expect.ideal must be …`. */
function problemText(issue: z.core.$ZodIssue): string {
  const where = issue.path.reduce<string>(
    (text, key) =>
      typeof key === "number"
        ? `${text}[${key}]`
        : `${text}${text === "" ? "" : "."}${String(key)}`,
    "",
  );
  const what = issue.message.replace(/^Invalid input: /, "").replace(/\.$/, "");
  return where === "" ? `a config: ${what}` : `\`${where}\`: ${what}`;
}
