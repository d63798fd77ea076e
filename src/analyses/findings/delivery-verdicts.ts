import { readAxes } from "../../machine/configuration/named-axes.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import { loadPolicy } from "../../machine/policy/load.js";
import type { Trace } from "../../machine/trace/schema.js";
import { check } from "../check/check.js";

/** A machine, as a command line names it after `check --policy mainline`. */
interface Delivery {
  readonly text: string;
  readonly axes: readonly string[];
  /** The chain and the number of ips; [2,1] and 2 where they are absent. */
  readonly small?: true;
}

/** What comes of one machine: of each property the states of a shortest counterexample, or null. */
export interface DeliveryRow {
  readonly text: string;
  /** The arguments of nmicheck that give it. */
  readonly command: string;
  readonly lengths: ReadonlyMap<NmiProperty, number | null>;
  readonly traces: ReadonlyMap<NmiProperty, Trace>;
}

/** `check`s `mainline` on the ideal platform, by the explorer. */
async function deliveryRow(
  { text, axes: texts, small }: Delivery,
  properties: readonly NmiProperty[],
  version: string,
  policyName = "mainline",
): Promise<DeliveryRow> {
  const loaded = await loadPolicy(policyName);
  if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error("the policy is refused");
  const { policy } = loaded;
  const platform = small ? namedPlatform("ideal", [1], 1) : namedPlatform("ideal");
  const axes = readAxes(texts);
  const { results } = await check(
    { subjects: [{ policy, platform, axes }], properties: [...properties], version },
    { checker: "explorer", out: null },
    {},
  );
  const lengths = new Map<NmiProperty, number | null>();
  const traces = new Map<NmiProperty, Trace>();
  for (const { property, verdict } of results) {
    const name = properties.find((one) => one === property);
    if (name === undefined) throw new Error(`${property} was not asked about`);
    if (verdict.verdict === "holds") lengths.set(name, null);
    else if (verdict.verdict !== "violated") throw new Error(`${name}: ${verdict.verdict}`);
    else {
      lengths.set(name, verdict.trace.events.length + 1);
      traces.set(name, verdict.trace);
    }
  }
  return {
    text,
    command: [
      `check --policy ${policyName} --platform ideal`,
      ...(small ? ["--chain 1 --ips 1"] : []),
      ...texts.map((axis) => `--axis ${axis}`),
      ...properties.map((property) => `--property ${property}`),
    ].join(" "),
    lengths,
    traces,
  };
}

/** The machines of which kernels play a run where NMIs come otherwise than hardware sends them. */
export interface PlayedDeliveries {
  /** An NMI that a hypervisor delivers again is reported. */
  readonly again: DeliveryRow;
  /** An event whose edge a hypervisor loses is stranded. */
  readonly drops: DeliveryRow;
  /** Two CPUs wait for one another, and a press of the button that comes to both meanwhile. */
  readonly press: DeliveryRow;
  /** Two CPUs wait for one another, and an event that is each CPU's own. */
  readonly event: DeliveryRow;
}

/** What is found of such NMIs. */
export interface Deliveries extends PlayedDeliveries {
  /** What is left of the heuristic there: `none`. */
  readonly bare: DeliveryRow;
  /** A handler without a vector whose edges come with that of LINT1. */
  readonly withoutVector: DeliveryRow;
  readonly dumps: readonly DeliveryRow[];
}

const PANIC = "panic=unknown";

/** Of one CPU, and of two that share something. */
const machines: readonly Delivery[] = [
  { text: "one CPU, as the core has it", axes: [PANIC] },
  { text: "a hypervisor delivers an NMI again", axes: [PANIC, "nmi-injection=again"] },
  { text: "a hypervisor loses what comes within an NMI", axes: [PANIC, "nmi-injection=drops"] },
  {
    text: "FRED: a handler without a vector, whose NMIs a chipset sends with that of LINT1",
    axes: [PANIC, "nmi-source=handler-lint1"],
  },
  {
    text: "a handler of NMI_UNKNOWN that claims whatever comes",
    axes: [PANIC, "unknown-chain=greedy"],
  },
  {
    text: "a microcode update summons the CPU to its rendezvous",
    axes: [PANIC, "front-handler=rendezvous"],
  },
  ...[
    { text: "two CPUs, the button told to the boot CPU", axes: [] },
    { text: "two CPUs, the button told to both", axes: ["nmi-routing=all"] },
    { text: "two CPUs, an error record told to both", axes: ["shared-source=all"] },
    { text: "two CPUs, a system error told to both", axes: ["serr-routing=all"] },
    { text: "two CPUs, a microcode update summons both", axes: ["front-handler=rendezvous"] },
    {
      text: "two CPUs, such an update, and the button told to both",
      axes: ["front-handler=rendezvous", "nmi-routing=all"],
    },
    { text: "two CPUs, one crashes and shoots the other down", axes: ["front-handler=emergency"] },
  ].map(({ text, axes }) => ({ text, axes: [PANIC, "cpus=2", ...axes], small: true as const })),
];

/** What loses a press of the button, and then what crashes for nothing. */
export const judged = ["NoFalseSwallow", "NoMasked", "NoHidden", "NoNeedlessPanic"] as const;

/** One machine of the core's size, which has one value of an axis. */
function rowOf(
  axis: string,
  properties: readonly NmiProperty[],
  version: string,
  policy?: string,
): Promise<DeliveryRow> {
  return deliveryRow({ text: axis, axes: [axis] }, properties, version, policy);
}

/** Asks about the machines of which kernels play a run, by the explorer. */
export async function deliveriesToPlay(version: string): Promise<PlayedDeliveries> {
  const ofTwo = (axes: readonly string[], property: NmiProperty) =>
    deliveryRow(
      { text: axes.join(", "), axes: [...axes, "cpus=2"], small: true },
      [property],
      version,
    );
  return {
    again: await rowOf("nmi-injection=again", ["NoSpurious"], version),
    drops: await rowOf("nmi-injection=drops", ["NoStranded"], version),
    press: await ofTwo(["front-handler=rendezvous", "nmi-routing=all"], "NoHidden"),
    event: await ofTwo(["front-handler=rendezvous"], "NoStranded"),
  };
}

/** Asks about the other machines, too. */
export async function deliveries(version: string, played: PlayedDeliveries): Promise<Deliveries> {
  const dumps: DeliveryRow[] = [];
  for (const machine of machines) dumps.push(await deliveryRow(machine, judged, version));
  return {
    ...played,
    bare: await rowOf("nmi-injection=drops", ["NoSpurious", "NoFalseSwallow"], version, "none"),
    withoutVector: await rowOf("nmi-source=handler-lint1", ["NoSpurious", "NoStranded"], version),
    dumps,
  };
}

/** The shortest counterexample of a row.
 *
 * @throws Error where the property holds
 */
export function traceOf({ traces, text }: DeliveryRow, property: NmiProperty): Trace {
  const trace = traces.get(property);
  if (trace === undefined) throw new Error(`${text}: ${property} holds`);
  return trace;
}

/** The two runs that kernels are to play. */
export function playedDeliveries({ again, drops }: PlayedDeliveries): readonly [Trace, Trace] {
  return [traceOf(again, "NoSpurious"), traceOf(drops, "NoStranded")];
}

/** The two runs that a kernel with a rendezvous is to play. */
export function playedRendezvous({ press, event }: PlayedDeliveries): readonly [Trace, Trace] {
  return [traceOf(press, "NoHidden"), traceOf(event, "NoStranded")];
}
