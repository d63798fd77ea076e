import { join } from "node:path";
import type { Outcome } from "../../../spec/cpu/state.js";
import { policies as builtIn } from "../../../spec/policies/all.js";
import { packageRoot } from "../../base/package/root.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import { readAxes } from "../../machine/configuration/named-axes.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import { nmiModel } from "../../machine/model/nmi-model.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import { loadPolicy } from "../../machine/policy/load.js";
import { check } from "../check/check.js";
import { findScenarios, type Scenarios } from "../find/find.js";

/** The policies of the table: those that come with nmicheck, and two of its museum. */
const policies = [
  "none",
  "v5",
  "mainline",
  "examples/museum/one-swallow.ts",
  "examples/museum/freebsd-amd.ts",
] as const;

/** The values of the axis, each a PMU and its driver. */
export const pmus = ["vanishing", "stopped", "late", "window"] as const;

export type Pmu = (typeof pmus)[number];

/** How long a shortest spurious report is under a policy with each PMU, in states; null where there is none. */
export interface PmuRow {
  readonly policy: string;
  readonly spurious: Readonly<Record<Pmu, number | null>>;
}

/** The runs that an engine plays of PMUs whose edges and status bits do not keep together. */
export interface PmuScenarios {
  /** With one handler of one slot: every minimal run in which a real unknown NMI is masked. */
  readonly stopped: Scenarios;
  /** With the same: every minimal run that is reported without a cause. */
  readonly vanishing: Scenarios;
}

/** What is found of such PMUs. */
export interface PmuFindings extends PmuScenarios {
  readonly rows: readonly PmuRow[];
}

/** Finds the runs that an engine plays. */
export async function pmuScenarios(version: string): Promise<PmuScenarios> {
  return {
    stopped: await scenarios("stopped", "NoMasked", version),
    vanishing: await scenarios("vanishing", "NoSpurious", version),
  };
}

/** Asks about each PMU, by the explorer. */
export async function pmuFindings(version: string, played: PmuScenarios): Promise<PmuFindings> {
  const rows: PmuRow[] = [];
  for (const policy of policies) {
    const spurious = await spuriousUnder(policy, version);
    rows.push({ policy, spurious });
  }
  return { ...played, rows };
}

/** What may come after an event was claimed in perf's window, and how the kernel takes it. */
export interface InWindow {
  readonly text: string;
  readonly outcome: Outcome | null;
}

const NMI = ["deliver", "poll", "decide"];
const CLAIMED = ["raise(0, 0)", "arrive", ...NMI];

const next: readonly { readonly text: string; readonly events: readonly string[] }[] = [
  { text: "an NMI button, at once", events: ["external", ...NMI] },
  {
    text: "the same for the second time, at another ip",
    events: ["external", ...NMI, "execute(2)", "external", ...NMI],
  },
  { text: "the window is over, then an NMI button", events: ["lapse", "external", ...NMI] },
];

/** What the typed model makes of each under `mainline`, with one handler of one slot. */
export function inWindow(): readonly InWindow[] {
  const model = nmiModel({
    platform: namedPlatform("ideal", [1]),
    axes: readAxes(["pmu=window"]).machine,
    policy: builtIn.mainline,
  });
  return next.map(({ text, events }) => {
    let state = model.initial();
    for (const name of [...CLAIMED, ...events]) {
      const event = model.events.find((one) => eventText(one) === name);
      const after = event === undefined ? null : model.apply(event, state);
      if (after === null) throw new Error(`${name} is not possible`);
      state = after;
    }
    return { text, outcome: state.outcome };
  });
}

async function loaded(name: string) {
  const found = await loadPolicy(name.endsWith(".ts") ? join(packageRoot, name) : name);
  if (found.kind === "refused") throw found.diagnostics[0] ?? new Error("the policy is refused");
  return found.policy;
}

async function scenarios(pmu: Pmu, property: NmiProperty, version: string): Promise<Scenarios> {
  return findScenarios({
    policy: await loaded("mainline"),
    platform: namedPlatform("ideal", [1]),
    axes: readAxes([`pmu=${pmu}`]),
    property,
    version,
  });
}

async function spuriousUnder(name: string, version: string): Promise<PmuRow["spurious"]> {
  const policy = await loaded(name);
  const platform = namedPlatform("ideal");
  const subjects = pmus.map((pmu) => ({ policy, platform, axes: readAxes([`pmu=${pmu}`]) }));
  const { results } = await check(
    { subjects, properties: ["NoSpurious"], liveness: [], version },
    { checker: "explorer", out: null },
    {},
  );
  const lengthOf = (pmu: Pmu): number | null => {
    const { verdict } = results.find(({ axes }) => axes?.names.pmu === pmu) ?? {};
    if (verdict?.verdict === "holds") return null;
    if (verdict?.verdict === "violated") return verdict.trace.events.length + 1;
    throw new Error(`NoSpurious under ${name} with pmu=${pmu}: no verdict`);
  };
  return {
    vanishing: lengthOf("vanishing"),
    stopped: lengthOf("stopped"),
    late: lengthOf("late"),
    window: lengthOf("window"),
  };
}
