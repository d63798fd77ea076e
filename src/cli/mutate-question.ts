import { resolve } from "node:path";
import type { NamedPolicyEvents } from "../analyses/learn/named-policy.js";
import { type GateLayer, gateLayers } from "../analyses/mutate/gates.js";
import type { Diagnostic } from "../base/diagnostic/diagnostic.js";
import type { ExpectedVerdict } from "../gates/gate/config.js";
import { unknownGate } from "../gates/gate/diagnostics.js";
import { findConfig, nearestConfig } from "../gates/gate/find-config.js";
import { axesKey, bareAxes } from "../machine/configuration/named-axes.js";
import { optionsExclude } from "../machine/configuration/option-diagnostics.js";
import { readProperty } from "../machine/configuration/property.js";
import { readName } from "../machine/configuration/read.js";
import {
  everyStateProperty,
  isLivenessProperty,
  type NmiLivenessProperty,
  type NmiProperty,
} from "../machine/model/property-names.js";
import { machineText, type Subject } from "../machine/subject.js";
import { type QuestionOptions, readAnyQuestion } from "./question.js";

/** The options of `nmicheck mutate` as the command line gives them. */
export interface MutateOptions extends QuestionOptions {
  readonly config?: string;
  readonly gate?: readonly string[];
  readonly file?: readonly string[];
  readonly by?: readonly string[];
  readonly json?: boolean;
  /** False with `--no-cache`. */
  readonly cache?: boolean;
}

/** One policy on one machine, and what is asked of it. */
export interface MutateSubject extends Subject {
  /** The gate of the config; null where options say what is asked. */
  readonly gate: string | null;
  readonly properties: readonly NmiProperty[];
  /** What the gate asks of the end: it is not asked again of each mutant. */
  readonly unasked?: readonly NmiLivenessProperty[];
  /** What the config expects; null where it is not for a config to say. */
  readonly expected: ((property: NmiProperty) => ExpectedVerdict | undefined) | null;
}

/** Who is asked about each mutant. */
export interface MutateQuestion {
  readonly subjects: readonly MutateSubject[];
  readonly layers: readonly GateLayer[];
}

export type ReadMutateQuestion =
  | ({ readonly kind: "read" } & MutateQuestion)
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

const QUESTION_OPTIONS = [
  "policy",
  "platform",
  "chain",
  "ips",
  "property",
  "axis",
  "axes",
] as const;

/**
 * Who is asked: the gates of the project's config, or those of them that were named; what the
 * options say where there are such, and the scorecard where there is no config.
 *
 * @throws Diagnostic `configuration/…`, `gate/…`, and those of the gates' policies
 */
export async function readMutateQuestion(
  options: MutateOptions,
  events: NamedPolicyEvents,
): Promise<ReadMutateQuestion> {
  const layers = (options.by ?? gateLayers).map((name) => readName("layer", name, gateLayers));
  const asked = QUESTION_OPTIONS.find((name) => options[name] !== undefined);
  const ofConfig = (["config", "gate"] as const).find((name) => options[name] !== undefined);
  if (asked !== undefined && ofConfig !== undefined) {
    throw optionsExclude(`--${ofConfig}`, `--${asked}`, "a gate says itself what is asked");
  }
  const file = asked === undefined ? configFile(options) : null;
  if (file !== null) {
    return { kind: "read", layers, subjects: await subjectsOfGates(file, options.gate) };
  }
  const read = await readAnyQuestion(options, events);
  if (read.kind === "refused") return read;
  const { subjects, properties, liveness } = read;
  for (const name of liveness) readProperty("`mutate`", name, everyStateProperty);
  return {
    kind: "read",
    layers,
    subjects: subjects.map((one) => ({ ...one, gate: null, properties, expected: null })),
  };
}

/** A gate that was named must be found, and so must a config. */
function configFile({ config, gate }: MutateOptions): string | null {
  if (config !== undefined) return resolve(config);
  return gate === undefined ? nearestConfig(process.cwd()) : findConfig(process.cwd());
}

async function subjectsOfGates(
  file: string,
  names: readonly string[] | undefined,
): Promise<readonly MutateSubject[]> {
  const { loadConfig } = await import("../gates/gate/load-config.js");
  const { prepare } = await import("../gates/gate/prepare.js");
  const opened = loadConfig(file);
  const known = opened.config.gates.map(({ name }) => name);
  for (const name of names ?? []) if (!known.includes(name)) throw unknownGate(name, known);
  const subjects: MutateSubject[] = [];
  for (const [index, gate] of opened.config.gates.entries()) {
    if (names?.includes(gate.name) === false) continue;
    const preparation = await prepare(opened, gate, index);
    if (preparation.kind === "refused") {
      throw preparation.diagnostics[0] ?? new Error(`${gate.policy} was refused without a reason`);
    }
    for (const { subject, properties: all } of preparation.prepared.asked) {
      const properties = everyStateProperty.filter((name) => all.some((one) => one === name));
      const verdicts = new Map(Object.entries(gate.expect[subject.platform.name] ?? {}));
      const expected = (property: NmiProperty): ExpectedVerdict | undefined =>
        verdicts.get(property);
      const unasked = all.filter(isLivenessProperty);
      subjects.push({ ...subject, gate: gate.name, properties, unasked, expected });
    }
  }
  return subjects;
}

/** The names of all that is asked, each once. */
export function namesOf({ subjects }: MutateQuestion) {
  return {
    gates: [...new Set(subjects.flatMap(({ gate }) => gate ?? []))],
    policies: [...new Set(subjects.map(({ policy }) => policy.name))],
    platforms: [...new Set(subjects.map(({ platform }) => platform.name))],
    axes: distinctAxes(subjects),
    properties: [...new Set(subjects.flatMap(({ properties }) => properties))],
  };
}

function distinctAxes(subjects: readonly Subject[]): readonly Readonly<Record<string, string>>[] {
  const machines = subjects.map(({ axes = bareAxes }) => [axesKey(axes), axes.names] as const);
  return [...new Map(machines).values()];
}

/** The machines, each once: `ideal with nesting=yes`. */
export function machinesText({ subjects }: MutateQuestion): string {
  return [...new Set(subjects.map(machineText))].join(", ");
}

/** The chain and the number of RIPs where all subjects have the same, else null. */
export function oneOf({ subjects }: MutateQuestion): {
  readonly chain: readonly number[] | null;
  readonly rips: number | null;
} {
  const [first] = subjects;
  if (first === undefined) return { chain: null, rips: null };
  const { chain, rips } = first.platform;
  return {
    chain: subjects.every(({ platform }) => platform.chain.join() === chain.join()) ? chain : null,
    rips: subjects.every(({ platform }) => platform.rips === rips) ? rips : null,
  };
}
