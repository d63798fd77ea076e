import { canonicalJson, sha256 } from "../../base/document/sealed.js";
import { machineStem } from "../../machine/configuration/axes-text.js";
import {
  type NamedPlatform,
  namedPlatform,
  platformNames,
} from "../../machine/configuration/platform.js";
import type { Trace } from "../../machine/trace/schema.js";
import type { Scenarios } from "../find/find.js";
import { type Amendment, editsOf, smallestAmendment } from "../limits/amendment.js";
import type { Claim } from "../limits/certify.js";
import type { TableClaim } from "../limits/certify-table.js";
import { decisionTable } from "../limits/decision-table.js";
import { hardwareOf } from "../limits/hardware.js";
import type { Knowable } from "../limits/limits.js";
import { DEFAULT_OBSERVATION, observationText } from "../limits/observation.js";
import type { Pair } from "../limits/pair.js";
import { policyText, proceedLines } from "../limits/policy-text.js";
import { bestOf } from "../limits/synthesis.js";
import { kernelOrigin, pairTraces } from "../limits/traces.js";
import { walks } from "../limits/walk.js";
import type { Question } from "./evidence.js";
import type { PmuScenarios } from "./pmu-verdicts.js";

/** One thing that an engine, or TLC, is asked. */
interface Item {
  /** In words, for the evidence. */
  readonly what: string;
  /** The SHA-256 of all that makes it what it is. */
  readonly asked: string;
}

/** Runs that a kernel is to play. */
export interface PlayedTopic {
  readonly question: Exclude<Question, "changes" | "composition">;
  /** The arguments of nmicheck that ask the same, but for the engine. */
  readonly command: string;
  /** The command takes one engine at a time. */
  readonly isPerEngine?: true;
  readonly items: readonly (Item & { readonly trace: Trace })[];
}

/** Changes of `nmi.c` that are to do as the best policies do. */
export interface ChangesTopic {
  readonly question: "changes";
  readonly command: string;
  readonly items: readonly ChangeItem[];
}

/** The smallest change for one platform. */
export interface ChangeItem extends Item {
  readonly platform: NamedPlatform;
  readonly amendment: readonly Amendment[];
  /** The policy that the kernel should then have, as a file. */
  readonly policyText: string;
}

/** What TLC is to confirm of observers: shortest pairs, and perfect policies. */
export interface CompositionTopic {
  readonly question: "composition";
  readonly command: string;
  readonly items: readonly CompositionItem[];
}

export type CompositionItem = Item &
  (
    | { readonly shows: "pair"; readonly claim: Claim }
    | { readonly shows: "perfectPolicy"; readonly claim: TableClaim }
  );

export type Topic = PlayedTopic | ChangesTopic | CompositionTopic;

function digestOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** A trace without what says where it comes from: what an engine gets, and has to show. */
function askedOf({ policy, platform, property, initial, events, axes }: Trace): string {
  const machine = Object.keys(axes ?? {}).length === 0 ? {} : { axes };
  return digestOf({ policy, platform, ...machine, property, initial, events });
}

/** A run to be played, and what it is in words. */
function itemOf(what: string, trace: Trace): PlayedTopic["items"][number] {
  return { what, asked: askedOf(trace), trace };
}

/** The run in which a KVM host never hears an NMI button. */
export function silentTopic(silent: Trace): PlayedTopic {
  return {
    question: "kvmHost",
    command: `replay kvm/mainline-${machineStem(silent.platform, silent.axes)}-RepeatedExternalReported.trace.json`,
    isPerEngine: true,
    items: [itemOf("the button that is never heard", silent)],
  };
}

/** An NMI that is delivered again, and an edge that is lost within an NMI. */
export function deliveryTopic(again: Trace, drops: Trace): PlayedTopic {
  return {
    question: "delivery",
    command: "replay again drops",
    isPerEngine: true,
    items: [
      itemOf("the NMI that is delivered again", again),
      itemOf("the edge that is lost within an NMI", drops),
    ],
  };
}

