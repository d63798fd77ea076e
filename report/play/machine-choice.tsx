import type { VNode } from "preact";
import { policyNames } from "../../spec/policies/all.js";
import { type PlayedMachine, readMachineLink } from "../../src/analyses/play/machine.js";
import { Session } from "../../src/analyses/play/session.js";
import { everyAxis } from "../../src/machine/configuration/axes.js";
import { axisTexts, machineName } from "../../src/machine/configuration/axes-text.js";
import { platformNames } from "../../src/machine/configuration/platform.js";
import { sizeText } from "../../src/machine/configuration/platform-text.js";
import type { Play } from "./use-play.js";

/** The machine in one line, and the form to choose another one. */
export function MachineChoice({ play }: { readonly play: Play }): VNode {
  const { session } = play;
  const { policy, platform, axes } = session.machine;
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const values = new FormData(form);
    void play.start(() => new Session(machineIn(values)));
  };
  return (
    <details class="choice">
      <summary>
        <strong>{policy.name}</strong> on {machineName({ platform, axes: axes?.names })},{" "}
        {sizeText(platform)} <span class="choice-change">choose another</span>
      </summary>
      <form key={machineKey(session.machine)} onSubmit={onSubmit}>
        <Options label="Policy" name="policy" values={policyNames} chosen={policy.name} />
        <Options label="Platform" name="platform" values={platformNames} chosen={platform.name} />
        <label>
          Chain: the events of each handler
          <input name="chain" defaultValue={platform.chain.join(",")} autocomplete="off" />
        </label>
        <label>
          Places of the CPU
          <input name="rips" inputMode="numeric" defaultValue={platform.rips} autocomplete="off" />
        </label>
        <details class="choice-axes" open={axes !== undefined}>
          <summary>More of a real machine: several CPUs, nested NMIs, the reason port, …</summary>
          <div class="choice-grid">
            {everyAxis.map(({ name, off, values, what }) => (
              <Options
                key={name}
                label={name}
                title={what}
                name={`axis ${name}`}
                values={[off, ...values.map((value) => value.name)]}
                chosen={axes?.names[name] ?? off}
              />
            ))}
          </div>
        </details>
        <button type="submit" class="is-main">
          Play this machine
        </button>
      </form>
    </details>
  );
}

/** A select with its label. */
function Options(props: {
  readonly label: string;
  readonly title?: string;
  readonly name: string;
  readonly values: readonly string[];
  readonly chosen: string;
}): VNode {
  const { label, title, name, values, chosen } = props;
  return (
    <label {...(title === undefined ? {} : { title })}>
      <span>{label}</span>
      <select name={name}>
        {values.map((value) => (
          <option key={value} value={value} selected={value === chosen}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Another machine has a form of its own, with its values. */
function machineKey({ policy, platform, axes }: PlayedMachine): string {
  const { name, chain, rips } = platform;
  return [policy.name, name, chain.join(","), rips, ...axisTexts(axes?.names)].join(" ");
}

/** The machine that a form names; axes that are off are not told. */
function machineIn(values: FormData): PlayedMachine {
  const text = (name: string): string => String(values.get(name) ?? "");
  const on = everyAxis.flatMap(({ name, off }) => {
    const value = text(`axis ${name}`);
    return value === "" || value === off ? [] : [`${name}=${value}`];
  });
  return readMachineLink([
    ...[text("policy"), text("platform"), text("chain"), text("rips")],
    on.join(","),
  ]);
}
