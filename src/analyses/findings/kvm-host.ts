import { eventText } from "../../checkers/explore/executable-model.js";
import { readAxes } from "../../machine/configuration/named-axes.js";
import { namedPlatform, platformNames } from "../../machine/configuration/platform.js";
import { tracedEvents } from "../../machine/trace/traced-events.js";
import { enumerated } from "../../machine/trace/words.js";
import { smallestAmendment } from "../limits/amendment.js";
import { hardwareOf } from "../limits/hardware.js";
import { DEFAULT_OBSERVATION } from "../limits/observation.js";
import { bestOf } from "../limits/synthesis.js";
import { walks } from "../limits/walk.js";
import type { Evidence } from "./evidence.js";
import { afterwards, type KvmHost } from "./kvm-verdicts.js";
import type { Results } from "./results.js";
import { markdownTable, number, type Section, type Statement } from "./statement.js";
import { testimony } from "./testimony.js";
import { type PlayedTopic, silentTopic } from "./topics.js";

const COMMAND =
  "check --policy mainline --axis kvm-host=yes --property RepeatedExternalReported --out kvm";

/** What is said of the run in which the button is never heard. */
function silence(
  { silent }: KvmHost,
  topic: PlayedTopic,
  evidence: Evidence,
): readonly Statement[] {
  const texts = tracedEvents(silent).map(({ action }) => eventText(action));
  const loop = silent.loop ?? texts.length;
  const [way, cycle] = [texts.slice(0, loop), texts.slice(loop)].map((part) => part.join(" "));
  return [
    {
      text: `Yes: a KVM host can swallow an NMI button for as long as its guests run, in normal operation. An NMI that comes while a guest runs is taken at VM exit, always at one \`regs->ip\` ([kvm-host](model/kvm-host.md)), and so it is back-to-back whatever the guest did since the last one. One NMI that claims two events sets \`swallow_nmi\`: \`${way}\`. From then on this can go on for ever, with a guest entered in each round: \`${cycle}\`. On a CPU without guests that takes one that hangs.`,
      command: COMMAND,
    },
    ...testimony(
      evidence,
      topic,
      (kernels) =>
        `That run, with one round of it, was played on ${kernels}, and went as here; in the command ENGINE is one of them.`,
    ),
  ];
}

/** A share of the time in guests, and how long the swallowing lasts then, in seconds, with one NMI of the watchdog each `watchdog_thresh`. */
function lasting(share: number): string {
  const WATCHDOG_THRESH = 10;
  return `${number(Math.round(WATCHDOG_THRESH / (1 - share)))} s at ${number(share * 100)} %`;
}

function howLong(): readonly Statement[] {
  const rows = afterwards().map(({ text, isSet }) => [text, isSet ? "still set" : "clear"]);
  return [
    {
      text: `How long one arming lasts: until an NMI finds the CPU elsewhere, or the first one after it has idled. What may come next, and \`swallow_nmi\` after it:\n\n${markdownTable([["next", "`swallow_nmi`"], ...rows])}`,
      command: "play --policy mainline --axis kvm-host=yes --axis touch=yes",
    },
    {
      text: `In seconds, by arithmetic and not by checking: with the hardlockup detector an NMI of one event comes about every \`watchdog_thresh\`, 10 s, and finds the host's own code with the share of the time that the CPU is not in guests. So the swallowing lasts on average ${enumerated([0.9, 0.99, 0.999].map(lasting))} of the time in guests. Without it (\`nmi_watchdog=0\`), on a CPU that is given to a guest which does not exit to halt, nothing ends it but a rare NMI in the host's own code.`,
      command: null,
    },
  ];
}

/** The platforms of a cell, where a property is violated. */
function cell(names: readonly string[]): string {
  if (names.length === platformNames.length) return "violated on all platforms";
  return names.length === 0 ? "holds on all platforms" : `violated on ${enumerated(names)}`;
}

function whatEndsIt({ rows }: KvmHost): Statement {
  const head = ["change", "RepeatedExternalReported", "NoSpurious", "NoFalseSwallow", "command"];
  const cells = rows.map(({ text, command, violatedOn }) => [
    text,
    cell(violatedOn.RepeatedExternalReported),
    cell(violatedOn.NoSpurious),
    cell(violatedOn.NoFalseSwallow),
    `\`nmicheck ${command}\``,
  ]);
  return {
    text: `What ends it, and at what cost:\n\n${markdownTable([head, ...cells])}\n\nTo clear \`swallow_nmi\` costs nothing on the ideal platform, and bounds what one arming can swallow to one NMI. To call \`local_touch_nmi\` helps as soon as a guest runs between two NMIs; it does not where each press comes within the NMI of the last one, for then no guest gets to run, unless the CPU can execute while an NMI pends. To swallow nothing at the ip of the VM exit reports what was handled: "dazed and confused" on a host that profiles its guests.`,
    command: null,
  };
}

/** The best policy of such a host, as a change of `nmi.c`. */
function bestChange(): Statement {
  const axes = readAxes(["kvm-host=yes"]);
  const hardware = hardwareOf(
    { platform: namedPlatform("ideal"), axes },
    walks.chain,
    DEFAULT_OBSERVATION,
  );
  const amendment = smallestAmendment(bestOf(hardware, "NoSpurious").knowledge, "chain");
  const change =
    amendment === null || amendment.length === 0
      ? "none that is known"
      : amendment.map(({ text }) => text).join("; ");
  return {
    text: `The best policy for a KVM host on the ideal platform, without a spurious report, and with none that reports more, needs these changes of \`default_do_nmi\`: ${change}.`,
    command: "limits --axis kvm-host=yes",
  };
}

/** What KVM hosts swallow, for how long, and what ends it. */
export async function kvmSection(results: Results, evidence: Evidence): Promise<Section> {
  const found = await results.kvmHost();
  return {
    title: "What a KVM host swallows",
    statements: [
      ...silence(found, silentTopic(found.silent), evidence),
      ...howLong(),
      whatEndsIt(found),
      bestChange(),
    ],
  };
}
