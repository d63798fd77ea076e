import { policies } from "../../spec/policies/all.js";
import { decisionTable } from "../analyses/limits/decision-table.js";
import { hardwareOf } from "../analyses/limits/hardware.js";
import { whyNotJudged } from "../analyses/limits/judged-machines.js";
import { isGain, type Limits, limitsOf } from "../analyses/limits/limits.js";
import {
  aspectTexts,
  DEFAULT_OBSERVATION,
  type Observation,
  observationText,
} from "../analyses/limits/observation.js";
import type { Pair } from "../analyses/limits/pair.js";
import { policyFile } from "../analyses/limits/policy-file.js";
import { bestOf } from "../analyses/limits/synthesis.js";
import { tableLines } from "../analyses/limits/table-text.js";
import { kernelOrigin, kernelTrace, pairTraces } from "../analyses/limits/traces.js";
import { kernelPolicy, walks, walkText } from "../analyses/limits/walk.js";
import { axesKey } from "../machine/configuration/named-axes.js";
import { namedPlatform } from "../machine/configuration/platform.js";
import { type Machine, machineText, type Subject } from "../machine/subject.js";
import { enumerated } from "../machine/trace/words.js";
import { axisParts, axisWords, commandText } from "./command-text.js";
import type { ReportLimits, ReportPair } from "./document.js";
import type { Part, PartQuestion, Walked } from "./parts.js";
import type { ReplayChoice } from "./replayed.js";
import type { ToldTrace } from "./told-trace.js";

/** What a report says of any heuristic. */
export interface LimitsPart {
  readonly limits: readonly ReportLimits[];
  readonly pairs: readonly ReportPair[];
  readonly traces: readonly ToldTrace[];
}

/**
 * A shortest pair of runs for each machine of the report; for the first one, what other observers
 * could tell, and the best policies.
 *
 * @param pairs the answers to `pairQuestions`
 * @throws the signal's reason
 */
export async function limitsPart(
  subjects: readonly Subject[],
  version: string,
  pairs: readonly Part[],
  { signal, onProgress }: Pick<ReplayChoice, "signal" | "onProgress">,
): Promise<LimitsPart> {
  const collected = new Collected(version);
  const [first, ...others] = machines(subjects);
  if (first === undefined) return collected;
  onProgress?.(`what any heuristic can know on ${machineText(first)}`);
  const request = { ...first, observation: DEFAULT_OBSERVATION };
  await collected.addLimits(first, await limitsOf(request, undefined, { signal }));
  for (const [index, machine] of others.entries()) {
    const part = pairs[index];
    if (part?.about !== "pair") throw new Error(`no pair was asked of ${machineText(machine)}`);
    if (part.pair !== null) await collected.addPair(machine, DEFAULT_OBSERVATION, part.pair);
  }
  return collected;
}

/** Pairs of all machines but the first, of which more is found than its pair. */
export function pairQuestions(subjects: readonly Subject[]): readonly PartQuestion[] {
  return machines(subjects)
    .slice(1)
    .map((machine) => ({ about: "pair", machine }));
}

/** Each platform with each walk that a policy on it takes, the whole chain first. */
function machines(subjects: readonly Subject[]): readonly Walked[] {
  const found = new Map<string, Walked>();
  for (const subject of subjects) {
    if (whyNoLimits(subject) !== null) continue;
    const { policy, platform, axes } = subject;
    // How a policy of the user's walks the chain is not known: its machine walks all of it.
    const isSeeds = policy.origin.kind === "builtIn" && policy.name === "v5";
    const machine = { platform, axes, walk: isSeeds ? "seed" : "chain" } as const;
    const { name, chain, rips } = platform;
    const on = axes === undefined ? "core" : axesKey(axes);
    const key = [machine.walk, name, chain.join(), rips, on].join(" ");
    if (!found.has(key)) found.set(key, machine);
  }
  return [...found.values()].sort((left, right) => left.walk.localeCompare(right.walk));
}

/** Why nothing is said of what a heuristic can know on a machine, without a full stop; null where it is. */
export function whyNoLimits({ axes }: Pick<Machine, "axes">): string | null {
  if (axes === undefined) return null;
  const refused = whyNotJudged(axes);
  return refused === null ? null : `with ${refused.axis} ${refused.because}`;
}

class Collected implements LimitsPart {
  readonly limits: ReportLimits[] = [];
  readonly pairs: ReportPair[] = [];
  readonly traces: ToldTrace[] = [];
  readonly #version: string;

  constructor(version: string) {
    this.#version = version;
  }

