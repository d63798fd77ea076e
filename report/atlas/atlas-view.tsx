import type { VNode } from "preact";
import { sizeText } from "../../src/machine/configuration/platform-text.js";
import { counted, grouped } from "../../src/machine/trace/words.js";
import type { ReportAtlas } from "../../src/report/document.js";
import { usePage } from "../data/context.js";
import { Command } from "../parts/origin-table.js";
import { Choice } from "./choice.js";
import { OneAxis } from "./one-axis.js";
import { Pairs } from "./pairs.js";
import { SmallestSets } from "./smallest-sets.js";

/** Which axis of the machine breaks or fixes what: one policy, one property at a time. */
export function AtlasView(props: {
  readonly policy: string | null;
  readonly property: string | null;
}): VNode {
  const { report } = usePage();
  const { atlas } = report.document;
  return (
    <>
      <h1>Which axis changes which verdict</h1>
      {atlas === null ? (
        <p>
          This report has no survey of the machines with axes. <Command text="nmicheck atlas" />{" "}
          makes one.
        </p>
      ) : (
        <Survey atlas={atlas} {...props} />
      )}
    </>
  );
}

function Survey(props: {
  readonly atlas: ReportAtlas;
  readonly policy: string | null;
  readonly property: string | null;
}): VNode {
  const { atlas } = props;
  const policies = atlas.policies.map((one) => one.policy);
  const policy =
    policies.find((one) => one === props.policy) ??
    policies.find((one) => one === "mainline") ??
    policies[0];
  const property =
    atlas.properties.find(({ name }) => name === props.property) ?? atlas.properties[0];
  if (policy === undefined || property === undefined) return <p>The survey is empty.</p>;
  const own = atlas.policies.find((one) => one.policy === policy)?.machines ?? [];
  const machines = own.map(([features, states, lengths]) => ({ features, states, lengths }));
  const conclusion = atlas.conclusions.find(
    (one) => one.policy === policy && one.property === property.name,
  );
  const all = atlas.policies.flatMap((one) => one.machines);
  const states = all.reduce((sum, [, count]) => sum + count, 0);
  return (
    <>
      <p class="lead">
        An axis is something that real machines have and the bare one leaves out: nested NMIs, the
        reason port, an APIC that masks its own entry. The bare machine, each value of each axis
        alone, and each two values of different axes were explored to the end:{" "}
        {counted(machines.length, "machine")} for each policy.
      </p>
      <p class="muted">
        {sizeText(atlas)}, {grouped(states)} states in all · <Command text={atlas.command} />
      </p>
      <Choice
        policies={policies}
        properties={atlas.properties.map(({ name }) => name)}
        policy={policy}
        property={property.name}
      />
      <section aria-labelledby="alone">
        <h2 id="alone">{policy}, one axis at a time</h2>
        <OneAxis atlas={atlas} machines={machines} />
      </section>
      <section aria-labelledby="sets">
        <h2 id="sets">
          {policy}: {property.name}
        </h2>
        <p>{`It says that ${property.meaning}.`}</p>
        {conclusion !== undefined && <SmallestSets conclusion={conclusion} />}
      </section>
      <section aria-labelledby="two">
        <h2 id="two">{property.name} on two axes at a time</h2>
        <Pairs atlas={atlas} machines={machines} property={property.name} />
      </section>
    </>
  );
}
