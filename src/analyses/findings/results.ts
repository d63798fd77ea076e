import { namedPlatform, type PlatformName } from "../../machine/configuration/platform.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import { loadPolicy } from "../../machine/policy/load.js";
import { findScenarios, type Scenarios } from "../find/find.js";
import { type Limits, limitsOf } from "../limits/limits.js";
import { DEFAULT_OBSERVATION } from "../limits/observation.js";
import {
  type Deliveries,
  deliveries,
  deliveriesToPlay,
  type PlayedDeliveries,
  playedDeliveries,
  playedRendezvous,
} from "./delivery-verdicts.js";
import { type KvmHost, kvmHost, silentPress } from "./kvm-verdicts.js";
import { type PmuFindings, type PmuScenarios, pmuFindings, pmuScenarios } from "./pmu-verdicts.js";
import {
  type ChangesTopic,
  type CompositionTopic,
  changesTopic,
  compositionTopic,
  deliveryTopic,
  falseSwallowsTopic,
  type PlayedTopic,
  pairTopic,
  pmuTopic,
  rendezvousTopic,
  silentTopic,
  type Topic,
} from "./topics.js";

/** What nmicheck itself finds; each question is asked once. */
export class Results {
  readonly #version: string;
  readonly #found = new Map<string, Scenarios>();
  #limits: Promise<Limits> | undefined;
  #changes: ChangesTopic | undefined;
  #composition: CompositionTopic | undefined;
  #kvmHost: Promise<KvmHost> | undefined;
  #deliveries: Promise<Deliveries> | undefined;
  #deliveriesToPlay: Promise<PlayedDeliveries> | undefined;
  #pmu: Promise<PmuFindings> | undefined;
  #pmuScenarios: Promise<PmuScenarios> | undefined;

  /** @param version of nmicheck, for traces that are made on the way */
  constructor(version: string) {
    this.#version = version;
  }

  async find(policyName: string, name: PlatformName, property: NmiProperty): Promise<Scenarios> {
    const key = `${policyName} ${name} ${property}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const loaded = await loadPolicy(policyName);
    if (loaded.kind === "refused")
      throw loaded.diagnostics[0] ?? new Error("the policy is refused");
    const { policy } = loaded;
    const request = { policy, platform: namedPlatform(name), property, version: this.#version };
    const found = await findScenarios(request);
    this.#found.set(key, found);
    return found;
  }

  /** On the ideal platform, of the default observer and of the others. */
  limits(): Promise<Limits> {
    this.#limits ??= limitsOf({
      platform: namedPlatform("ideal"),
      walk: "chain",
      observation: DEFAULT_OBSERVATION,
    });
    return this.#limits;
  }

  async falseSwallows(): Promise<PlayedTopic> {
    return falseSwallowsTopic(await this.find("mainline", "ideal", "NoFalseSwallow"));
  }

  /** Null where no two runs look the same. */
  async pair(): Promise<PlayedTopic | null> {
    const { pair, request } = await this.limits();
    return pair === null ? null : pairTopic(pair, request.platform, this.#version);
  }

  changes(): ChangesTopic {
    this.#changes ??= changesTopic();
    return this.#changes;
  }

  /** What a KVM host swallows, and what ends it. */
  kvmHost(): Promise<KvmHost> {
    this.#kvmHost ??= kvmHost(this.#version);
    return this.#kvmHost;
  }

  /** NMIs that come otherwise than hardware sends them. */
  deliveries(): Promise<Deliveries> {
    this.#deliveries ??= this.#playedDeliveries().then((played) =>
      deliveries(this.#version, played),
    );
    return this.#deliveries;
  }

  /** What becomes of a PMU whose edges and status bits do not keep together. */
  pmu(): Promise<PmuFindings> {
    this.#pmu ??= this.#playedPmu().then((played) => pmuFindings(this.#version, played));
    return this.#pmu;
  }

  async composition(): Promise<CompositionTopic> {
    const limits = await this.limits();
    this.#composition ??= compositionTopic([limits, ...limits.others], limits.request.platform);
    return this.#composition;
  }

  #playedDeliveries(): Promise<PlayedDeliveries> {
    this.#deliveriesToPlay ??= deliveriesToPlay(this.#version);
    return this.#deliveriesToPlay;
  }

  #playedPmu(): Promise<PmuScenarios> {
    this.#pmuScenarios ??= pmuScenarios(this.#version);
    return this.#pmuScenarios;
  }

  async #pmuTopics(): Promise<readonly Topic[]> {
    const found = await this.#playedPmu();
    return (["pmuVanishing", "pmuStopped"] as const).map((question) => pmuTopic(question, found));
  }

  /** Everything that engines and TLC are asked, and of the findings no more than that. */
  async topics(): Promise<readonly Topic[]> {
    const pair = await this.pair();
    const played = await this.#playedDeliveries();
    const kvmHost = await this.#kvmHost;
    return [
      await this.falseSwallows(),
      ...(pair === null ? [] : [pair]),
      this.changes(),
      await this.composition(),
      silentTopic(kvmHost?.silent ?? (await silentPress(this.#version))),
      deliveryTopic(...playedDeliveries(played)),
      rendezvousTopic(...playedRendezvous(played)),
      ...(await this.#pmuTopics()),
    ];
  }
}
