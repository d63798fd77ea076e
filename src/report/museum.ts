import { checkLivenessByExplorer } from "../analyses/check/liveness.js";
import type { CheckResult } from "../analyses/check/result.js";
import { bestOf, errorKinds, type Judged } from "../analyses/museum/order.js";
import {
  HEARD,
  type MuseumProperty,
  type MuseumVerdict,
  museumProperties,
} from "../analyses/museum/properties.js";
import type { NmiProperty } from "../machine/model/property-names.js";
import { exhibitOf, exhibits, MUSEUM } from "../machine/policy/museum.js";
import { constantsOf, type Machine, machineText, type Subject } from "../machine/subject.js";
import { propertyText } from "../machine/trace/property-text.js";
import { axisWords, commandText, policyWord } from "./command-text.js";
import type { ReportMuseum } from "./document.js";
import { counterexample, counterexampleId } from "./question-text.js";
import type { ReplayChoice } from "./replayed.js";
import type { ToldTrace } from "./told-trace.js";

/** What a report says of policies beside each other. */
export interface MuseumPart {
  /** Null where fewer than two policies of the museum were asked about. */
  readonly museum: ReportMuseum | null;
  /** The behaviours that it shows and no verdict of the report has. */
  readonly traces: readonly ToldTrace[];
  /** What has no answer, in sentences. */
  readonly notes: readonly string[];
}

/** What the collection of the museum needs beside the verdicts. */
interface MuseumRequest extends Pick<ReplayChoice, "signal" | "onProgress"> {
  readonly subjects: readonly Subject[];
  readonly properties: readonly NmiProperty[];
  readonly version: string;
  readonly timeoutSeconds?: number | undefined;
}

/**
 * Who errs how, and whose policy is best where: by the verdicts of the report. Where a policy of
 * another kernel is among them, the explorer is also asked who can be silenced for ever.
 *
 * @throws the signal's reason
 */
export async function museumPart(
  results: readonly CheckResult[],
  request: MuseumRequest,
): Promise<MuseumPart> {
  const { subjects } = request;
  const policies = [...new Map(subjects.map(({ policy }) => [policy.digest, policy])).values()];
  const shown = policies.flatMap((policy) => exhibitOf(policy) ?? []);
  if (shown.length < 2) return { museum: null, traces: [], notes: [] };
  // The report's own verdicts cost nothing more; those of behaviours without an end do.
  const isWhole = shown.some(({ file }) => file !== null);
  const heard = isWhole ? await heardOn(request) : [];
  const answers = [...results, ...heard];
  const machines = [...new Map(subjects.map((one) => [machineKey(one), one])).values()];
  const museum: ReportMuseum = {
    policies: policies.map((policy) => {
      const exhibit = exhibitOf(policy);
      if (exhibit === null) return { policy: policyWord(policy), exhibit: null };
      const { name, ...said } = exhibit;
      return { policy: name, exhibit: said };
    }),
    properties: museumProperties
      .filter((name) => answers.some(({ property }) => property === name))
      .map((name) => ({ name, meaning: propertyText[name], error: errorKinds[name] })),
    machines: machines.map((machine) => ({
      command: commandOf(machine, policies, isWhole ? request.properties : []),
      ...machineOf(machine, policies, results, heard),
    })),
  };
  return {
    museum,
    traces: heard.flatMap(counterexample),
    notes: heard.flatMap(({ policy, platform, axes, verdict }) => {
      if (verdict.verdict === "holds" || verdict.verdict === "violated") return [];
      const why = verdict.verdict === "failed" ? verdict.failure.message : verdict.bound;
      const what = `${HEARD} under ${policy.name} on ${machineText({ platform, axes })}`;
      return [`${what} has no answer: ${why}.`];
    }),
  };
}

