import type { VNode } from "preact";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import type { ReportMuseum } from "../../src/report/document.js";
import { type Cost, hrefOf } from "../data/route.js";

const orders: Readonly<Record<Cost, string>> = {
  either: "No error is taken to cost more than the other.",
  lost: "Policies are compared by what they lose first; by what they report only where they lose alike.",
  spurious:
    "Policies are compared by what they report without a cause first; by what they lose only where they report alike.",
};

/** For each machine the policies that no other one beats; those that err alike stand together. */
export function BestTable(props: { readonly museum: ReportMuseum; readonly cost: Cost }): VNode {
  const { museum, cost } = props;
  return (
    <>
      <p>
        A policy beats another one if it violates a part of what the other violates, and none of it
        sooner. {orders[cost]} Of those listed nobody beats another; names on one line err alike.
      </p>
      <dl class="meanings best-where">
        {museum.machines.map((machine, index) => (
          <div key={machine.command}>
            <dt>
              <a href={hrefOf({ view: "museum", machine: index + 1, cost })}>
                {machineName(machine)}
              </a>
            </dt>
            <dd>
              <ul>
                {machine.best[cost].groups.map((group) => (
                  <li key={group.join()}>
                    {group.map((place) => museum.policies[place]?.policy).join(", ")}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