/** What several CPUs lose while they wait for one another. */
export function rendezvousTopic(hidden: Trace, stranded: Trace): PlayedTopic {
  return {
    question: "rendezvous",
    command: "replay press event",
    isPerEngine: true,
    items: [
      itemOf("the press that no CPU hears", hidden),
      itemOf("the event that waits for another NMI", stranded),
    ],
  };
}

/** The shortest run of each cause of what a PMU that races does. */
export function pmuTopic(
  question: "pmuVanishing" | "pmuStopped",
  found: PmuScenarios,
): PlayedTopic {
  const asked = {
    pmuVanishing: { value: "vanishing", property: "NoSpurious" },
    pmuStopped: { value: "stopped", property: "NoMasked" },
  } as const;
  const { value, property } = asked[question];
  return {
    question,
    command: `find ${property} --policy mainline --chain 1 --axis pmu=${value}`,
    items: itemsOf(found[value]),
  };
}

function itemsOf({ classes }: Scenarios): PlayedTopic["items"] {
  return classes.map(({ example }, index) => itemOf(`cause ${index + 1}`, example));
}

/** The shortest run of each cause of a false swallow. */
export function falseSwallowsTopic(found: Scenarios): PlayedTopic {
  return {
    question: "falseSwallows",
    command: "find NoFalseSwallow --policy mainline",
    items: itemsOf(found),
  };
}

/** The two runs that look the same, on the unmodified kernel. */
export async function pairTopic(
  pair: Pair,
  platform: NamedPlatform,
  version: string,
): Promise<PlayedTopic> {
  const machine = { platform };
  const { reported, swallowed } = pairTraces(
    pair,
    { ...machine, walk: "chain", observation: DEFAULT_OBSERVATION },
    await kernelOrigin(version, "chain", machine),
  );
  return {
    question: "pair",
    command: "limits",
    items: [
      itemOf("the run to be reported", reported),
      itemOf("the run to be swallowed", swallowed),
    ],
  };
}

/** The smallest change of `nmi.c` for each platform, where one is known and needed. */
export function changesTopic(): ChangesTopic {
  const items = platformNames.flatMap((name): readonly ChangeItem[] => {
    const platform = namedPlatform(name);
    const hardware = hardwareOf({ platform }, walks.chain, DEFAULT_OBSERVATION);
    const { knowledge, machine } = bestOf(hardware, "NoSpurious");
    const amendment = smallestAmendment(knowledge, "chain");
    if (machine === null || amendment === null || amendment.length === 0) return [];
    // Comments may change; what the kernel has to do may not.
    const text = policyText(machine, {
      name: "best",
      comment: [],
      proceed: proceedLines.chain,
    });
    const asked = digestOf({ text, edits: editsOf(amendment) });
    return [{ what: `the change for ${name}`, asked, platform, amendment, policyText: text }];
  });
  return { question: "changes", command: "limits --platform PLATFORM", items };
}

/** That its pair is a shortest one, or its perfect policy is one, for each of some observers. */
export function compositionTopic(
  observers: readonly Knowable[],
  platform: NamedPlatform,
): CompositionTopic {
  return {
    question: "composition",
    command: "limits --checker tlc --observe LIST",
    items: observers.map(({ observation, pair, perfectPolicy }): CompositionItem => {
      const what = observationText(observation);
      const machine = { platform, walk: "chain" } as const;
      if (perfectPolicy) {
        const hardware = hardwareOf({ platform }, walks.chain, observation);
        const table = decisionTable(bestOf(hardware, "NoFalseSwallow").knowledge);
        const asked = digestOf({ platform, looksAt: table.looksAt, cases: table.cases });
        return { what, asked, shows: "perfectPolicy", claim: { ...machine, table } };
      }
      const claim: Claim = { ...machine, observation, credit: true, pair };
      const events = pair === null ? null : [pair.reported, pair.swallowed];
      return { what, asked: digestOf({ platform, observation, events }), shows: "pair", claim };
    }),
  };
}

/** The digests of a topic's items, in their order. */
export function askedIn({ items }: Topic): readonly string[] {
  return items.map(({ asked }) => asked);
}
