import { policies } from "../../../spec/policies/all.js";
import type { Policy } from "../../../spec/policy.js";
import type { WorkBudget } from "../../checkers/packed/work-budget.js";
import {
  type NamedPlatform,
  namedPlatform,
  platformNames,
} from "../../machine/configuration/platform.js";
import type { Machine } from "../../machine/subject.js";
import { firstDifference, smallestAmendment } from "./amendment.js";
import { compare, type Shown } from "./comparison.js";
import { type DecisionTable, decisionTable } from "./decision-table.js";
import { type Hardware, hardwareOf } from "./hardware.js";
import type { BestPolicy, LimitsRequest, PolicyForm } from "./limits.js";
import { type Best, bestOf, type PolicyMachine, type Promised, promises } from "./synthesis.js";
import { compareTable } from "./table-comparison.js";
import { toldPolicy } from "./told-policy.js";
import { kernelPolicy, type WalkName, walks } from "./walk.js";

/** A machine as a policy that runs; it walks the chain as it is told. */
export function policyOf(machine: PolicyMachine, walk: WalkName): Policy<unknown> {
  const policy: Policy<{ readonly state: number }> = {
    initial: { state: 0 },
    enter: (memory) => memory,
    proceed: (memory, seen) => ({ memory, walk: walks[walk].proceed(null, seen).walk }),
    finish: ({ state }, seen) => {
      const move = machine.move(state, seen);
      // What cannot come may be answered in any way.
      if (move === null) return { memory: { state }, unclaimed: "report" };
      return { memory: { state: move.next }, unclaimed: move.action };
    },
  };
  return policy;
}

/** As what the policy of a table, and of a machine if one can see enough, is written. */
export function formOf(
  machine: PolicyMachine | null,
  table: DecisionTable,
  { platform, axes }: Machine,
): PolicyForm {
  if (machine !== null) return { kind: "policy", machine };
  const result = toldPolicy(table, platform);
  if (result.kind === "told" && result.policy.told !== "handlers" && axes?.machine.nesting) {
    return {
      kind: "table",
      because: "where a policy file is told of sources, which is FRED, no NMI nests",
    };
  }
  return result.kind === "told" ? result : { kind: "table", because: result.because };
}

/** A best policy before it is compared with the kernel's. */
type Found = Best & { readonly table: DecisionTable; readonly form: PolicyForm };

/** The best policies for an observer of a machine, each found once, within one budget. */
export class BestPolicies {
  /** What the observer's own machine does. */
  readonly hardware: Hardware;
  readonly #request: LimitsRequest;
  readonly #budget: WorkBudget;
  readonly #found = new Map<Promised, Found>();

  /** @throws SearchStopped when the budget is used up, as do all of its methods */
  constructor(request: LimitsRequest, budget: WorkBudget) {
    this.#request = request;
    this.#budget = budget;
    const { platform, axes, walk, observation } = request;
    this.hardware = hardwareOf({ platform, axes }, walks[walk], observation, budget);
  }

  /** On which platforms a best policy is compared with the kernel's. */
  platformsOf(promise: Promised): readonly NamedPlatform[] {
    const { platform } = this.#request;
    if (this.#best(promise).form.kind === "table") return [platform];
    return platformNames.map((name) => namedPlatform(name, platform.chain, platform.rips));
  }

  /** Everything of a best policy but how it compares. */
  policy(promise: Promised): Omit<BestPolicy, "standings" | "improves"> {
    const { knowledge, machine, table, form } = this.#best(promise);
    const { walk } = this.#request;
    return {
      promise,
      text: promises[promise].text,
      form,
      table,
      differsAfter: firstDifference(knowledge, policies[kernelPolicy(walk)]),
      amendment: machine === null ? null : smallestAmendment(knowledge, walk),
    };
  }

  /** How a best policy compares with the kernel's on a platform: a shortest run for each difference. */
  shownOn(where: NamedPlatform, promise: Promised): readonly Shown[] {
    const { axes, walk, observation, platform } = this.#request;
    const kernel = policies[kernelPolicy(walk)];
    const { form, table } = this.#best(promise);
    if (form.kind === "policy") {
      const policy = policyOf(form.machine, walk);
      return compare({ platform: where, axes }, kernel, policy, this.#budget);
    }
    const decides = form.kind === "told" ? form.policy : table;
    const hardware =
      where.name === platform.name
        ? this.hardware
        : hardwareOf({ platform: where, axes }, walks[walk], observation, this.#budget);
    const subject = { platform: where, axes, walk, observation, table: decides };
    return compareTable(subject, kernel, hardware);
  }

  #best(promise: Promised): Found {
    const known = this.#found.get(promise);
    if (known !== undefined) return known;
    const best = bestOf(this.hardware, promise);
    const table = decisionTable(best.knowledge);
    const found = { ...best, table, form: formOf(best.machine, table, this.#request) };
    this.#found.set(promise, found);
    return found;
  }
}
