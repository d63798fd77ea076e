import { eventText } from "../../checkers/explore/executable-model.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import { tracedEvents } from "../../machine/trace/traced-events.js";
import {
  type Deliveries,
  type DeliveryRow,
  judged,
  playedDeliveries,
  playedRendezvous,
  traceOf,
} from "./delivery-verdicts.js";
import type { Evidence } from "./evidence.js";
import type { Results } from "./results.js";
import { markdownTable, type Section, type Statement } from "./statement.js";
import { testimony } from "./testimony.js";
import { deliveryTopic, rendezvousTopic } from "./topics.js";

function run(row: DeliveryRow, property: NmiProperty): string {
  const trace = traceOf(row, property);
  return tracedEvents(trace)
    .map(({ action }) => eventText(action))
    .join(" ");
}

function injected(found: Deliveries, evidence: Evidence): readonly Statement[] {
  const { again, drops, bare } = found;
  const states = (row: DeliveryRow, property: NmiProperty): number =>
    traceOf(row, property).events.length + 1;
  const both = [...bare.lengths.values()].every((length) => length === null);
  if (!both) throw new Error("`none` is not right where edges are lost");
  return [
    {
      text: `An NMI that a hypervisor delivers twice is reported as an unknown one: one event does not set \`swallow_nmi\`, and nobody claims the second. It takes ${states(again, "NoSpurious")} states: \`${run(again, "NoSpurious")}\`. With \`unknown_nmi_panic\` it is a panic ([nmi-injection](model/nmi-injection.md)).`,
      command: `${again.command} --out again`,
    },
    {
      text: `Where a hypervisor loses what comes within an NMI, a PMI is lost with it, and its event waits until another NMI comes: \`${run(drops, "NoStranded")}\`.`,
      command: `${drops.command} --out drops`,
    },
    {
      text: "There the heuristic can only do harm: an NMI that claimed two events has no second one behind it. A kernel that swallows nothing reports nothing that was handled, and loses no unknown NMI; `mainline` still swallows real ones.",
      command: bare.command,
    },
    ...testimony(
      evidence,
      deliveryTopic(...playedDeliveries(found)),
      (kernels) =>
        `Both runs were played on ${kernels}, and went as here; in the command ENGINE is one of them.`,
    ),
  ];
}

function withoutVector({ withoutVector: row }: Deliveries): Statement {
  return {
    text: `FRED's NMI-source and a handler that is registered without a vector, as \`ghes_notify_nmi\` is: where a chipset sends its NMIs with vector 2, as the series says that some do, \`nmi_handle\` never calls it. Its event is reported as an unknown NMI and never read, under every policy: \`${run(row, "NoSpurious")}\`. A bitmap without a bit, of which the series' sixth version warns, is harmless: all handlers are called ([nmi-source](model/nmi-source.md)). No kernel tree has the series, so that this is of the model and the reference engine alone.`,
    command: row.command,
  };
}

/** CPUs that wait for one another. */
function inFront(found: Deliveries, evidence: Evidence): readonly Statement[] {
  const { press, event } = found;
  return [
    {
      text: `A microcode update summons all CPUs to a rendezvous by NMI, and \`microcode_nmi_handler\` takes those NMIs whole; the first CPU waits there for the last. A press of the button that comes to all CPUs meanwhile folds into the summons of each: no CPU is left to report it, and the dump is not written. The shortest run: \`${run(press, "NoHidden")}\`, and CPU 1 ends as CPU 0 does ([front-handler](model/front-handler.md)).`,
      command: `${press.command} --out press`,
    },
    {
      text: `A PMI that folds into it leaves its counter waiting on that CPU until another NMI comes: \`${run(event, "NoStranded")}\`. No policy can help with either: none is asked.`,
      command: `${event.command} --out event`,
    },
    ...testimony(
      evidence,
      rendezvousTopic(...playedRendezvous(found)),
      (kernels) =>
        `Both runs were played with two CPUs on ${kernels}, and went as here; in the command ENGINE is that one.`,
    ),
    {
      text: "A crash loses nothing that a dump is to tell: the CPUs that it shoots down stay in their NMI, and a press that the crashing CPU takes meanwhile, which is what `NoHidden` says of it below, asks for the dump that is under way.",
      command: null,
    },
  ];
}

function cell(length: number | null | undefined): string {
  if (length === undefined) throw new Error("a property was not asked about");
  return length === null ? "never" : `in ${length}`;
}

function whoCrashes({ dumps }: Deliveries): Statement {
  const head = ["`unknown_nmi_panic` under `mainline`", ...judged, "command"];
  const rows = dumps.map(({ text, command, lengths }) => [
    text,
    ...judged.map((property) => cell(lengths.get(property))),
    `\`nmicheck ${command}\``,
  ]);
  return {
    text: `On a machine that is to dump its memory at the press of a button, \`NoFalseSwallow\`, \`NoMasked\` and \`NoHidden\` are about dumps that are lost: a press is swallowed, hides behind an event, or is taken by a handler that claims whatever comes. \`NoNeedlessPanic\` is about machines that go down for nothing. States of a shortest run, each on one CPU of the machine:\n\n${markdownTable([head, ...rows])}\n\nWhere the button is told to both CPUs a press is lost only if each of them loses it: what one CPU masks, the other reports, and the dump is written. What is told to all and claimed by one is the other way round: each other CPU panics for an error that was handled. In a microcode update each of them loses it.`,
    command: null,
  };
}

/** NMIs that come otherwise than hardware sends them, and what they cost where a report is a panic. */
export async function deliverySections(
  results: Results,
  evidence: Evidence,
): Promise<readonly Section[]> {
  const found = await results.deliveries();
  return [
    {
      title: "NMIs that a hypervisor loses or delivers twice",
      statements: injected(found, evidence),
    },
    { title: "CPUs that wait for one another", statements: inFront(found, evidence) },
    { title: "A handler without a vector", statements: [withoutVector(found)] },
    {
      title: "Who loses a crash dump, and who goes down for nothing",
      statements: [whoCrashes(found)],
    },
  ];
}