/** Of each subject whether a button can be pressed for ever and never be heard. */
async function heardOn(request: MuseumRequest): Promise<readonly CheckResult[]> {
  const { subjects, version, signal, timeoutSeconds, onProgress } = request;
  const results: CheckResult[] = [];
  for (const subject of subjects) {
    onProgress?.(`who is heard under ${subject.policy.name} on ${machineText(subject)}`);
    const asked = {
      ...{ subjects: [subject], properties: [], liveness: [HEARD], version },
      ...(signal === undefined ? {} : { signal }),
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    };
    results.push(...(await checkLivenessByExplorer(subject, asked)));
    signal?.throwIfAborted();
  }
  return results;
}

/** What gives the verdicts of a machine again. @param properties those that are asked by name */
function commandOf(
  { platform, axes }: Machine,
  policies: readonly Subject["policy"][],
  properties: readonly NmiProperty[],
): string {
  const own = policies.filter((policy) => exhibitOf(policy) === null).map(policyWord);
  const isMuseum = policies.length - own.length === exhibits.length;
  const words = isMuseum ? [MUSEUM, ...own] : policies.map(policyWord);
  const asked = properties.length === 0 ? [] : [...properties, HEARD];
  return commandText([
    "check",
    ...words.flatMap((word) => ["--policy", word]),
    ...["--platform", platform.name, "--chain", platform.chain.join(",")],
    ...["--ips", String(platform.rips), ...axisWords(axes)],
    ...asked.flatMap((property) => ["--property", property]),
  ]);
}

function machineOf(
  machine: Machine,
  policies: readonly Subject["policy"][],
  results: readonly CheckResult[],
  heard: readonly CheckResult[],
): Omit<ReportMuseum["machines"][number], "command"> {
  const { platform, axes } = machine;
  const isOf = (result: CheckResult): boolean => machineKey(result) === machineKey(machine);
  const rows = policies.map((policy) =>
    [...results, ...heard]
      .filter((result) => isOf(result) && result.policy.digest === policy.digest)
      .map((result) => ({ result, cell: cellOf(result, results.indexOf(result) + 1) })),
  );
  const judged = rows.flatMap((row, place) =>
    judgedOf(
      place,
      row.map(({ result }) => result),
    ),
  );
  const { name, chain, rips, sticky, shadow } = platform;
  return {
    platform: { name, chain, rips, sticky, shadow },
    ...(axes === undefined ? {} : { axes: axes.names }),
    rows: rows.map((row) => row.map(({ cell }) => cell)),
    best: {
      either: bestOf(judged, "either"),
      lost: bestOf(judged, "lost"),
      spurious: bestOf(judged, "spurious"),
    },
  };
}

/** @param place of the verdict in the report, counted from 1; 0 for one that is not among them */
function cellOf(
  result: CheckResult,
  place: number,
): ReportMuseum["machines"][number]["rows"][number][number] {
  const { property, verdict } = result;
  const isEndless = property === HEARD;
  return {
    property,
    verdict: verdict.verdict,
    ...(verdict.verdict === "violated" && !isEndless
      ? { length: verdict.trace.events.length + 1 }
      : {}),
    ...(place > 0 ? { place } : {}),
    ...(verdict.verdict === "violated" ? { trace: counterexampleId(result) } : {}),
  };
}

/** A policy by its place among those of the report; none that has no answer somewhere. */
function judgedOf(place: number, results: readonly CheckResult[]): readonly Judged<number>[] {
  const verdicts: Partial<Record<MuseumProperty, MuseumVerdict>> = {};
  for (const { property, verdict } of results) {
    const known = museumProperties.find((name) => name === property);
    if (known === undefined) continue;
    if (verdict.verdict === "holds") verdicts[known] = "holds";
    else if (verdict.verdict !== "violated") return [];
    else verdicts[known] = known === HEARD ? "violated" : verdict.trace.events.length + 1;
  }
  return [{ policy: place, verdicts }];
}

function machineKey({ platform, axes }: Machine): string {
  const { name } = platform;
  return JSON.stringify([name, constantsOf({ platform, axes }), axes?.names ?? null]);
}
