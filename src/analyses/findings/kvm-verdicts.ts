import { join } from "node:path";
import { policies } from "../../../spec/policies/all.js";
import { packageRoot } from "../../base/package/root.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import { hasSwallowNmi } from "../../engines/observed.js";
import { type NamedAxes, readAxes } from "../../machine/configuration/named-axes.js";
import {
  namedPlatform,
  type PlatformName,
  platformNames,
} from "../../machine/configuration/platform.js";
import { nmiModel } from "../../machine/model/nmi-model.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import { loadPolicy } from "../../machine/policy/load.js";
import { type CpuTrace, isBoardTrace, type Trace } from "../../machine/trace/schema.js";
import { check } from "../check/check.js";
import type { CheckResult } from "../check/result.js";

/** A change that may end what a KVM host swallows, and the machine that it is asked on. */
interface Change {
  readonly text: string;
  /** A built-in policy, or a file in the package. */
  readonly policy: string;
  readonly axis: string;
  readonly ips: number;
}

/** What could be done, beginning with nothing. */
const changes: readonly [Change, ...Change[]] = [
  { text: "none: Linux as it is", policy: "mainline", axis: "kvm-host=yes", ips: 2 },
  {
    text: "swallowing an NMI clears `swallow_nmi`",
    policy: "examples/museum/one-swallow.ts",
    axis: "kvm-host=yes",
    ips: 2,
  },
  {
    text: "a VM entry calls `local_touch_nmi`",
    policy: "mainline",
    axis: "kvm-host=touch",
    ips: 2,
  },
  {
    text: "no NMI is swallowed at the ip of the VM exit, where each one is taken here",
    policy: "none",
    axis: "kvm-host=yes",
    ips: 1,
  },
];

const asked = ["NoFalseSwallow", "NoSpurious", "RepeatedExternalReported"] as const;

type Asked = (typeof asked)[number];

/** What comes of a change: for each property the platforms on which it is violated. */
export interface KvmRow {
  readonly text: string;
  /** The arguments of nmicheck that give it. */
  readonly command: string;
  readonly violatedOn: Readonly<Record<Asked, readonly string[]>>;
}

/** What is found of KVM hosts. */
export interface KvmHost {
  /** `mainline` on the ideal platform: a button is pressed again and again, and never heard. */
  readonly silent: CpuTrace;
  readonly rows: readonly KvmRow[];
}

/** The button that is never heard, which an engine plays: the only question of `kvmHost` that it needs. */
export async function silentPress(version: string): Promise<CpuTrace> {
  return silentIn(await answersOf(changes[0], version, ["ideal"], []));
}

function silentIn(results: readonly CheckResult[]): CpuTrace {
  const silent = results.find(
    ({ property, platform }) =>
      property === "RepeatedExternalReported" && platform.name === "ideal",
  );
  if (silent?.verdict.verdict !== "violated") throw new Error("a KVM host hears the button");
  return ofOneCpu(silent.verdict.trace);
}

/** Asks about each change, by the explorer. */
export async function kvmHost(version: string): Promise<KvmHost> {
  const answers: (readonly CheckResult[])[] = [];
  for (const change of changes) answers.push(await answersOf(change, version));
  return {
    silent: silentIn(answers[0] ?? []),
    rows: changes.map(({ text, policy, axis, ips }, index) => ({
      text,
      command: [
        `check --policy ${policy} --axis ${axis}`,
        ...(ips === 2 ? [] : [`--ips ${ips}`]),
        ...asked.map((property) => `--property ${property}`),
      ].join(" "),
      violatedOn: {
        NoFalseSwallow: violatedOn(answers[index] ?? [], "NoFalseSwallow"),
        NoSpurious: violatedOn(answers[index] ?? [], "NoSpurious"),
        RepeatedExternalReported: violatedOn(answers[index] ?? [], "RepeatedExternalReported"),
      },
    })),
  };
}

async function answersOf(
  { policy: name, axis, ips }: Change,
  version: string,
  platforms: readonly PlatformName[] = platformNames,
  properties: readonly NmiProperty[] = ["NoFalseSwallow", "NoSpurious"],
): Promise<readonly CheckResult[]> {
  const loaded = await loadPolicy(name.endsWith(".ts") ? join(packageRoot, name) : name);
  if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error("the policy is refused");
  const { policy } = loaded;
  const axes = readAxes([axis]);
  const subjects = platforms.map((platform) => {
    return { policy, platform: namedPlatform(platform, undefined, ips), axes };
  });
  const { results } = await check(
    {
      subjects,
      properties,
      liveness: ["RepeatedExternalReported"],
      version,
    },
    { checker: "explorer", out: null },
    {},
  );
  return results;
}

function violatedOn(results: readonly CheckResult[], property: Asked): readonly string[] {
  return results.flatMap(({ property: own, platform, verdict }) => {
    if (own !== property) return [];
    if (verdict.verdict !== "holds" && verdict.verdict !== "violated") {
      throw new Error(`${property} on ${platform.name}: ${verdict.verdict}`);
    }
    return verdict.verdict === "violated" ? [platform.name] : [];
  });
}

function ofOneCpu(trace: Trace): CpuTrace {
  if (isBoardTrace(trace)) throw new Error("it is of several CPUs");
  return trace;
}

/** What may come while a guest runs and `swallow_nmi` is set, and whether it is set afterwards. */
export interface Afterwards {
  readonly text: string;
  readonly isSet: boolean;
}

const NMI = ["deliver", "poll", "poll", "poll", "decide"];
const ARMED = ["raise(0, 0)", "raise(0, 1)", ...NMI, "runGuest"];

const next: readonly { readonly text: string; readonly events: readonly string[] }[] = [
  { text: "an unknown NMI while a guest runs, swallowed", events: ["external", ...NMI] },
  { text: "an NMI of one event while a guest runs", events: ["raise(0, 0)", ...NMI] },
  {
    text: "an NMI of one event while the host's own code runs",
    events: ["execute(2)", "raise(0, 0)", ...NMI],
  },
  {
    text: "an unknown NMI while the host's own code runs, reported",
    events: ["execute(2)", "external", ...NMI],
  },
  {
    text: "the CPU idles (`local_touch_nmi`), a guest runs again, then an unknown NMI, reported",
    events: ["touch", "execute(2)", "runGuest", "external", ...NMI],
  },
];

/** What the typed model makes of each. */
export function afterwards(): readonly Afterwards[] {
  const axes: NamedAxes = readAxes(["kvm-host=yes", "touch=yes"]);
  const model = nmiModel({
    platform: namedPlatform("ideal"),
    axes: axes.machine,
    policy: policies.mainline,
  });
  return next.map(({ text, events }) => {
    let state = model.initial();
    for (const name of [...ARMED, ...events]) {
      const event = model.events.find((one) => eventText(one) === name);
      const after = event === undefined ? null : model.apply(event, state);
      if (after === null) throw new Error(`${name} is not possible`);
      state = after;
    }
    return { text, isSet: hasSwallowNmi(state.policyMemory) && state.policyMemory.swallowNmi };
  });
}
