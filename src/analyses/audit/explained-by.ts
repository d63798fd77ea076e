import { policies, policyNames } from "../../../spec/policies/all.js";
import { cpuAxes } from "../../machine/configuration/axes.js";
import { readAxes } from "../../machine/configuration/named-axes.js";
import { platformNames } from "../../machine/configuration/platform.js";
import { Automaton } from "./automaton.js";
import { type FollowedNmi, observedOf } from "./follow-cpu.js";
import { type AuditMachine, isAuditedAxis } from "./machine.js";

/** Another machine, and how it differs. */
interface Candidate {
  readonly name: string;
  readonly machine: AuditMachine;
  /** Whether edges of unknown sources come to this CPU. */
  readonly hasUnknown: boolean;
}

/** Machines that differ in one thing: where unknown edges come to, a value of an axis, the platform, the policy. */
function candidates(machine: AuditMachine, hasUnknown: boolean): readonly Candidate[] {
  const names = machine.axes?.names ?? {};
  const other = (name: string, changed: Partial<AuditMachine>): Candidate => {
    return { name, machine: { ...machine, ...changed }, hasUnknown };
  };
  return [
    // A source that no handler knows, or another CPU, has sent an edge.
    ...(hasUnknown ? [] : [{ name: "--unknown-to all", machine, hasUnknown: true }]),
    ...platformNames
      .filter((platform) => platform !== machine.platform)
      .map((platform) => other(`--platform ${platform}`, { platform })),
    ...cpuAxes
      .filter(({ name }) => isAuditedAxis(name) && names[name] === undefined)
      .flatMap(({ name, values }) =>
        values.map((value) => {
          const own = Object.entries(names).map(([axis, text]) => `${axis}=${text}`);
          return other(`--axis ${name}=${value.name}`, {
            axes: readAxes([...own, `${name}=${value.name}`]),
          });
        }),
      ),
    ...policyNames
      .filter((name) => name !== machine.policy.name)
      .map((name) => other(`--policy ${name}`, { policy: { name, policy: policies[name] } })),
  ];
}

/** Whether a machine explains the last NMIs of a log, whatever was before them. */
function explains({ machine, hasUnknown }: Candidate, window: readonly FollowedNmi[]): boolean {
  const [first] = window;
  if (first === undefined) return false;
  const automaton = new Automaton(machine, first.automaton.chain, hasUnknown);
  let set = automaton.anything;
  for (const nmi of window) {
    const { next } = automaton.after(set, observedOf(nmi));
    if (next === null) return false;
    set = next;
  }
  return true;
}

/**
 * Which other machines explain NMIs that none of this one's behaviours explains, as options of
 * `audit`: those that differ in one thing.
 */
export function explainedBy(
  machine: AuditMachine,
  window: readonly FollowedNmi[],
): readonly string[] {
  const hasUnknown = window[0]?.automaton.hasUnknown ?? true;
  return candidates(machine, hasUnknown)
    .filter((candidate) => explains(candidate, window))
    .map(({ name }) => name);
}