  async addLimits(machine: Walked, limits: Limits): Promise<void> {
    const found: (readonly [observation: Observation, length: number, id: string])[] = [];
    const observers: ReportLimits["observers"][number][] = [];
    for (const observer of [limits, ...limits.others]) {
      const { observation, pair, knowledgeSets, perfectPolicy, decisions, withCredit } = observer;
      const length = pair === null ? null : pair.reported.length + pair.swallowed.length;
      // An observer that sees less cannot tell these two runs apart either.
      let id = found.find(([other, most]) => seesLess(observation, other) && most === length)?.[2];
      if (pair !== null && length !== null && id === undefined) {
        id = await this.addPair(machine, observation, pair);
        found.push([observation, length, id]);
      }
      observers.push({
        sees: observation.map((aspect) => aspectTexts[aspect]),
        observation,
        knowledgeSets,
        perfectPolicy,
        pairLength: length,
        decisions: { ...decisions, withCredit },
        ...(id === undefined ? {} : { pair: id }),
        ...(perfectPolicy ? { perfect: perfect(machine, observation) } : {}),
      });
    }
    const { name, chain, rips, sticky, shadow } = machine.platform;
    this.limits.push({
      command: limitsCommand(machine, DEFAULT_OBSERVATION),
      platform: { name, chain, rips, sticky, shadow },
      ...(machine.axes === undefined ? {} : { axes: machine.axes.names }),
      walk: machine.walk,
      kernel: kernelPolicy(machine.walk),
      observers,
      best: await this.#best(machine, limits),
    });
  }

  async #best(machine: Walked, limits: Limits): Promise<ReportLimits["best"]> {
    const origin = await kernelOrigin(this.#version, machine.walk, machine);
    return limits.best.map((best) => {
      const here = best.standings.find(({ platform }) => platform.name === machine.platform.name);
      const shown = (here?.shown ?? []).map(({ difference, first }) => {
        const trace = `${idOf(machine)}-${best.promise}-${difference}`;
        this.traces.push({
          id: trace,
          from: "limits",
          command: limitsCommand(machine, DEFAULT_OBSERVATION),
          trace: kernelTrace(origin, first),
          policy: policies[kernelPolicy(machine.walk)],
        });
        return { kind: difference, length: first.steps.length + 1, trace };
      });
      return {
        promise: best.promise,
        says: best.text,
        policyText: policyFile(best, limits.request)?.text ?? null,
        states: best.table.states,
        isSmallest: best.table.isSmallest,
        differsAfter: best.differsAfter,
        platforms: best.standings.map(({ platform, shown: differences }) => {
          const all = differences.map(({ difference, first }) => {
            return { kind: difference, length: first.steps.length + 1 };
          });
          return {
            platform: platform.name,
            gains: all.filter(({ kind }) => isGain(kind)),
            costs: all.filter(({ kind }) => !isGain(kind)),
          };
        }),
        shown,
        amendment: best.amendment?.map(({ text }) => text) ?? null,
      };
    });
  }

  /** @returns its id */
  async addPair(machine: Walked, observation: Observation, pair: Pair): Promise<string> {
    const { walk } = machine;
    const origin = await kernelOrigin(this.#version, walk, machine);
    const traces = pairTraces(pair, { ...machine, observation }, origin);
    const id = `${idOf(machine)}-${observation.join("-")}`;
    const command = limitsCommand(machine, observation);
    const [left, right] = [`${id}-reported`, `${id}-swallowed`];
    for (const [own, trace] of [
      [left, traces.reported],
      [right, traces.swallowed],
    ] as const) {
      const policy = policies[kernelPolicy(walk)];
      this.traces.push({ id: own, from: "limits", command, trace, policy });
    }
    const sees = enumerated(observation.map((aspect) => aspectTexts[aspect]));
    this.pairs.push({
      id,
      title: `${machineText(machine)}, ${walkText(walk)}; seen: ${observationText(observation)}`,
      text: `A kernel that forgets nothing, and sees of each NMI ${sees}, sees the same in both runs. The last NMI of the left run has an unknown edge in it and must be reported. That of the right run has none, and a report would be spurious. No two shorter runs are so (${pair.reported.length + pair.swallowed.length} steps together).`,
      command,
      seen: pair.seen,
      left,
      right,
    });
    return id;
  }
}

/** The policy of an observer that can have a perfect one. */
function perfect(
  { platform, axes, walk }: Walked,
  observation: Observation,
): NonNullable<ReportLimits["observers"][number]["perfect"]> {
  const { knowledge } = bestOf(
    hardwareOf({ platform, axes }, walks[walk], observation),
    "NoFalseSwallow",
  );
  const table = decisionTable(knowledge);
  return {
    looksAt: enumerated(table.looksAt.map((aspect) => aspectTexts[aspect])),
    lines: tableLines(table),
  };
}

/** Whether `observation` shows nothing that `other` does not show. */
function seesLess(observation: Observation, other: Observation): boolean {
  // How many events each handler claimed tells whether it was one or more in all.
  const shown = other.includes("handlers") ? [...other, "sum"] : other;
  return observation.every((aspect) => shown.includes(aspect));
}

function idOf({ platform, axes, walk }: Walked): string {
  return ["limits", walk, platform.name, ...axisParts(axes)].join("-");
}

function limitsCommand({ platform, axes, walk }: Walked, observation: Observation): string {
  const { name, chain, rips } = namedPlatform(platform.name, platform.chain, platform.rips);
  const observed = observation === DEFAULT_OBSERVATION ? [] : ["--observe", observation.join(",")];
  return commandText([
    "limits",
    ...["--platform", name],
    ...["--chain", chain.join(",")],
    ...["--ips", String(rips)],
    ...axisWords(axes),
    ...(walk === "chain" ? [] : ["--walk", walk]),
    ...observed,
  ]);
}
