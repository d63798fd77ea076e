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
}

/** Machines that differ in one thing: a value of an axis, the platform, the policy. */
function candidates(machine: AuditMachine): readonly Candidate[] {
  const names = machine.axes?.names ?? {};
  return [
    ...platformNames
      .filter((platform) => platform !== machine.platform)
      .map((platform) => ({ name: `--platform ${platform}`, machine: { ...machine, platform } })),
    ...cpuAxes
      .filter(({ name }) => isAuditedAxis(name) && names[name] === undefined)
      .flatMap(({ name, values }) =>
        values.map((value) => {
          const own = Object.entries(names).map(([axis, text]) => `${axis}=${text}`);
          const axes = readAxes([...own, `${name}=${value.name}`]);
          return { name: `--axis ${name}=${value.name}`, machine: { ...machine, axes } };
        }),
      ),
    ...policyNames
      .filter((name) => name !== machine.policy.name)
      .map((name) => ({
        name: `--policy ${name}`,
        machine: { ...machine, policy: { name, policy: policies[name] } },
      })),
  ];
}

/** Whether a machine explains the last NMIs of a log, whatever was before them. */
function explains(machine: AuditMachine, window: readonly FollowedNmi[]): boolean {
  const [first] = window;
  if (first === undefined) return false;
  const automaton = new Automaton(machine, first.automaton.chain, first.automaton.hasUnknown);
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
  return candidates(machine)
    .filter((candidate) => explains(candidate.machine, window))
    .map(({ name }) => name);
}
