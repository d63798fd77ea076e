import type { VNode } from "preact";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import { sizeText } from "../../src/machine/configuration/platform-text.js";
import type { ReportMuseum } from "../../src/report/document.js";
import { usePage } from "../data/context.js";
import type { Cost } from "../data/route.js";
import { Command } from "../parts/origin-table.js";
import { checkerText } from "../parts/texts.js";
import { BestTable } from "./best-table.js";
import { Errors } from "./errors.js";
import { Exhibits } from "./exhibits.js";

const costs: readonly (readonly [Cost, string])[] = [
  ["either", "Neither"],
  ["lost", "A real NMI that is lost"],
  ["spurious", "A report of an NMI that was none"],
];

/** Policies beside each other: who errs how, and whose is best where. */
export function MuseumView(props: { readonly machine: number; readonly cost: Cost }): VNode {
  const { report } = usePage();
  const { museum } = report.document;
  return (
    <>
      <h1>Who errs how, and whose is best where</h1>
      {museum === null ? (
        <p>
          This report has fewer than two policies of the museum.{" "}
          <Command text="nmicheck report --policy museum" /> shows them all.
        </p>
      ) : (
        <Museum museum={museum} {...props} />
      )}
    </>
  );
}

function Museum(props: {
  readonly museum: ReportMuseum;
  readonly machine: number;
  readonly cost: Cost;
}): VNode {
  const { report, replace } = usePage();
  const { museum, cost } = props;
  const number = museum.machines[props.machine - 1] === undefined ? 1 : props.machine;
  const machine = museum.machines[number - 1];
  if (machine === undefined) return <p>The museum has no machine.</p>;
  const others = museum.policies.filter(({ exhibit }) => exhibit?.file !== null);
  const go = (to: { readonly machine?: number; readonly cost?: Cost }): void =>
    replace({ view: "museum", machine: number, cost, ...to });
  return (
    <>
      <p class="lead">
        Each kernel decides in its own way what becomes of an NMI that nobody claims. Some lose real
        ones, some tell of NMIs that were none, and most do both.
      </p>
      {others.length === 0 && (
        <p>
          These are the policies that come with nmicheck;{" "}
          <Command text="nmicheck report --policy museum" /> has those of other kernels too.
        </p>
      )}
      <form class="filters" aria-label="What is shown" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>Machine</span>
          <select
            name="machine"
            value={String(number)}
            onChange={(event) => go({ machine: Number(event.currentTarget.value) })}
          >
            {museum.machines.map((one, index) => (
              <option key={one.command} value={String(index + 1)}>
                {machineName(one)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Which error costs more?</span>
          <select
            name="cost"
            value={cost}
            onChange={(event) =>
              go({ cost: costs.find(([name]) => name === event.currentTarget.value)?.[0] ?? cost })
            }
          >
            {costs.map(([name, text]) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </select>
        </label>
      </form>
      <section aria-labelledby="errors">
        <h2 id="errors">Who errs how on {machineName(machine)}</h2>
        <Errors museum={museum} machine={machine} cost={cost} />
        <p class="muted">
          {sizeText(machine.platform)} · {checkerText(report.document)}
        </p>
        <Command text={machine.command} />
      </section>
      <section aria-labelledby="best">
        <h2 id="best">Whose is best where</h2>
        <BestTable museum={museum} cost={cost} />
      </section>
      <section aria-labelledby="exhibits">
        <h2 id="exhibits">What each does</h2>
        <Exhibits museum={museum} />
      </section>
    </>
  );
}
